"""The peak of resident memory while 2 GiB move and 10 million rows are selected; each must stay under 64 MiB."""

import filecmp
import os
import shutil
import tempfile
from pathlib import Path

import flowtask
from flowtask import place

LIMIT = 64 << 10
MEBIBYTES, ROWS = 2048, 10_000_000

servers = flowtask.read_servers()
binary = flowtask.find_binary()
connections = flowtask.Connections(servers)
checks = flowtask.Checks("memory")


def measure(title, amount, unit, task, **arguments):
    definition = flowtask.one_task(folder, task, **arguments)
    # Not our own children's ru_maxrss: it begins with the memory of the Python that forked them.
    command = ["/usr/bin/time", "-f", "%M", "-o", str(folder / "peak")]
    ended = flowtask.run([*command, binary, "run", definition, "--connections", config, "--json"], timeout=1800)
    peak = int((folder / "peak").read_text().split()[-1])
    if checks.check(f"{title}: succeeds", ended.status == 0, ended.text):
        checks.check(f"{title}: stays under 64 MiB", peak < LIMIT, f"{peak / 1024:.1f} MiB")
        print(f"{title:<34} {peak / 1024:>6.1f} MiB {amount / ended.seconds:>10,.0f} {unit}", flush=True)


def copy(title, source, target):
    measure(title, MEBIBYTES * 1.048576, "MB/s", "files-copy", **{"from": place(source), "to": place(target)})


def count_lines(path):
    """The lines of a file, which is removed."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        count = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    path.unlink()
    return count


with tempfile.TemporaryDirectory(prefix="flow-task-memory.", dir="/var/tmp") as name:
    folder = Path(name)
    (folder / "out").mkdir()
    remote = Path(servers["SFTP_ROOT"]) / "memory"
    remote.mkdir(exist_ok=True)
    with (remote / "big.bin").open("wb") as file:
        for _ in range(MEBIBYTES // 16):
            file.write(os.urandom(16 << 20))
    flowtask.make_bucket(servers, "memory")
    config = connections.write(
        folder,
        server=connections.sftp("memory"),
        lake=connections.s3("memory"),
        here={"url": f"file:{folder}/out"},
        database=connections.postgres(),
    )
    print(f"{'':<34} {'peak':>10} {'speed':>10}")
    copy("SFTP to S3, 2 GiB", "server:big.bin", "lake:big.bin")
    copy("S3 to a file, 2 GiB", "lake:big.bin", "here:big.bin")
    checks.check("2 GiB come back byte for byte", filecmp.cmp(remote / "big.bin", folder / "out/big.bin", shallow=False))
    (folder / "out/big.bin").unlink(missing_ok=True)
    copy("SFTP to a file, 2 GiB", "server:big.bin", "here:big.bin")
    copy("a file to SFTP, 2 GiB", "here:big.bin", "server:back.bin")
    shutil.rmtree(remote)
    (folder / "out/big.bin").unlink(missing_ok=True)
    columns = "i AS id, 'customer ' || i AS customer, i * 0.01 AS amount"
    select = f"SELECT {columns} FROM generate_series(1, {ROWS}) AS i"
    for kind, parameters, sql in (
        ("COPY", [], select),
        ("bound", [0], select + " WHERE i > $1"),
    ):
        target = {"to": place("here:rows.csv"), "format": "csv"}
        query = {"connection": "database", "sql": sql, "parameters": parameters}
        measure(f"10 million rows to CSV ({kind})", ROWS / 1e3, "rows/ms", "sql-export", **query, **target)
        lines = count_lines(folder / "out/rows.csv")
        checks.check(f"10 million rows ({kind}) are all there", lines == ROWS + 1, lines)
checks.end()
