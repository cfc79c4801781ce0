"""The server that is killed and started again, and a client that lives through that."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import threading
import time

from crash_machines import ACCOUNT, REGION


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """flow-task serve over one store file; the same port after each start."""

    def __init__(self, binary, folder, services):
        self.binary, self.folder, self.services = binary, folder, services
        self.store = os.path.join(folder, "store.sqlite")
        self.port = free_port()
        self.generation = 0
        self.process = None
        self.log = open(os.path.join(folder, "server.log"), "ab")

    def start(self, crash_at=None, wrap=None, preexec=None):
        """Starts it; answers whether it listens, and not where it crashed before."""
        self.generation += 1
        environment = {
            **os.environ,
            "AWS_REGION": REGION,
            "AWS_ACCOUNT_ID": ACCOUNT,
            # The services see by the key which start of the server calls them.
            "AWS_ACCESS_KEY_ID": f"GENERATION{self.generation}",
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_ENDPOINT_URL_LAMBDA": self.services,
            "AWS_ENDPOINT_URL_SQS": self.services,
            "SWIFT_BACKTRACE": "enable=no",
        }
        environment.pop("FLOW_TASK_CRASH_AT", None)
        if crash_at:
            environment["FLOW_TASK_CRASH_AT"] = crash_at
        command = [self.binary, "serve", "--port", str(self.port), "--store", self.store]
        self.process = subprocess.Popen(
            (wrap or []) + command,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=environment,
            preexec_fn=preexec,
            cwd=self.folder,
        )
        return self.listens()

    def listens(self, seconds=60):
        end = time.monotonic() + seconds
        text = b""
        while time.monotonic() < end:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.5)
            if ready:
                chunk = os.read(self.process.stdout.fileno(), 4096)
                text += chunk
                if re.search(rb"http://127\.0\.0\.1:\d+", text):
                    return True
                if not chunk:
                    return False
        raise TimeoutError("The server does not say that it listens.")

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.process is None:
            return
        if self.is_alive():
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def stop(self):
        """Ends it as an operator does; answers its status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process = None
        return status


class Client:
    """Calls the API; where the server is gone it asks again, until the test is over."""

    def __init__(self, server, over):
        self.server, self.over = server, over
        self.local = threading.local()

    def once(self, operation, **body):
        """One call; `OSError` or `HTTPException` where no answer comes."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=70)
        try:
            connection.request(
                "POST",
                "/",
                json.dumps(body),
                {"X-Amz-Target": f"AWSStepFunctions.{operation}", "Content-Type": "application/x-amz-json-1.0"},
            )
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.local.connection = None
            raise
        result = json.loads(text)
        if answer.status == 200:
            return result
        code = result.get("__type", str(answer.status)).split("#")[-1]
        if answer.status >= 500:
            raise ConnectionError(f"{code}: {result}")
        raise Refused(code, result.get("message", ""))

    def call(self, operation, **body):
        """Calls until there is an answer; `None` where the test is over before."""
        while not self.over.is_set():
            try:
                return self.once(operation, **body)
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        return None
