"""Ctrl-C ends each kind of work within a second, with status 130, and leaves nothing half-written."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import flowtask
from flowtask import place

servers = flowtask.read_servers()
binary = flowtask.find_binary()
connections = flowtask.Connections(servers)
checks = flowtask.Checks("interrupts")


def interrupt(sentence, command, after=1.0):
    """Starts the command, sends SIGINT as a terminal does, and times how it ends."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, start_new_session=True
        )
        time.sleep(after)
        if not checks.check(f"{sentence}: runs until it is interrupted", process.poll() is None):
            return
        started = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        try:
            status = process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            status = None
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    checks.check(f"{sentence}: status 130", status == 130, f"status {status}\n{text}")
    checks.check(f"{sentence}: within a second", seconds < 1, f"{seconds:.2f} s\n{text}")
    left = [str(path) for path in (folder / "out").rglob("*") if path.is_file() and not path.name.startswith(".")]
    checks.check(f"{sentence}: nothing half-written", not left, left)


def interrupt_beginning():
    """An interrupt while a store is asked for a multipart upload, which it makes all the same: it must be aborted."""
    asked, aborted = threading.Event(), []

    class LateStore(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            asked.set()
            time.sleep(0.15)
            root = b"InitiateMultipartUploadResult"
            self.answer(200, b"<%s><UploadId>late</UploadId></%s>" % (root, root))

        def do_DELETE(self):
            aborted.append(self.path)
            self.answer(204)

        def answer(self, status, body=b""):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    store = ThreadingHTTPServer(("127.0.0.1", 0), LateStore)
    threading.Thread(target=store.serve_forever, daemon=True).start()
    with (folder / "many.bin").open("wb") as file:
        file.truncate(64 << 20)
    late = connections.s3("late", endpoint=f"http://127.0.0.1:{store.server_port}")
    own = folder / "late"
    own.mkdir()
    config = connections.write(own, here={"url": f"file:{folder}"}, late=late)
    definition = flowtask.one_task(own, "files-copy", **{"from": place("here:many.bin"), "to": place("late:many.bin")})
    command = [binary, "run", definition, "--connections", config]
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, cwd=folder, start_new_session=True)
    if checks.check("an upload's beginning: it is asked for", asked.wait(30)):
        os.killpg(process.pid, signal.SIGINT)
    checks.check("an upload's beginning: status 130", process.wait(10) == 130)
    store.shutdown()
    checks.check("an upload's beginning: it is aborted", aborted == ["/late/many.bin?uploadId=late"], aborted)


def interrupt_task(sentence, task, **arguments):
    definition = flowtask.one_task(folder, task, **arguments)
    interrupt(sentence, [binary, "run", definition, "--connections", config])


with tempfile.TemporaryDirectory(prefix="flow-task-interrupt.", dir="/var/tmp") as name:
    folder = Path(name)
    (folder / "out").mkdir()
    remote = Path(servers["SFTP_ROOT"]) / "interrupt"
    remote.mkdir(exist_ok=True)
    with (remote / "big.bin").open("wb") as file:
        file.truncate(8 << 30)
    flowtask.make_bucket(servers, "interrupt")
    config = connections.write(
        folder,
        out={"url": f"file:{folder}/out"},
        null={"url": "file:/dev"},
        vendor=connections.sftp("interrupt"),
        lake=connections.s3("interrupt"),
        warehouse=connections.postgres(),
        web={"url": servers["HTTP_URL"]},
    )
    interrupt("a Wait state", [binary, "run", "close-day", "--input", '{"day": "2026-01-31", "graceSeconds": 60}'])
    interrupt_task("an SFTP get", "files-copy", **{"from": place("vendor:big.bin"), "to": place("out:big.bin")})
    interrupt_task("SFTP to S3", "files-copy", **{"from": place("vendor:big.bin"), "to": place("lake:big.bin")})
    interrupt_task("a query", "sql-execute", connection="warehouse", sql="SELECT pg_sleep(60)", parameters=[])
    endless = "SELECT i FROM generate_series(1, 1000000000) AS i"
    target = {"parameters": [], "to": place("out:rows.csv"), "format": "csv"}
    interrupt_task("a select to a file", "sql-export", connection="warehouse", sql=endless, **target)
    request = {"connection": "web", "method": "GET", "path": "slow/60", "query": {}, "headers": {}, "body": None}
    interrupt_task("an HTTP request", "http-request", **request)
    command = {"command": ["sh", "-c", "sleep 61.5 & wait"], "environment": {}, "input": ""}
    interrupt_task("a shell command", "shell-command", **command)
    sleeping = subprocess.run(["pgrep", "-f", "^sleep 61.5$"], capture_output=True, text=True).stdout.split()
    checks.check("a shell command: its children are gone", not sleeping, sleeping)
    interrupt_beginning()
    (remote / "big.bin").unlink()
    store = flowtask.s3_client(servers)
    names = [item["Key"] for item in store.list_objects_v2(Bucket="interrupt").get("Contents", [])]
    checks.check("SFTP to S3: no object is visible", not names, names)
    uploads = store.list_multipart_uploads(Bucket="interrupt").get("Uploads", [])
    checks.check("SFTP to S3: no multipart upload is left open", not uploads, uploads)
    active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1, 1000%'"
    command = ["psql", servers["POSTGRES_URL"], "-qAtc", active + " AND pid <> pg_backend_pid()"]
    busy = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    checks.check("a select to a file: the server has stopped it", busy == "0", busy)
checks.end()
