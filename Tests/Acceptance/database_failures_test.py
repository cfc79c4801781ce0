"""What goes wrong with PostgreSQL and SQLite: one clear sentence, an error name, nothing half-written."""

import sqlite3
import subprocess

from failing import WRONG, Cut, Failing
from flowtask import place

here = Failing("failures of databases")
servers, connections = here.servers, here.connections


def psql(sql):
    command = ["psql", servers["POSTGRES_URL"], "-qAtc", sql]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def export_fails(sentence, connection, sql, error, words=(), **more):
    here.fails(
        sentence,
        "sql-export",
        error,
        words,
        connection=connection,
        sql=sql,
        parameters=[],
        to=place("out:rows.csv"),
        format="csv",
        **more,
    )


def selects():
    fails = export_fails
    fails("a SQL error", "warehouse", "SELEC 1", "SQL.SyntaxError", ["SELEC", "42601|syntax"])
    fails("a missing table", "warehouse", "SELECT * FROM nothere", "SQL.UndefinedTable", ["nothere"])
    fails("a missing column", "warehouse", "SELECT nothere", "SQL.UndefinedColumn", ["nothere"])
    late = "SELECT 1 / (100000 - i) FROM generate_series(1, 100000) AS i"
    fails("an error after many rows", "warehouse", late, "SQL.", ["division by zero"])
    fails("a wrong password", "wrong", "SELECT 1", "SQL.AuthenticationFailed", ["password"])
    fails("a server that is not there", "closed", "SELECT 1", "SQL.ConnectionFailed", ["127.0.0.1"])
    many = "SELECT i, repeat('x', 100) FROM generate_series(1, 100000) AS i"
    fails("a dropped connection", "cut", many, "SQL.ConnectionLost")
    fails("a missing SQLite file", "embedded", "SELECT 1", "SQL.ConnectionFailed", ["embedded.sqlite"])
    sqlite3.connect(here.folder / "embedded.sqlite").execute("CREATE TABLE there (id)").connection.close()
    fails("a SQLite error", "embedded", "SELEC 1", "SQL.SyntaxError", ["SELEC"])
    fails("a missing SQLite table", "embedded", "SELECT * FROM nothere", "SQL.UndefinedTable", ["nothere"])
    if disk := here.small_disk():
        fails("a full disk", "warehouse", many, "Files.DiskFull", ["space|full"], before=disk)


def loads():
    folder = here.folder / "in"
    folder.mkdir()
    (folder / "type.csv").write_text("id,name\n1,one\nx,two\n")
    (folder / "column.csv").write_text("id,nmae\n1,one\n")
    (folder / "double.csv").write_text("id,name\n1,one\n1,two\n")
    (folder / "short.csv").write_text("id,name\n1,one\n2\n")
    psql("DROP TABLE IF EXISTS half; CREATE TABLE half (id int PRIMARY KEY, name text)")

    def fails(sentence, file, error, words=(), table="half"):
        here.fails(
            sentence,
            "sql-load",
            error,
            words,
            connection="warehouse",
            table=table,
            columns=[],
            replacing=False,
            **{"from": place(f"in:{file}")},
        )

    fails("a value of the wrong type", "type.csv", "SQL.InvalidData", ["line 3"])
    fails("a line that is too short", "short.csv", "SQL.InvalidData", ["line 3"])
    fails("a column that is not there", "column.csv", "SQL.", ["nmae"])
    fails("a key that is there twice", "double.csv", "SQL.ConstraintViolation", ["half_pkey|id"])
    fails("a table that is not there", "type.csv", "SQL.UndefinedTable", ["nothere"], table="nothere")
    fails("a file that is not there", "none.csv", "Files.NotFound", ["none.csv"])
    here.checks.check("a broken load leaves no rows", psql("SELECT count(*) FROM half") == "0")


with Cut(servers["POSTGRES_PORT"]) as cut:
    url = f"postgres://{servers['POSTGRES_USER']}@127.0.0.1:{{}}/{servers['POSTGRES_DATABASE']}"
    here.connect(
        warehouse=connections.postgres(),
        wrong=connections.postgres(password=WRONG),
        closed=connections.postgres(url=url.format(9)),
        cut=connections.postgres(url=url.format(cut), sslmode="disable"),
        embedded={"url": f"sqlite:{here.folder}/embedded.sqlite"},
        **{"in": {"url": f"file:{here.folder}/in"}},
    )
    selects()
    loads()
here.end()
