"""Each thing that goes wrong outside gives one clear sentence and an ASL error name, and leaves nothing half-written."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import flowtask

servers = flowtask.read_servers()
binary = flowtask.find_binary()
connections = flowtask.Connections(servers)
checks = flowtask.Checks("failures")
PROXY = flowtask.CHECKOUT / "Tests/Servers/cut_proxy.py"
SIZE = 3_000_000


def at(connection, path):
    return {"connection": connection, "path": path}


def fails(sentence, task, error, words, before=(), timeout=60, **arguments):
    """Runs one task that must fail by that error name, with these words in the cause, in good time."""
    definition = flowtask.one_task(folder, task, **arguments)
    ended = flowtask.run([*before, binary, "run", definition, "--connections", config, "--json"], timeout, cwd=folder)
    checks.check(f"{sentence}: ends with 1 in time", ended.status == 1, f"status {ended.status}\n{ended.text}")
    checks.check(f"{sentence}: is {error}", error in ended.text, ended.text)
    for word in words:
        checks.check(f"{sentence}: says {word!r}", re.search(word, ended.text, re.IGNORECASE), ended.text)
    for secret in ("not the password", servers["POSTGRES_PASSWORD"], servers["SFTP_PASSWORD"] or "\0"):
        checks.check(f"{sentence}: shows no secret", secret not in ended.text, ended.text)
    left = [str(path) for path in (folder / "out").rglob("*") if path.is_file()]
    checks.check(f"{sentence}: leaves nothing in the folder", not left, left)
    for path in (folder / "out").rglob("*"):
        path.unlink()


def refuses(sentence, command, words, status=2):
    """Runs a command that must be refused at once, with these words."""
    ended = flowtask.run([binary, *command], 20, cwd=folder)
    checks.check(f"{sentence}: ends with {status}", ended.status == status, f"status {ended.status}\n{ended.text}")
    for word in words:
        checks.check(f"{sentence}: says {word!r}", re.search(word, ended.text, re.IGNORECASE), ended.text)


class Cut:
    """A proxy that breaks connections after some bytes, as long as the `with` lasts."""

    def __init__(self, port, after):
        self.command = [sys.executable, str(PROXY), "127.0.0.1", port, str(after)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def small_disk(path):
    """A command prefix that gives `path` a disk of 1 MiB, or None where the system does not let us."""
    script = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
    prefix = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(path)]
    return prefix if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0 else None


def wrong_use():
    refuses("an unknown flow", ["run", "import-order"], ["import-order\\b", "did you mean", "import-orders"])
    refuses("an unknown command", ["rnu"], ["rnu"])
    refuses("malformed input", ["run", "import-orders", "--input", '{"day": 2026-01-31}'], ["line 1", "column", r"\^"])
    refuses("an unknown input field", ["run", "import-orders", "--input", '{"dya": "2026-01-31"}'], ["dya", "day"])
    refuses("a missing input field", ["run", "import-orders", "--input", "{}"], ["day"])
    refuses("an input of the wrong type", ["run", "import-orders", "--input", '{"day": 5}'], ["day", "string|text"])
    refuses("an unknown state", ["state", "import-orders", "LandFile"], ["LandFile\\b", "LandFiles"])
    (folder / "broken.yaml").write_text("connections:\n  lake: [\n")
    refuses("broken connections", ["run", "import-orders", "--connections", str(folder / "broken.yaml"),
                                   "--input", '{"day": "2026-01-31"}'], ["broken.yaml", "line|:\\d"])


def transfers():
    get = {"from": at("vendor", "data.bin"), "to": at("out", "data.bin")}
    fails("a missing connection", "files-copy", "Connection.NotFound", ["nowhere", "connections.yaml|there (is|are)"],
          **{"from": at("nowhere", "a"), "to": at("out", "a")})
    fails("a missing file", "files-copy", "Files.NotFound", ["none.bin"], **get | {"from": at("vendor", "none.bin")})
    fails("a changed host key", "files-copy", "Files.HostKeyRefused", ["known_hosts_wrong"], **get | {"from": at("impostor", "data.bin")})
    fails("an unknown host", "files-copy", "Files.HostKeyRefused", ["known_hosts_empty"], **get | {"from": at("unknown", "data.bin")})
    fails("a key that is not accepted", "files-copy", "Files.AuthenticationFailed", [], **get | {"from": at("stranger", "data.bin")})
    if servers["SFTP_PASSWORD_USER"]:
        fails("a wrong password", "files-copy", "Files.AuthenticationFailed", ["password"], **get | {"from": at("password", "data.bin")})
    fails("a server that is not there", "files-copy", "Files.ConnectionFailed", ["127.0.0.1"], **get | {"from": at("closed", "data.bin")})
    fails("a dropped SFTP connection", "files-copy", "Files.ConnectionLost", [], **get | {"from": at("cut", "data.bin")})
    fails("a path that leads out", "files-copy", "Files.InvalidPath", ["\\.\\."], **get | {"to": at("out", "../x")})
    fails("a wrong checksum", "files-copy", "Files.ChecksumMismatch", [], **get, sha256="0" * 64)
    disk = small_disk(folder / "out")
    if disk:
        fails("a full disk", "files-copy", "Files.DiskFull", ["space|full"], before=disk, **get)


def stores():
    get = {"from": at("lake", "data.bin"), "to": at("out", "data.bin")}
    fails("an S3 key that is not there", "files-copy", "Files.NotFound", ["none"], **get | {"from": at("lake", "none")})
    fails("a bucket that is not there", "files-copy", "Files.NotFound|S3.NoSuchBucket".split("|")[0], ["no-such-bucket"], **get | {"from": at("nobucket", "a")})
    fails("a wrong S3 secret", "files-copy", "Files.A", ["SignatureDoesNotMatch|signature|secret"], **get | {"from": at("badsecret", "data.bin")})
    fails("no right to read", "files-copy", "Files.AccessDenied", [], **get | {"from": at("forbidden", "data.bin")})
    fails("a dropped S3 connection", "files-copy", "Files.ConnectionLost", [], timeout=90, **get | {"from": at("cutlake", "data.bin")})
    fails("an upload that breaks", "files-copy", "Files.ConnectionLost", [], timeout=90,
          **{"from": at("cut", "data.bin"), "to": at("lake", "broken.bin")})
    store = flowtask.s3_client(servers)
    names = [item["Key"] for item in store.list_objects_v2(Bucket="failures").get("Contents", [])]
    checks.check("a broken upload is not visible", names == ["data.bin"], names)
    uploads = store.list_multipart_uploads(Bucket="failures").get("Uploads", [])
    checks.check("no multipart upload is left open", not uploads, uploads)


def databases():
    export = {"parameters": [], "to": at("out", "rows.csv"), "format": "csv"}
    fails("a SQL error", "sql-export", "SQL.SyntaxError", ["SELEC", "42601|syntax"], connection="warehouse", sql="SELEC 1", **export)
    fails("a missing table", "sql-export", "SQL.UndefinedTable", ["nothere"], connection="warehouse", sql="SELECT * FROM nothere", **export)
    fails("an error after many rows", "sql-export", "SQL.", ["division by zero"], connection="warehouse",
          sql="SELECT 1 / (100000 - i) FROM generate_series(1, 100000) AS i", **export)
    fails("a wrong database password", "sql-export", "SQL.AuthenticationFailed", ["password"], connection="badpassword", sql="SELECT 1", **export)
    fails("a database that is not there", "sql-export", "SQL.ConnectionFailed", ["127.0.0.1"], connection="nodatabase", sql="SELECT 1", **export)
    fails("a dropped database connection", "sql-export", "SQL.ConnectionLost", [], connection="cutdatabase",
          sql="SELECT i, repeat('x', 100) FROM generate_series(1, 100000) AS i", **export)
    (folder / "in").mkdir()
    (folder / "in/bad.csv").write_text("id,name\n1,one\nx,two\n")
    subprocess.run(["psql", servers["POSTGRES_URL"], "-qc", "DROP TABLE IF EXISTS half; CREATE TABLE half (id int, name text)"], check=True)
    fails("a CSV line of the wrong type", "sql-load", "SQL.InvalidData", ["line 3|half, line 3"], connection="warehouse", table="half",
          columns=[], replacing=False, **{"from": at("in", "bad.csv")})
    count = subprocess.run(["psql", servers["POSTGRES_URL"], "-qAtc", "SELECT count(*) FROM half"], capture_output=True, text=True).stdout
    checks.check("a broken load leaves no rows", count.strip() == "0", count)


with tempfile.TemporaryDirectory(prefix="flow-task-failures.", dir="/var/tmp") as name:
    folder = Path(name)
    (folder / "out").mkdir()
    remote = Path(servers["SFTP_ROOT"]) / "failures"
    remote.mkdir(exist_ok=True)
    (remote / "data.bin").write_bytes(os.urandom(SIZE))
    flowtask.make_bucket(servers, "failures").upload_file(str(remote / "data.bin"), "failures", "data.bin")
    s3_port = servers["S3_ENDPOINT"].rsplit(":", 1)[1]
    with Cut(servers["SFTP_PORT"], 400_000) as sftp, Cut(s3_port, 400_000) as s3, Cut(servers["POSTGRES_PORT"], 400_000) as postgres:
        sftp_url = f"sftp://{servers['SFTP_USER']}@127.0.0.1:{{}}{remote}"
        postgres_url = f"postgres://{servers['POSTGRES_USER']}@127.0.0.1:{{}}/{servers['POSTGRES_DATABASE']}"
        config = connections.write(
            folder,
            out={"url": f"file:{folder}/out"},
            vendor=connections.sftp("failures"),
            impostor=connections.sftp("failures", known_hosts=servers["SFTP_KNOWN_HOSTS_WRONG"]),
            unknown=connections.sftp("failures", known_hosts=servers["SFTP_KNOWN_HOSTS_EMPTY"]),
            stranger=connections.sftp("failures", key=servers["SFTP_KEY_STRANGER"]),
            password=connections.sftp_by_password("failures", password="not the password"),
            closed=connections.sftp("failures", url=sftp_url.format(9)),
            cut=connections.sftp("failures", url=sftp_url.format(sftp), host_key_check="off"),
            lake=connections.s3("failures"),
            nobucket=connections.s3("no-such-bucket"),
            badsecret=connections.s3("failures", secret_access_key="not the password"),
            forbidden=connections.s3(
                "failures",
                access_key_id=servers["S3_STRANGER_ACCESS_KEY"],
                secret_access_key=servers["S3_STRANGER_SECRET_KEY"],
            ),
            cutlake=connections.s3("failures", endpoint=f"http://127.0.0.1:{s3}"),
            warehouse=connections.postgres(),
            badpassword=connections.postgres(password="not the password"),
            nodatabase=connections.postgres(url=postgres_url.format(9)),
            cutdatabase=connections.postgres(url=postgres_url.format(postgres), sslmode="disable"),
            **{"in": {"url": f"file:{folder}/in"}},
        )
        wrong_use()
        transfers()
        stores()
        databases()
checks.end()
