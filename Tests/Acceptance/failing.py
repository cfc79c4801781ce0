"""Runs single tasks that must fail, and commands that must be refused; see the *_failures_test.py scripts."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import flowtask

PROXY = flowtask.CHECKOUT / "Tests/Servers/cut_proxy.py"
WRONG = "not the password"


class Cut:
    """A proxy on a port of its own that breaks connections after some bytes, as long as the `with` lasts."""

    def __init__(self, port, after=400_000):
        self.command = [sys.executable, str(PROXY), "127.0.0.1", str(port), str(after)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Failing:
    """A folder with connections, in which tasks fail; `out` in it must stay empty."""

    def __init__(self, title):
        self.servers = flowtask.read_servers()
        self.binary = flowtask.find_binary()
        self.connections = flowtask.Connections(self.servers)
        self.checks = flowtask.Checks(title)
        self.temporary = tempfile.TemporaryDirectory(prefix="flow-task-failing.", dir="/var/tmp")
        self.folder = Path(self.temporary.name)
        self.out = self.folder / "out"
        self.out.mkdir()
        self.config = str(self.folder / "connections.yaml")

    def connect(self, **connections):
        flowtask.Connections.write(self.folder, out={"url": f"file:{self.out}"}, **connections)

    def says(self, sentence, ended, words):
        for word in words:
            found = re.search(word, ended.text, re.IGNORECASE)
            self.checks.check(f"{sentence}: says {word!r}", found, ended.text)

    def refuses(self, sentence, command, words, status=2):
        """The command is refused at once, in these words."""
        ended = flowtask.run([self.binary, *command], 20, cwd=self.folder)
        self.checks.check(f"{sentence}: ends with {status}", ended.status == status, f"{ended.status}\n{ended.text}")
        self.says(sentence, ended, words)

    def fails(self, sentence, task, error, words=(), before=(), timeout=60, **arguments):
        """The task fails by that error name, with these words in the cause, in good time, and leaves nothing."""
        definition = flowtask.one_task(self.folder, task, **arguments)
        command = [*before, self.binary, "run", definition, "--connections", self.config]
        ended = flowtask.run(command, timeout, cwd=self.folder)
        self.checks.check(f"{sentence}: ends with 1", ended.status == 1, f"status {ended.status}\n{ended.text}")
        self.checks.check(f"{sentence}: is {error}", re.search(error, ended.text), ended.text)
        self.says(sentence, ended, words)
        for secret in (WRONG, self.servers["POSTGRES_PASSWORD"], self.servers["SFTP_PASSWORD"] or "\0"):
            self.checks.check(f"{sentence}: shows no secret", secret not in ended.text, ended.text)
        left = [path for path in self.out.rglob("*") if path.is_file()]
        self.checks.check(f"{sentence}: leaves nothing in the folder", not left, left)
        for path in left:
            path.unlink()

    def copy_fails(self, sentence, source, error, words=(), target="out:data.bin", **more):
        self.fails(sentence, "files-copy", error, words, **more, **{"from": flowtask.place(source), "to": flowtask.place(target)})

    def small_disk(self):
        """A command prefix that gives `out` a disk of 1 MiB, or None where the system does not let us."""
        script = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
        prefix = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(self.out)]
        return prefix if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0 else None

    def end(self):
        self.temporary.cleanup()
        self.checks.end()
