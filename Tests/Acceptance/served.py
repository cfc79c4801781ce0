"""flow-task serve as the acceptance scripts use it: on a free loopback port, as long as a `with` lasts."""

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import flowtask

ACCOUNT = "210987654321"
REGION = "eu-central-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/flow"
# Every other variable of AWS's or OpenTelemetry's might send the server or its clients elsewhere.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "OTEL_", "FLOW_TASK_ACCESS"))}


class Server:
    """flow-task serve; `line` is the first line that it says, `lines` are all that it says at its start."""

    def __init__(self, *arguments, environment=None, files=None, ending=signal.SIGTERM):
        self.arguments, self.environment, self.files = arguments, environment or {}, files
        self.ending = ending
        self.logs = tempfile.TemporaryFile()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.end(self.ending)

    def start(self):
        store = [] if "--store" in self.arguments else ["--store", "memory"]
        command = [flowtask.find_binary(), "serve", "--port", "0", *store, *self.arguments]
        environment = {**CLEAN, "AWS_REGION": REGION, "AWS_ACCOUNT_ID": ACCOUNT, **self.environment}
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, self.files)) if self.files else None
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.logs, text=True, env=environment, preexec_fn=limit
        )
        self.lines = []
        while line := self.process.stdout.readline():
            self.lines.append(line)
            if line.startswith("Try: "):
                break
        address = re.search(r"(https?)://(\[[^]]*\]|[^:]*):(\d+)", "".join(self.lines))
        if not address:
            self.process.wait(10)
            raise RuntimeError(f"flow-task serve did not start: {self.lines} {self.log()}")
        self.scheme, self.host, self.port = address.group(1), address.group(2), int(address.group(3))
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        return self

    @property
    def line(self):
        return self.lines[0]

    def client(self, key="any", secret="any", token=None, **more):
        import boto3
        from botocore.config import Config

        return boto3.client(
            "stepfunctions",
            endpoint_url=more.pop("url", self.url),
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            region_name=REGION,
            # A worker's poll lasts a minute.
            config=Config(
                retries={"total_max_attempts": 1}, inject_host_prefix=False, read_timeout=70, max_pool_connections=32
            ),
            **more,
        )

    def log(self):
        """What it wrote to standard error so far."""
        self.logs.seek(0)
        return self.logs.read().decode("utf-8", "replace")

    def connect(self, seconds=10):
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def raw(self, text, seconds=10, half_close=True):
        """What the server answers to bytes on a socket, until it closes the connection or says nothing more."""
        with self.connect(seconds) as connection:
            answer = b""
            try:
                connection.sendall(text)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
                while chunk := connection.recv(65536):
                    answer += chunk
            except OSError:
                pass
            return answer

    @property
    def is_alive(self):
        return self.process.poll() is None

    def end(self, number):
        """Ends it by a signal; `status` and `seconds` tell how."""
        started = time.monotonic()
        self.process.send_signal(number)
        try:
            self.status = self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.status = self.process.wait()
        self.process.stdout.close()
        self.seconds = time.monotonic() - started


def find_aws():
    """The aws CLI: that beside this python, or in PATH; None where there is none."""
    beside = Path(sys.executable).parent / "aws"
    return str(beside) if beside.exists() else shutil.which("aws")


def refused(call, **parameters):
    """The error's code and message, or the answer where there is no error."""
    from botocore.exceptions import ClientError

    try:
        return call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]


def wait_for_end(client, arn, seconds=30):
    """An execution as it is described when it has ended, or is still running after that time."""
    deadline = time.monotonic() + seconds
    while True:
        described = client.describe_execution(executionArn=arn)
        if described["status"] != "RUNNING" or time.monotonic() > deadline:
            return described
        time.sleep(0.02)
