"""What the acceptance scripts and the transfer benchmark share: the servers, the binary, and a tally of checks."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def read_servers():
    """The variables of servers.env, which FLOW_TASK_TEST_SERVERS names."""
    path = os.environ.get("FLOW_TASK_TEST_SERVERS")
    if not path:
        sys.exit("Set FLOW_TASK_TEST_SERVERS to the servers.env that Tests/Servers/start wrote; `make test` does.")
    return dict(line.split("=", 1) for line in Path(path).read_text().splitlines())


def find_binary():
    """flow-task: what FLOW_TASK names, else the debug build."""
    path = Path(os.environ.get("FLOW_TASK") or CHECKOUT / ".build/debug/flow-task")
    if not os.access(path, os.X_OK):
        sys.exit(f"There is no flow-task at {path}: build it first, or name another by FLOW_TASK.")
    return str(path.resolve())


def s3_client(servers):
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=servers["S3_ENDPOINT"],
        aws_access_key_id=servers["S3_ACCESS_KEY"],
        aws_secret_access_key=servers["S3_SECRET_KEY"],
        region_name=servers["S3_REGION"],
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def make_bucket(servers, name):
    client = s3_client(servers)
    if name not in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=name)
    return client


class Connections:
    """connections.yaml for the test servers, written as JSON, which is YAML too."""

    def __init__(self, servers):
        self.servers = servers

    def sftp(self, folder="", **options):
        servers = self.servers
        return {
            "url": f"sftp://{servers['SFTP_USER']}@{servers['SFTP_HOST']}:{servers['SFTP_PORT']}"
            f"{servers['SFTP_ROOT']}/{folder}",
            "key": servers["SFTP_KEY"],
            "known_hosts": servers["SFTP_KNOWN_HOSTS"],
            **options,
        }

    def sftp_by_password(self, folder="", **options):
        servers = self.servers
        return {
            "url": f"sftp://{servers['SFTP_PASSWORD_USER']}@{servers['SFTP_HOST']}:{servers['SFTP_PORT']}"
            f"{servers['SFTP_ROOT']}/{folder}",
            "password": servers["SFTP_PASSWORD"],
            "known_hosts": servers["SFTP_KNOWN_HOSTS"],
            **options,
        }

    def s3(self, bucket, prefix="", **options):
        servers = self.servers
        return {
            "url": f"s3://{bucket}/{prefix}",
            "endpoint": servers["S3_ENDPOINT"],
            "path_style": "true",
            "region": servers["S3_REGION"],
            "access_key_id": servers["S3_ACCESS_KEY"],
            "secret_access_key": servers["S3_SECRET_KEY"],
            **options,
        }

    def postgres(self, **options):
        servers = self.servers
        return {
            "url": f"postgres://{servers['POSTGRES_USER']}@{servers['POSTGRES_HOST']}:{servers['POSTGRES_PORT']}"
            f"/{servers['POSTGRES_DATABASE']}",
            "password": servers["POSTGRES_PASSWORD"],
            **options,
        }

    @staticmethod
    def write(folder, **connections):
        path = Path(folder) / "connections.yaml"
        path.write_text(json.dumps({"connections": connections}, indent=2))
        return str(path)


class Ended:
    """How a command ended: status, texts, seconds."""

    def __init__(self, status, output, error, seconds):
        self.status, self.output, self.error, self.seconds = status, output, error, seconds

    @property
    def text(self):
        return self.output + self.error


def run(command, timeout=120, cwd=None, environment=None, feed=None):
    """Runs a command to its end and measures it; one that does not end in time is killed and has the status None."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if feed is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=error,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
        )
        if feed is not None:
            process.stdin.write(feed)
            process.stdin.close()
        late = threading.Timer(timeout, process.kill)
        late.start()
        status = process.wait()
        if not late.is_alive():
            status = None
        late.cancel()
        seconds = time.monotonic() - started
        texts = []
        for file in (output, error):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return Ended(status, *texts, seconds)


def place(text):
    """`connection:path` as a file's location."""
    connection, _, path = text.partition(":")
    return {"connection": connection, "path": path}


def one_task(folder, task, **arguments):
    """A definition of one Task state with the given arguments, as a file that `flow-task run` takes."""
    state = {
        "Type": "Task",
        "Resource": f"arn:aws:states:us-east-1:123456789012:activity:{task}",
        "Arguments": arguments,
        "End": True,
    }
    path = Path(folder) / f"{task}.asl.json"
    path.write_text(json.dumps({"QueryLanguage": "JSONata", "StartAt": "Do", "States": {"Do": state}}, indent=2))
    return str(path)


class Checks:
    """Counts what passed and failed, and says each failure in full."""

    def __init__(self, title):
        self.title, self.passed, self.failed = title, 0, 0

    def check(self, sentence, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"  ✘ {sentence}\n{self.indent(detail)}", flush=True)
        return holds

    @staticmethod
    def indent(text):
        return "\n".join("      " + line for line in str(text).splitlines()[:40])

    def end(self):
        print(f"{'✘' if self.failed else '✔'} {self.title}: {self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)
