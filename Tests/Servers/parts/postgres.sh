# PostgreSQL with SCRAM passwords and TLS. As root it runs as the user postgres, as initdb wants.

start_postgres() {
    local bin folder port password as=()
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    bin=${bin%/initdb}
    [ -x "$bin/postgres" ] ||
        fail "The test server \"postgres\" needs the Debian package postgresql; run Tests/Servers/install."
    folder="$state/postgres"
    port=$(free_ports 1)
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then
        as=(setpriv --reuid postgres --regid postgres --init-groups)
        chown postgres:postgres "$folder"
    fi
    if [ ! -f "$folder/password" ]; then
        rm -rf "$folder/data"
        (umask 077 && openssl rand -hex 12 >"$folder/password.new")
        [ ${#as[@]} -eq 0 ] || chown postgres "$folder/password.new"
        "${as[@]}" "$bin/initdb" --pgdata "$folder/data" --username flowtask --auth scram-sha-256 --no-sync \
            --encoding UTF8 --locale C.UTF-8 --pwfile "$folder/password.new" >"$state/logs/initdb" 2>&1 ||
            fail "The test server \"postgres\" could not make its data folder:
$(tail -n 5 "$state/logs/initdb")"
        openssl req -new -x509 -days 30 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
            -out "$folder/server.crt" -keyout "$folder/server.key" 2>/dev/null
        chmod 600 "$folder/server.key"
        [ ${#as[@]} -eq 0 ] || chown postgres "$folder/server.key" "$folder/server.crt"
        mv "$folder/password.new" "$folder/password"
    fi
    password=$(cat "$folder/password")
    (
        cd "$folder"
        launch postgres "${as[@]}" "$bin/postgres" -D "$folder/data" -p "$port" \
            -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200 \
            -c ssl=on -c ssl_cert_file="$folder/server.crt" -c ssl_key_file="$folder/server.key"
    )
    await postgres "$port"
    # It listens a moment before it lets anybody in.
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        PGPASSWORD=$password psql -h 127.0.0.1 -p "$port" -U flowtask -d postgres -qtc 'select 1' \
            >"$state/logs/psql" 2>&1 && break
        sleep 0.05
    done
    PGPASSWORD=$password psql -h 127.0.0.1 -p "$port" -U flowtask -d postgres -qt >"$state/logs/psql" 2>&1 <<'SQL' ||
select 'create database flowtask' where not exists (select from pg_database where datname = 'flowtask') \gexec
SQL
        fail "The test server \"postgres\" could not make its database: $(tail -n 3 "$state/logs/psql")"

    announce POSTGRES_HOST 127.0.0.1
    announce POSTGRES_PORT "$port"
    announce POSTGRES_USER flowtask
    announce POSTGRES_PASSWORD "$password"
    announce POSTGRES_DATABASE flowtask
    announce POSTGRES_URL "postgres://flowtask:$password@127.0.0.1:$port/flowtask"
    announce POSTGRES_ROOT_CERTIFICATE "$folder/server.crt"
}
