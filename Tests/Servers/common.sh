# Shared by `install`, `start` and `stop`; sourced by bash, never run.

servers_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd "$servers_folder/../.." && pwd)
python_folder="$checkout/.build/test-python"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a command with root's rights.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# test_python [NAME…]: prints the python that has boto3, moto, cfn-lint and what else is named: the given one, our own, or
# the one in PATH.
test_python() {
    local candidate
    for candidate in "${FLOW_TASK_PYTHON:-}" "$python_folder/bin/python" python3; do
        [ -n "$candidate" ] || continue
        "$candidate" - "$@" 2>/dev/null <<'PY' && { command -v "$candidate"; return 0; }
import importlib.metadata, sys
try:
    for name in ("boto3", "moto", "cfn-lint", "flask", *sys.argv[1:]):
        importlib.metadata.version(name)
except importlib.metadata.PackageNotFoundError:
    sys.exit(1)
PY
    done
    return 1
}

# Prints `count` free TCP ports of loopback, on one line.
free_ports() {
    python3 - "$1" <<'PY'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets))
PY
}

# Prints the clock tick at which a process started: with its pid it names the process for ever.
started_at() {
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

# launch NAME COMMAND…: starts a server in a process group of its own; its pid is in $state/pids/NAME.
launch() {
    local name=$1
    shift
    setsid "$@" >"$state/logs/$name" 2>&1 </dev/null 9>&- &
    started_at $! >"$state/started/$name"
    echo $! >"$state/pids/$name"
}

# await NAME PORT: waits until the server listens, or fails with the end of its log.
await() {
    local name=$1 port=$2 pid tries
    pid=$(cat "$state/pids/$name")
    for ((tries = 0; tries < 400; tries++)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 0; fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    fail "The test server \"$name\" did not start on port $port; its log ends:
$(tail -n 12 "$state/logs/$name")"
}

# announce KEY VALUE: a line of servers.env.
announce() {
    printf '%s=%s\n' "$1" "$2" >>"$state/env.$part"
}
