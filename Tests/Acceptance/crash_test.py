"""flow-task serve loses and doubles nothing when it is killed: a short run of `make crash`."""

import subprocess
import sys

import flowtask

binary = flowtask.find_binary()
checks = flowtask.Checks("crashes")
command = [sys.executable, str(flowtask.CHECKOUT / "Tests/Crash/crash.py"), "--binary", binary]
run = subprocess.run([*command, "--kills", "20", "--executions", "400"], capture_output=True, text=True, timeout=600)
checks.check("20 kills lose and double nothing", run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:])
checks.end()
