#!/usr/bin/env python3
"""Distributed Maps over real files: CSV, JSON lines and lists behind `file:` and in a real S3 store, packed and not."""

import gzip
import json
import os
import sys
import tempfile
import uuid
from pathlib import Path

from flowtask import Checks, Connections, find_binary, make_bucket, read_servers, run

BUCKET = "flow-task-items"


def machine(folder, reader, writer=None, batch=None, tolerated=None):
    """A definition that maps over what the reader finds, and gives each item on."""
    state = {
        "Type": "Map",
        "ItemReader": reader,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Item",
            "States": {"Item": {"Type": "Pass", "End": True}},
        },
        "MaxConcurrency": 4,
        "End": True,
    }
    if writer:
        state["ResultWriter"] = writer
    if batch:
        state["ItemBatcher"] = {"MaxItemsPerBatch": batch}
    path = Path(folder) / f"{uuid.uuid4().hex}.asl.json"
    path.write_text(json.dumps({"StartAt": "Map", "States": {"Map": state}}))
    return str(path)


def reader(bucket, key=None, prefix=None, **config):
    if key is None:
        parameters = {"Bucket": bucket, **({"Prefix": prefix} if prefix is not None else {})}
        return {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": parameters, **({"ReaderConfig": config} if config else {})}
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": {"Bucket": bucket, "Key": key},
        "ReaderConfig": config,
    }


def main():
    servers = read_servers()
    flow_task = find_binary()
    checks = Checks("items of distributed Maps")
    client = make_bucket(servers, BUCKET)
    rows = [{"id": str(n), "text": f"row {n}, \"quoted\""} for n in range(500)]
    text = "id,text\n" + "".join('{},"{}"\n'.format(r["id"], r["text"].replace('"', '""')) for r in rows)
    lines = "".join(json.dumps(r) + "\n" for r in rows)
    files = {
        "in/rows.csv": text.encode(),
        "in/rows.csv.gz": gzip.compress(text[:5000].encode()) + gzip.compress(text[5000:].encode()),
        "in/rows.jsonl": lines.encode(),
        "in/rows.json": json.dumps({"found": {"rows": rows}}).encode(),
        "cut/rows.csv.gz": gzip.compress(text.encode())[:-20],
        "cut/object.json": b'{"Hello": "world"}',
    }
    with tempfile.TemporaryDirectory() as folder:
        for key, body in files.items():
            client.put_object(Bucket=BUCKET, Key=key, Body=body)
            path = Path(folder) / "lake" / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        places = Connections(servers)
        connections = places.write(folder, lake={"url": f"file:{folder}/lake"}, store=places.s3(BUCKET))
        # A bucket that no connection is named after is found by AWS's own variables.
        environment = {
            "AWS_ENDPOINT_URL_S3": servers["S3_ENDPOINT"],
            "AWS_ACCESS_KEY_ID": servers["S3_ACCESS_KEY"],
            "AWS_SECRET_ACCESS_KEY": servers["S3_SECRET_KEY"],
            "AWS_REGION": servers["S3_REGION"],
        }

        def execute(definition):
            ended = run(
                [flow_task, "run", definition, "--connections", connections, "--quiet"],
                timeout=120,
                environment=environment,
            )
            return ended

        def output(ended):
            try:
                answer = json.loads(ended.output)
            except json.JSONDecodeError:
                return None
            found = answer.get("output", answer) if isinstance(answer, dict) else answer
            return json.loads(found) if isinstance(found, str) else found

        for bucket in ("lake", "store", BUCKET):
            for key, config in [
                ("in/rows.csv", {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}),
                ("in/rows.csv.gz", {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}),
                ("in/rows.jsonl", {"InputType": "JSONL"}),
                ("in/rows.json", {"InputType": "JSON", "ItemsPointer": "/found/rows"}),
            ]:
                ended = execute(machine(folder, reader(bucket, key, **config)))
                checks.check(f"{bucket}: {key} gives its rows", output(ended) == rows, ended.text)
            ended = execute(machine(folder, reader(bucket, "in/rows.jsonl", InputType="JSONL", MaxItems=3)))
            checks.check(f"{bucket}: MaxItems ends the reading", output(ended) == rows[:3], ended.text)
            ended = execute(machine(folder, reader(bucket, prefix="in/")))
            listed = output(ended) or []
            checks.check(
                f"{bucket}: the list names each object",
                [(o.get("Key"), o.get("Size")) for o in listed if isinstance(o, dict)]
                == [(k, len(files[k])) for k in sorted(files) if k.startswith("in/")],
                ended.text,
            )
            ended = execute(machine(folder, reader(bucket, "cut/rows.csv.gz", InputType="CSV", CSVHeaderLocation="FIRST_ROW")))
            checks.check(
                f"{bucket}: a gzip file that is cut short fails",
                ended.status not in (0, None) and "States.ItemReaderFailed" in ended.text and "cut short" in ended.text,
                ended.text,
            )
            ended = execute(machine(folder, reader(bucket, "cut/object.json", InputType="JSON")))
            checks.check(
                f"{bucket}: an object is no list",
                "Attempting to map over non-iterable node." in ended.text,
                ended.text,
            )
            ended = execute(machine(folder, reader(bucket, "in/missing.csv", InputType="CSV", CSVHeaderLocation="FIRST_ROW")))
            checks.check(
                f"{bucket}: a file that is not there fails by name",
                "States.ItemReaderFailed" in ended.text and "in/missing.csv" in ended.text,
                ended.text,
            )
            ended = execute(
                machine(
                    folder,
                    reader(bucket, "in/rows.csv", InputType="CSV", CSVHeaderLocation="FIRST_ROW"),
                    writer={
                        "Resource": "arn:aws:states:::s3:putObject",
                        "Parameters": {"Bucket": bucket, "Prefix": "out"},
                        "WriterConfig": {"OutputType": "JSONL", "Transformation": "FLATTEN"},
                    },
                    batch=50,
                )
            )
            answer = output(ended)
            details = answer.get("ResultWriterDetails", {}) if isinstance(answer, dict) else {}
            checks.check(
                f"{bucket}: the answer names the manifest",
                details.get("Bucket") == bucket
                and details.get("Key", "").startswith("out/")
                and details.get("Key", "").endswith("/manifest.json"),
                ended.text,
            )

            def fetch(key):
                if bucket == "lake":
                    return (Path(folder) / "lake" / key).read_bytes()
                return client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

            if details.get("Key"):
                manifest = json.loads(fetch(details["Key"]))
                written = manifest["ResultFiles"]["SUCCEEDED"]
                body = fetch(written[0]["Key"]) if written else b""
                checks.check(
                    f"{bucket}: the manifest tells the size of the one file of results",
                    len(written) == 1 and written[0]["Size"] == len(body) and not manifest["ResultFiles"]["FAILED"],
                    manifest,
                )
                batches = [json.loads(line) for line in body.splitlines()]
                found = sorted((row for batch in batches for row in batch.get("Items", [])), key=lambda r: int(r["id"]))
                checks.check(f"{bucket}: the results are all there", found == rows, body[:400])

        try:
            import pyarrow
            import pyarrow.parquet

            typed = [{"id": n, "ratio": n / 2} for n in range(100)]
            pyarrow.parquet.write_table(pyarrow.Table.from_pylist(typed), f"{folder}/lake/in.parquet")
            client.upload_file(f"{folder}/lake/in.parquet", BUCKET, "in.parquet")
            environment["FLOW_TASK_PYTHON"] = sys.executable
            for bucket in ("lake", "store"):
                ended = execute(machine(folder, reader(bucket, "in.parquet", InputType="PARQUET")))
                checks.check(f"{bucket}: Parquet gives its rows", output(ended) == typed, ended.text)
        except ImportError:
            print("  Parquet is left out: this Python has no pyarrow.")
    checks.end()


if __name__ == "__main__":
    main()
