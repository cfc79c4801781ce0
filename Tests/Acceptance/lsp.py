"""A plain client of the Language Server Protocol, for `flow-task lsp`."""

import json
import os
import select
import subprocess
import time

from flowtask import find_binary


class Client:
    """Speaks to one server; every wait has an end."""

    def __init__(self, capabilities=None, initialize=True):
        self.process = subprocess.Popen(
            [find_binary(), "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.buffer = b""
        self.ids = 0
        self.notifications = []
        if initialize:
            self.capabilities = self.request("initialize", {"capabilities": capabilities or {}})["result"]["capabilities"]
            self.notify("initialized", {})

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps(message).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method, params, seconds=20):
        self.ids += 1
        self.send({"jsonrpc": "2.0", "id": self.ids, "method": method, "params": params})
        return self.wait(lambda message: message.get("id") == self.ids, seconds)

    def receive(self, seconds=20):
        """The next message, or None when none came in time."""
        end = time.monotonic() + seconds
        while True:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if mark:
                length = int(head.split(b":")[1])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return json.loads(rest[:length])
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return None
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                return None
            self.buffer += data

    def wait(self, wanted, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = self.receive(end - time.monotonic())
            if message is None:
                break
            if wanted(message):
                return message
            self.notifications.append(message)
        raise TimeoutError("the server does not answer")

    def open(self, text, uri="file:///m.asl.json", language="json"):
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def errors(self, *arguments, **more):
        """The diagnostics that are errors: advice comes and goes with the rules."""
        return [found for found in self.diagnostics(*arguments, **more) if found["severity"] == 1]

    def diagnostics(self, version=None, uri="file:///m.asl.json", seconds=20):
        def wanted(message):
            params = message.get("params", {})
            is_ours = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
            return is_ours and (version is None or params.get("version") == version)

        for index, message in enumerate(self.notifications):
            if wanted(message):
                return self.notifications.pop(index)["params"]["diagnostics"]
        return self.wait(wanted, seconds)["params"]["diagnostics"]

    def at(self, text, mark, uri="file:///m.asl.json", offset=0, **more):
        """The parameters of a request at the place where a text has a mark; columns count UTF-16."""
        index = text.index(mark) + offset
        line = text.count("\n", 0, index)
        column = len(text[text.rfind("\n", 0, index) + 1 : index].encode("utf-16-le")) // 2
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}, **more}

    def end(self):
        """Shuts the server down and gives its exit status."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(10)
