"""Every command of the README runs as it stands there, and what `new` makes compiles."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import flowtask
from swiftmodules import typecheck

binary = flowtask.find_binary()
checks = flowtask.Checks("README")
root = Path(__file__).resolve().parents[2]
blocks = re.findall(r"^```sh\n(.*?)^```", (root / "README.md").read_text(), re.MULTILINE | re.DOTALL)
lines = [line.split("   #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def serves(line, words):
    """The server says where it listens, and ends with 0 by a signal."""
    port = words[words.index("--port") + 1]
    # Another one may have the README's port.
    words = [binary, *words[1:words.index("--port")], *words[words.index("--port") + 2:], "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    late = threading.Timer(20, process.kill)
    late.start()
    said = process.stdout.readline()
    process.terminate()
    status = process.wait()
    late.cancel()
    process.stdout.close()
    checks.check(f"{line}: says where it listens", port.isdigit() and "http://127.0.0.1:" in said, said)
    checks.check(f"{line}: ends with 0 by a signal", status == 0, status)


with tempfile.TemporaryDirectory(prefix="flow-task-readme.") as folder:
    package = Path(folder) / "package"
    package.mkdir()
    shutil.copy(root / "Package.swift", package)
    for name in ("flows", "runner"):
        shutil.copytree(root / name, package / name)
    for line in lines:
        words = shlex.split(line)
        if words[:2] == ["flow-task", "serve"]:
            serves(line, words)
        elif words[0] == "flow-task":
            ended = flowtask.run([binary, *words[1:]], cwd=package)
            checks.check(f"{line}: ends with 0", ended.status == 0, ended.text)
        elif words[0] == "make":
            checks.check(f"{line}: is a target", f"\n{words[1]}:" in (root / "Makefile").read_text())
        else:
            checks.check(f"{line}: sets a variable of a connection", words[0] == "export", line)
    exported = package / "build/orders/import-orders.asl.json"
    checks.check("export wrote the flow", exported.is_file())
    checks.check("graph drew it", (package / "build/import-orders.svg").read_text().startswith("<svg"))
    for domain in ("billing", "orders"):
        files = sorted((package / "flows" / domain).rglob("*.swift"))
        ended = typecheck(files, root, module=f"{domain.capitalize()}Domain")
        checks.check(f"the domain {domain} compiles with what was made", ended.returncode == 0, ended.stderr)
    listed = (package / "Package.swift").read_text()
    checks.check("the new domain is in the manifest", '"billing"' in listed.split("let domains", 1)[1].splitlines()[0])

environment = {**os.environ, "FLOW": ""}
environment.pop("FLOW")
ended = subprocess.run(["make", "run"], cwd=root, capture_output=True, text=True, env=environment)
checks.check("make run shows the flow succeed", "import-orders succeeded" in ended.stderr + ended.stdout, ended.stderr[-2000:])
checks.check("make run ends with 0", ended.returncode == 0, ended.stderr[-2000:])
checks.end()
