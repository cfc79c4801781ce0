"""What the DSL promises not to compile does not compile, line by line, and what stands beside it does."""

import os
import re
import subprocess
from pathlib import Path

import flowtask

checks = flowtask.Checks("what does not compile")
root = Path(__file__).resolve().parents[2]
source = root / "Tests/Acceptance/DoesNotCompile/Refused.swift"
swift = os.environ.get("SWIFT", "swift").split()
build = subprocess.run(
    [*swift, "build", "--show-bin-path"], cwd=root, capture_output=True, text=True, check=True
).stdout.strip()
yaml = root / ".build/checkouts/Yams/Sources/CYaml/include"
compiler = Path(subprocess.run(["which", swift[0]], capture_output=True, text=True, check=True).stdout.strip())
command = [
    compiler.resolve().parent / "swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", "-I", f"{build}/Modules",
    "-Xcc", f"-fmodule-map-file={yaml}/module.modulemap", "-Xcc", f"-I{yaml}", source,
]  # fmt: skip
ended = subprocess.run(command, capture_output=True, text=True)
refused = {int(line) for line in re.findall(r"^\S*Refused\.swift:(\d+):\d+: error:", ended.stderr, re.MULTILINE)}
for number, line in enumerate(source.read_text().splitlines(), 1):
    if line.endswith("// refused"):
        checks.check(f"line {number} does not compile: {line.strip()}", number in refused, ended.stderr[-2000:])
    elif number in refused:
        checks.check(f"line {number} compiles: {line.strip()}", False, ended.stderr[-2000:])
checks.check("the compiler gave nothing but these errors", bool(refused) and "missing required module" not in ended.stderr)
checks.end()
