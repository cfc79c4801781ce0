# moto, for a Step Functions endpoint that takes our exported definitions.

start_moto() {
    local python port
    python=$(test_python) ||
        fail "The test server \"moto\" needs the Python packages of Tests/Servers/packages/python; run Tests/Servers/install."
    port=$(free_ports 1)
    launch moto "$python" -m moto.server -H 127.0.0.1 -p "$port"
    await moto "$port"
    announce MOTO_ENDPOINT "http://127.0.0.1:$port"
}
