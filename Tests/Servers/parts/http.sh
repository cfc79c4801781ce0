# An HTTP server that answers as its path says, well or badly; see http_server.py.

start_http() {
    local port
    port=$(free_ports 1)
    launch http python3 "$servers_folder/http_server.py" "$port"
    await http "$port"
    announce HTTP_URL "http://127.0.0.1:$port"
}
