# An S3 store that verifies signatures: OpenStack Swift with its s3api, one device, one replica.

start_s3() {
    local folder me proxy account container object cache server ring
    command -v swift-proxy-server >/dev/null && command -v memcached >/dev/null ||
        fail "The test server \"s3\" needs the Debian packages swift-proxy, swift-account, swift-container," \
            "swift-object and memcached; run Tests/Servers/install."
    folder="$state/s3"
    me=$(id -un)
    mkdir -p "$folder/devices/d1"
    # Swift keeps an object's metadata in extended attributes.
    python3 -c 'import os, sys; os.setxattr(sys.argv[1], "user.test", b"1")' "$folder/devices/d1" 2>/dev/null ||
        fail "The test server \"s3\" needs a file system with extended attributes; $folder has none. Choose another folder."
    read -r proxy account container object cache < <(free_ports 5)

    printf '[swift-hash]\nswift_hash_path_suffix = test\nswift_hash_path_prefix = test\n[storage-policy:0]\nname = one\ndefault = yes\n' \
        >"$folder/swift.conf"
    for server in account container object; do
        ring="$folder/$server.builder"
        rm -f "$ring"
        {
            swift-ring-builder "$ring" create 4 1 1
            swift-ring-builder "$ring" add --region 1 --zone 1 --ip 127.0.0.1 --port "${!server}" --device d1 --weight 1
            swift-ring-builder "$ring" rebalance
        } >"$state/logs/s3-rings" 2>&1 || fail "The test server \"s3\" could not make its rings:
$(tail -n 5 "$state/logs/s3-rings")"
        cat >"$folder/$server.conf" <<CONFIG
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${!server}
swift_dir = $folder
devices = $folder/devices
mount_check = false
user = $me
workers = 0
log_address = /dev/null
fallocate_reserve = 0
[pipeline:main]
pipeline = $server-server
[app:$server-server]
use = egg:swift#$server
CONFIG
        launch "s3-$server" /usr/bin/python3 "$servers_folder/parts/swift_server.py" "$server-server" "$folder/$server.conf"
    done
    cat >"$folder/proxy.conf" <<CONFIG
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $proxy
swift_dir = $folder
user = $me
workers = 0
log_address = /dev/null
[pipeline:main]
pipeline = catch_errors gatekeeper proxy-logging cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
user_test_stranger = strange
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$cache
[filter:slo]
use = egg:swift#slo
min_segment_size = 1
CONFIG
    for server in catch_errors gatekeeper proxy-logging listing_formats symlink bulk copy dlo versioned_writes; do
        printf '[filter:%s]\nuse = egg:swift#%s\n' "$server" "${server/proxy-logging/proxy_logging}"
    done >>"$folder/proxy.conf"
    echo 'allow_versioned_writes = true' >>"$folder/proxy.conf"
    launch s3-cache memcached -l 127.0.0.1 -p "$cache" -U 0 -m 64 -u "$me"
    launch s3-proxy /usr/bin/python3 "$servers_folder/parts/swift_server.py" proxy-server "$folder/proxy.conf"
    await s3-cache "$cache"
    for server in account container object proxy; do await "s3-$server" "${!server}"; done

    announce S3_ENDPOINT "http://127.0.0.1:$proxy"
    announce S3_ACCESS_KEY test:tester
    announce S3_SECRET_KEY testing
    # Known, but allowed nothing.
    announce S3_STRANGER_ACCESS_KEY test:stranger
    announce S3_STRANGER_SECRET_KEY strange
    announce S3_REGION us-east-1
}
