"""Those who do the tasks of the crash tests: a function, a queue and workers. All they do goes to the ledger first."""

import http.server
import json
import os
import queue
import random
import re
import threading
import time
import uuid

from crash_machines import ACTIVITY
from crash_server import Refused


class Ledger:
    """What was done, one line of JSON each, on the disk before anybody is answered."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.lock = threading.Lock()
        self.entries = []

    def note(self, kind, request, **fields):
        entry = {"kind": kind, "key": key(request), "nonce": uuid.uuid4().hex, **fields}
        with self.lock:
            os.write(self.file, json.dumps(entry).encode() + b"\n")
            os.fdatasync(self.file)
            self.entries.append(entry)
        return entry


def key(request):
    """The attempt that a request is for."""
    return "|".join(str(request.get(part)) for part in ("execution", "state", "index", "entered", "attempt"))


class Services:
    """Lambda and SQS on one loopback port, as far as the crash tests call them."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.tokens = queue.Queue()
        services = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                match = re.search(r"GENERATION(\d+)", self.headers.get("Authorization", ""))
                generation = int(match.group(1)) if match else 0
                if self.headers.get("X-Amz-Target") == "AmazonSQS.SendMessage":
                    answer, failed = services.send(body, generation), False
                else:
                    answer, failed = services.invoke(body, generation)
                text = json.dumps(answer).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(text)))
                    self.send_header("Content-Type", "application/json")
                    if failed:
                        self.send_header("X-Amz-Function-Error", "Unhandled")
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    # The server was killed while it waited for this answer.
                    self.close_connection = True

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                """Callers are killed in the middle of their requests."""

        self.http = Server(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def invoke(self, request, generation):
        """One in five calls fails, and some take a while."""
        failed = random.random() < 0.2
        entry = self.ledger.note("call", request, generation=generation, failed=failed)
        if random.random() < 0.3:
            time.sleep(random.random() * 0.1)
        if failed:
            return {"errorType": "Shaky", "errorMessage": entry["nonce"]}, True
        return {"nonce": entry["nonce"]}, False

    def send(self, request, generation):
        body = json.loads(request["MessageBody"])
        entry = self.ledger.note("message", body, generation=generation, token=body["token"])
        self.tokens.put((body["token"], entry["nonce"]))
        return {"MessageId": str(uuid.uuid4()), "MD5OfMessageBody": "0" * 32}


class Workers:
    """Polls for activities' tasks, brings tokens back, and remembers what the server said to that."""

    def __init__(self, client, services, over, pollers=2, messengers=2):
        self.client, self.services, self.over = client, services, over
        self.lock = threading.Lock()
        # The answers that the server took at the first try: these must be in the history.
        self.taken = {}
        self.unknown = []
        self.first_answers = {}
        self.threads = [threading.Thread(target=self.poll, daemon=True) for _ in range(pollers)]
        self.threads += [threading.Thread(target=self.bring, daemon=True) for _ in range(messengers)]
        for thread in self.threads:
            thread.start()

    def poll(self):
        while not self.over.is_set():
            task = self.client.call("GetActivityTask", activityArn=ACTIVITY, workerName="crash")
            if not task or not task.get("taskToken"):
                continue
            request = json.loads(task["input"])
            entry = self.services.ledger.note("work", request, token=task["taskToken"])
            self.answer(task["taskToken"], entry["nonce"], fails=random.random() < 0.2)

    def bring(self):
        while not self.over.is_set():
            try:
                token, nonce = self.services.tokens.get(timeout=0.2)
            except queue.Empty:
                continue
            with self.lock:
                # A message that was sent again has the same token: the first answer's words are used again.
                nonce = self.first_answers.setdefault(token, nonce)
            self.answer(token, nonce, fails=False)

    def answer(self, token, nonce, fails):
        while not self.over.is_set():
            try:
                if fails:
                    self.client.once("SendTaskFailure", taskToken=token, error="Shaky", cause=nonce)
                else:
                    self.client.once("SendTaskSuccess", taskToken=token, output=json.dumps({"nonce": nonce}))
                with self.lock:
                    self.taken[nonce] = token
                return
            except Refused as error:
                # Taken at a try whose answer was lost, or too late; but every token was handed out.
                if error.code not in ("TaskTimedOut", "TaskDoesNotExist"):
                    with self.lock:
                        self.unknown.append(f"{token}: {error}")
                return
            except Exception:
                time.sleep(0.02)
