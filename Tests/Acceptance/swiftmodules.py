"""Type-checks Swift files against the modules of the debug build."""

import os
import subprocess
from pathlib import Path


def typecheck(files, root, module="Snippet"):
    """What the compiler says of files that import FlowDSL, as an ended process; warnings are errors, as in domains."""
    swift = os.environ.get("SWIFT", "swift").split()
    build = subprocess.run(
        [*swift, "build", "--show-bin-path"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.strip()
    found = subprocess.run(["which", swift[0]], capture_output=True, text=True, check=True).stdout.strip()
    yaml = Path(root) / ".build/checkouts/Yams/Sources/CYaml/include"
    command = [
        Path(found).resolve().parent / "swiftc", "-typecheck", "-parse-as-library", "-module-name", module,
        "-swift-version", "6", "-warnings-as-errors", "-enable-upcoming-feature", "ExistentialAny",
        "-enable-upcoming-feature", "MemberImportVisibility", "-enable-upcoming-feature", "InternalImportsByDefault",
        "-I", f"{build}/Modules", "-Xcc", f"-fmodule-map-file={yaml}/module.modulemap", "-Xcc", f"-I{yaml}", *files,
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True)
