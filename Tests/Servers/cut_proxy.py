#!/usr/bin/env python3
"""A TCP proxy that breaks connections: `cut_proxy.py HOST PORT BYTES [TIMES]` prints its own port and runs on.

Each of the first TIMES connections (default: all) is reset after BYTES bytes have come from the server; later ones pass.
"""

import socket
import struct
import sys
import threading


def pump(source, target, budget, both):
    try:
        while data := source.recv(65536):
            if budget is not None:
                data, budget = data[:budget], budget - len(data)
            target.sendall(data)
            if budget is not None and budget <= 0:
                for end in both:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                break
    except OSError:
        pass
    for end in both:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        if budget is not None and budget <= 0:
            end.close()


def main():
    host, port, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    times = int(sys.argv[4]) if len(sys.argv) > 4 else 1 << 60
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    while True:
        client, _ = server.accept()
        upstream = socket.create_connection((host, port))
        budget, times = (limit, times - 1) if times > 0 else (None, 0)
        both = (client, upstream)
        threading.Thread(target=pump, args=(upstream, client, budget, both), daemon=True).start()
        threading.Thread(target=pump, args=(client, upstream, None, both), daemon=True).start()


if __name__ == "__main__":
    main()
