"""import-orders, unchanged, on sshd + S3 + PostgreSQL and on the embedded defaults: every byte and row is compared."""

import csv
import io
import json
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import flowtask
import orders

servers = flowtask.read_servers()
binary = flowtask.find_binary()
connections = flowtask.Connections(servers)
checks = flowtask.Checks("import-orders on real servers")
DAY, EMPTY_DAY = "2026-01-31", "2026-02-01"


def psql(sql):
    ended = subprocess.run(["psql", servers["POSTGRES_URL"], "-qAtc", sql], capture_output=True, text=True, check=True)
    return ended.stdout


def flow(name, arguments, cwd, config=None):
    command = [binary, "run", name, "--input", json.dumps(arguments), "--json"]
    return flowtask.run(command + (["--connections", config] if config else []), cwd=cwd)


def check_rows(sentence, text, rows):
    found = sorted(list(csv.reader(io.StringIO(text))))
    checks.check(sentence, found == sorted(rows), f"{len(found)} rows instead of {len(rows)}")


def by_value(report):
    """A report's lines with amounts as numbers: SQLite's numeric prints 10.50 as 10.5."""
    lines = list(csv.reader(io.StringIO(report.decode())))
    return lines[:1] + [line[:2] + [float(line[2])] for line in lines[1:]]


def on_real_servers(folder):
    rows, contents = orders.make_day(Path(servers["SFTP_ROOT"]) / "vendor/outgoing", DAY)
    store = flowtask.make_bucket(servers, "lake")
    psql("DROP TABLE IF EXISTS orders")
    logins = {"key": connections.sftp("vendor")}
    if servers["SFTP_PASSWORD_USER"]:
        logins["password"] = connections.sftp_by_password("vendor")
    logins["encrypted key"] = connections.sftp(
        "vendor", key=servers["SFTP_KEY_ENCRYPTED"], key_passphrase=servers["SFTP_KEY_PASSPHRASE"]
    )
    for login, vendor in logins.items():
        prefix = f"by {login}"
        config = flowtask.Connections.write(
            folder, vendor=vendor, lake=connections.s3("lake", prefix), warehouse=connections.postgres()
        )
        ended = flow("import-orders", {"day": DAY}, folder, config)
        if not checks.check(f"{prefix}: the flow succeeds", ended.status == 0, ended.text):
            continue
        for name, content in contents.items():
            landed = store.get_object(Bucket="lake", Key=f"{prefix}/raw/{DAY}/{name}")["Body"].read()
            checks.check(f"{prefix}: {name} is landed byte for byte", landed == content)
        loaded = psql(f"COPY (SELECT {', '.join(orders.COLUMNS)} FROM orders WHERE order_day = '{DAY}') TO STDOUT CSV")
        check_rows(f"{prefix}: every row is loaded once", loaded, rows)
        for region in orders.REGIONS:
            report = store.get_object(Bucket="lake", Key=f"{prefix}/reports/{DAY}/{region}.csv")["Body"].read()
            is_right = report == orders.report(rows, region)
            checks.check(f"{prefix}: the report of {region} is right", is_right, report[:300])
        for secret in (servers["POSTGRES_PASSWORD"], servers["SFTP_PASSWORD"] or "\0", servers["SFTP_KEY_PASSPHRASE"]):
            checks.check(f"{prefix}: no secret is shown", secret not in ended.text)

    ended = flow("import-orders", {"day": EMPTY_DAY}, folder, config)
    checks.check("an empty day succeeds", ended.status == 0, ended.text)
    ended = flow("close-day", {"day": DAY, "graceSeconds": 1}, folder, config)
    checks.check("close-day succeeds", ended.status == 0, ended.text)
    summary = store.get_object(Bucket="lake", Key=f"by encrypted key/summaries/{DAY}.txt")["Body"].read().decode()
    checks.check("close-day counts the orders", f"{len(rows)} orders" in summary, summary)
    ended = flow("audit-files", {}, folder, config)
    checks.check("audit-files succeeds", ended.status == 0, ended.text)
    leftovers = store.list_multipart_uploads(Bucket="lake").get("Uploads", [])
    checks.check("no multipart upload is left open", not leftovers, leftovers)


def on_embedded_defaults(folder):
    rows, contents = orders.make_day(folder / "flows/orders/Examples/vendor/outgoing", DAY)
    ended = flow("import-orders", {"day": DAY}, folder)
    if not checks.check("embedded: the flow succeeds", ended.status == 0, ended.text):
        return
    lake = folder / ".flow-task/lake"
    for name, content in contents.items():
        checks.check(f"embedded: {name} is landed", (lake / "raw" / DAY / name).read_bytes() == content)
    for region in orders.REGIONS:
        report = (lake / "reports" / DAY / f"{region}.csv").read_bytes()
        checks.check(
            f"embedded: the report of {region} is right",
            by_value(report) == by_value(orders.report(rows, region)),
            report[:300],
        )
    with sqlite3.connect(folder / ".flow-task/warehouse.sqlite") as database:
        count = database.execute("SELECT count(*) FROM orders").fetchone()[0]
    checks.check("embedded: every row is loaded once", count == len(rows), count)
    ended = flow("import-orders", {"day": DAY}, folder)
    checks.check("embedded: a second run of the day succeeds", ended.status == 0, ended.text)


with tempfile.TemporaryDirectory(prefix="flow-task-orders.") as real:
    on_real_servers(Path(real))
with tempfile.TemporaryDirectory(prefix="flow-task-orders.") as embedded:
    on_embedded_defaults(Path(embedded))
checks.end()
