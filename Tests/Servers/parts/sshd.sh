# OpenSSH with SFTP alone, on a configuration and host keys of its own.
#
# Key login is for the user who runs this. Password login needs an account whose password is known, so there is one only
# when root runs this: made here, removed by `stop`; otherwise SFTP_PASSWORD_USER is empty.

start_sshd() {
    local sshd folder port kind user password=
    sshd=$(PATH="$PATH:/usr/sbin:/sbin" command -v sshd) ||
        fail "The test server \"sshd\" needs the Debian package openssh-server; run Tests/Servers/install."
    folder="$state/sshd"
    mkdir -p "$folder" "$state/sftp"
    chmod 755 "$folder"
    chmod 1777 "$state/sftp"
    port=$(free_ports 1)

    for kind in ed25519 ecdsa rsa; do
        [ -f "$folder/host_$kind" ] || ssh-keygen -q -t "$kind" -N '' -C test-host -f "$folder/host_$kind"
        [ -f "$folder/other_$kind" ] || ssh-keygen -q -t "$kind" -N '' -C other-host -f "$folder/other_$kind"
        [ -f "$folder/user_$kind" ] || ssh-keygen -q -t "$kind" -N '' -C test-user -f "$folder/user_$kind"
    done
    [ -f "$folder/user_encrypted" ] ||
        ssh-keygen -q -t ed25519 -N open-sesame -C test-user -f "$folder/user_encrypted"
    [ -f "$folder/user_stranger" ] || ssh-keygen -q -t ed25519 -N '' -C stranger -f "$folder/user_stranger"
    cat "$folder"/user_{ed25519,ecdsa,rsa,encrypted}.pub >"$folder/authorized_keys"

    user=
    if [ "$(id -u)" -eq 0 ]; then
        user="flowtask$port"
        password=$(openssl rand -hex 12)
        useradd --no-create-home --home-dir "$state/sftp" --shell /bin/sh "$user" ||
            fail "The test server \"sshd\" could not make the account $user for password logins."
        echo "$user" >"$state/user"
        chpasswd -e <<<"$user:$(openssl passwd -6 "$password")"
        # Privilege separation wants this folder; Debian makes it at boot, which a container does not have.
        mkdir -p /run/sshd
    fi

    # libssh2 (1.10) fails when the first line of a host is its rsa key.
    for kind in ed25519 ecdsa rsa; do
        echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$folder/host_$kind.pub")"
    done >"$folder/known_hosts"
    cp "$folder/known_hosts" "$folder/known_hosts_hashed"
    ssh-keygen -q -H -f "$folder/known_hosts_hashed" >/dev/null 2>&1
    rm -f "$folder/known_hosts_hashed.old"
    for kind in ed25519 ecdsa rsa; do
        echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$folder/other_$kind.pub")"
    done >"$folder/known_hosts_wrong"
    : >"$folder/known_hosts_empty"

    cat >"$folder/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $port
PidFile none
HostKey "$folder/host_ed25519"
HostKey "$folder/host_ecdsa"
HostKey "$folder/host_rsa"
AuthorizedKeysFile "$folder/authorized_keys"
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
AllowTcpForwarding no
X11Forwarding no
MaxStartups 200
MaxSessions 200
LoginGraceTime 30
LogLevel VERBOSE
Subsystem sftp internal-sftp
ForceCommand internal-sftp -d $state/sftp
CONFIG
    # OpenSSH 9.8 and later would lock out the tests that try wrong passwords.
    if "$sshd" -t -f "$folder/sshd_config" -o PerSourcePenalties=no 2>/dev/null; then
        echo "PerSourcePenalties no" >>"$folder/sshd_config"
    fi
    launch sshd "$sshd" -D -e -f "$folder/sshd_config"
    await sshd "$port"

    announce SFTP_HOST 127.0.0.1
    announce SFTP_PORT "$port"
    announce SFTP_USER "$(id -un)"
    announce SFTP_PASSWORD_USER "$user"
    announce SFTP_PASSWORD "$password"
    announce SFTP_KEY "$folder/user_ed25519"
    announce SFTP_KEY_ECDSA "$folder/user_ecdsa"
    announce SFTP_KEY_RSA "$folder/user_rsa"
    announce SFTP_KEY_STRANGER "$folder/user_stranger"
    announce SFTP_KEY_ENCRYPTED "$folder/user_encrypted"
    announce SFTP_KEY_PASSPHRASE open-sesame
    announce SFTP_KNOWN_HOSTS "$folder/known_hosts"
    announce SFTP_KNOWN_HOSTS_HASHED "$folder/known_hosts_hashed"
    announce SFTP_KNOWN_HOSTS_WRONG "$folder/known_hosts_wrong"
    announce SFTP_KNOWN_HOSTS_EMPTY "$folder/known_hosts_empty"
    # Nothing is chrooted: a remote path is the path on this machine, and relative ones start here.
    announce SFTP_ROOT "$state/sftp"
}
