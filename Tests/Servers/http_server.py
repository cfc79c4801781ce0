#!/usr/bin/env python3
"""An HTTP server for tests: the path says how it answers. `http_server.py PORT` listens on 127.0.0.1.

/echo            the request as JSON: method, path, query, headers, body
/status/CODE     that status, with a small JSON body (and Retry-After: 1 for 429 and 503)
/redirect/N      302 to /redirect/N-1, at last to /echo;  /redirect-loop never ends
/slow/SECONDS    answers after so long
/drip/SECONDS    sends headers, then a byte each 100 ms for so long
/bytes/N         N bytes, whose i-th is i mod 251; takes Range; HEAD too
/drop/N          promises 1,000,000 bytes, sends N and breaks the connection
/drop-once/N/KEY like /bytes/1000000, but the first request with this KEY breaks after N bytes; takes Range
/flaky/N/KEY     503 for the first N requests with this KEY, then 200
/basic/USER/PW   401 unless so authorised
/reset           resets the connection without an answer
/garbage         an answer that is not HTTP
/json /text /empty   small fixed answers
"""

import base64
import json
import re
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

BLOCK = bytes(range(251)) * 1024
seen = {}
lock = threading.Lock()


def pattern(start, end):
    while start < end:
        offset = start % 251
        piece = BLOCK[offset : offset + end - start]
        yield piece
        start += len(piece)


def count(key):
    with lock:
        seen[key] = seen.get(key, 0) + 1
        return seen[key]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="application/json", headers=()):
        if not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.drop()

    def drop(self):
        self.close_connection = True
        try:
            self.wfile.flush()
        finally:
            self.connection.shutdown(socket.SHUT_RDWR)

    def send_bytes(self, total, breaks_after=None):
        start, end = 0, total
        if found := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start = int(found[1])
            end = min(total, int(found[2]) + 1) if found[2] else total
            if start >= total:
                return self.answer(416, headers=[("Content-Range", f"bytes */{total}")])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{total}")
        else:
            self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{total}"')
        self.end_headers()
        if self.command == "HEAD":
            return
        for piece in pattern(start, end if breaks_after is None else start + breaks_after):
            self.wfile.write(piece)
        if breaks_after is not None:
            self.drop()

    def handle_any(self):
        parts = urlsplit(self.path)
        steps = parts.path.strip("/").split("/")
        body = self.read_body()
        match steps:
            case ["echo"]:
                self.answer(
                    200,
                    {
                        "method": self.command,
                        "path": parts.path,
                        "query": dict(parse_qsl(parts.query, keep_blank_values=True)),
                        "headers": {name.lower(): value for name, value in self.headers.items()},
                        "body": body.decode("utf-8", "replace"),
                    },
                )
            case ["status", code]:
                headers = [("Retry-After", "1")] if code in ("429", "503") else []
                self.answer(int(code), b"" if code in ("204", "304") else {"status": int(code)}, headers=headers)
            case ["redirect", n]:
                target = f"/redirect/{int(n) - 1}" if int(n) > 1 else "/echo"
                self.answer(302, headers=[("Location", target)])
            case ["redirect-loop"]:
                self.answer(302, headers=[("Location", "/redirect-loop")])
            case ["slow", seconds]:
                time.sleep(float(seconds))
                self.answer(200, {"slow": float(seconds)})
            case ["drip", seconds]:
                size = int(float(seconds) * 10)
                self.send_response(200)
                self.send_header("Content-Length", str(size))
                self.end_headers()
                for _ in range(size):
                    self.wfile.write(b".")
                    time.sleep(0.1)
            case ["bytes", n]:
                self.send_bytes(int(n))
            case ["drop", n]:
                self.send_bytes(1_000_000, breaks_after=int(n))
            case ["drop-once", n, key]:
                self.send_bytes(1_000_000, breaks_after=int(n) if count(("drop", key)) == 1 else None)
            case ["flaky", n, key]:
                self.answer(200 if count(("flaky", key)) > int(n) else 503, {"key": key})
            case ["basic", user, password]:
                wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
                if self.headers.get("Authorization") == wanted:
                    self.answer(200, {"user": user})
                else:
                    self.answer(401, {"error": "who are you?"}, headers=[("WWW-Authenticate", 'Basic realm="test"')])
            case ["reset"]:
                self.reset()
            case ["garbage"]:
                self.wfile.write(b"this is not HTTP\r\n\r\n")
                self.drop()
            case ["json"]:
                self.answer(200, {"name": "Zoë", "numbers": [1, 2.5], "none": None})
            case ["text"]:
                self.answer(200, "plain text, ünïcode\n".encode(), "text/plain; charset=utf-8")
            case ["empty"]:
                self.answer(200)
            case _:
                self.answer(404, {"error": "no such path", "path": parts.path})

    def serve(self):
        try:
            self.handle_any()
        except (ConnectionError, BrokenPipeError, OSError):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = serve


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
