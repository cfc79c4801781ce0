"""Parses and writes one text with orjson and with Python's own json: json_peers.py FILE."""

import json
import sys
import time


def measure(what, who, size, rounds, body):
    best = 1e9
    for _ in range(rounds):
        start = time.perf_counter()
        result = body()
        best = min(best, time.perf_counter() - start)
        del result
    print(f"{what}\t{who}\t{size / best / 1e6:.0f}", flush=True)


data = open(sys.argv[1], "rb").read()
text = data.decode()
try:
    import orjson

    measure("parse", "orjson", len(data), 5, lambda: orjson.loads(data))
    value = orjson.loads(data)
    measure("write", "orjson", len(data), 5, lambda: orjson.dumps(value))
except ImportError:
    print("orjson is not installed: pip install orjson", file=sys.stderr)
measure("parse", "python", len(data), 2, lambda: json.loads(text))
value = json.loads(text)
measure("write", "python", len(data), 2, lambda: json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
