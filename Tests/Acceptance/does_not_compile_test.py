"""What the DSL promises not to compile does not compile, line by line, and what stands beside it does."""

import re
from pathlib import Path

import flowtask
from swiftmodules import typecheck

checks = flowtask.Checks("what does not compile")
root = Path(__file__).resolve().parents[2]
source = root / "Tests/Acceptance/DoesNotCompile/Refused.swift"
ended = typecheck([source], root)
refused = {int(line) for line in re.findall(r"^\S*Refused\.swift:(\d+):\d+: error:", ended.stderr, re.MULTILINE)}
for number, line in enumerate(source.read_text().splitlines(), 1):
    if line.endswith("// refused"):
        checks.check(f"line {number} does not compile: {line.strip()}", number in refused, ended.stderr[-2000:])
    elif number in refused:
        checks.check(f"line {number} compiles: {line.strip()}", False, ended.stderr[-2000:])
checks.check("the compiler gave nothing but these errors", bool(refused) and "missing required module" not in ended.stderr)
checks.end()
