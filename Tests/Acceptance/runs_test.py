"""Local runs are kept: listed, shown, followed, stopped from elsewhere, and gone on with after a kill -9."""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import flowtask

SECRET = "s3cr3t-of-the-web"

binary = flowtask.find_binary()
checks = flowtask.Checks("kept runs")


def shell(*command):
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:us-east-1:123456789012:activity:shell-command",
        "Arguments": {"command": list(command), "environment": {}, "input": ""},
        "Output": "{% $states.result.output %}",
    }


def write(name, states, start):
    path = folder / f"{name}.asl.json"
    path.write_text(json.dumps({"QueryLanguage": "JSONata", "StartAt": start, "States": states}))
    return path.name


def flow(*arguments, **options):
    return flowtask.run([binary, *arguments], cwd=folder, timeout=60, **options)


def begin(*arguments):
    """A command in the background."""
    return subprocess.Popen(
        [binary, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until(sentence, holds, seconds=30):
    """Waits until something is so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return checks.check(sentence, False, "it did not come to that")


def shown(name):
    ended = flow("show", name, "--json")
    return json.loads(ended.output) if ended.status == 0 else {"status": None, "text": ended.text}


def history(name, *arguments):
    ended = flow("history", name, "--json", *arguments)
    return json.loads(ended.output)["events"] if ended.status == 0 else []


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


def has_no_gap(sentence, events):
    ids = [event["id"] for event in events]
    checks.check(f"{sentence}: ids are 1 to {len(ids)}", ids == list(range(1, len(ids) + 1)), ids)
    past = all(event["previousEventId"] < event["id"] for event in events)
    checks.check(f"{sentence}: each event follows an earlier one", past, events)


def count(events, kind):
    return sum(event["type"] == kind for event in events)


def killed_while_waiting(machine):
    run = begin("run", machine, "--name", "waits")
    until("a run waits", lambda: count(history("waits"), "WaitStateEntered") == 1)
    kill(run)
    table = flow("runs").output
    checks.check("a killed run is interrupted", re.search(r"waits\s+steps\s+interrupted", table), table)
    ended = flow("resume", "waits")
    checks.check("resume ends it as it should end", ended.status == 0 and json.loads(ended.output) == "done\n", ended.text)
    events = history("waits")
    has_no_gap("a run killed in its wait", events)
    checks.check("its wait was entered once", count(events, "WaitStateEntered") == 1, events)
    entered, left = (
        next(event["timestamp"] for event in events if event["type"] == kind)
        for kind in ("WaitStateEntered", "WaitStateExited")
    )
    checks.check("its wait took what it should", 3 <= left - entered < 10, left - entered)
    again = flow("resume", "waits")
    checks.check("it cannot be resumed twice", again.status == 1 and "has ended" in again.error, again.text)


def killed_in_a_task(machine):
    ledger = folder / "ledger"
    run = begin("run", machine, "--name", "works")
    until("a task works", ledger.exists)
    kill(run)
    (folder / "gate").write_text("")
    ended = flow("resume")
    checks.check("resume without a name goes on with it", ended.status == 0 and "late" in ended.output, ended.text)
    events = history("works")
    has_no_gap("a run killed in its task", events)
    checks.check("the task was ordered once", count(events, "ActivityScheduled") == 1, events)
    lines = ledger.read_text().split()
    checks.check("and done again", len(lines) == 2, lines)
    nothing = flow("resume")
    checks.check("nothing is left to go on with", nothing.status == 0 and "no run to go on" in nothing.error, nothing.text)


def stopped_and_followed(machine):
    run = begin("run", machine, "--name", "stopped")
    until("a run runs", lambda: shown("stopped")["status"] == "RUNNING")
    tail = begin("tail", "stopped")
    began = time.monotonic()
    ended = flow("stop", "stopped", "--error", "Test.Stop", "--cause", "enough")
    checks.check("stop ends a run of another process", ended.status == 0, ended.text)
    checks.check("within two seconds", time.monotonic() - began < 2, time.monotonic() - began)
    output, error = run.communicate(timeout=20)
    checks.check("whose process ends with 1 and says why", run.returncode == 1 and "enough" in error, error)
    details = shown("stopped")
    checks.check("it is aborted", details["status"] == "ABORTED" and details.get("cause") == "enough", details)
    output, error = tail.communicate(timeout=20)
    checks.check("tail ends with 1 as well", tail.returncode == 1 and "was stopped" in error, error)
    again = flow("stop", "stopped")
    checks.check("it cannot be stopped twice", again.status == 1 and "has ended already" in again.error, again.text)

    run = begin("run", machine, "--name", "orphan")
    until("a run runs", lambda: shown("orphan")["status"] == "RUNNING")
    kill(run)
    ended = flow("stop", "orphan", "--cause", "nobody has it")
    checks.check("stop ends a run that no process has", ended.status == 0, ended.text)
    events = history("orphan")
    has_no_gap("a run that was stopped without a process", events)
    checks.check("its last event is the abort", events[-1]["type"] == "ExecutionAborted", events[-1])

    run = begin("run", write("brief", {"A": {"Type": "Wait", "Seconds": 2, "Output": {"n": 1}, "End": True}}, "A"), "--name", "brief")
    until("a run runs", lambda: shown("brief")["status"] == "RUNNING")
    tail = flow("tail", "brief")
    checks.check("tail follows to a good end", tail.status == 0 and json.loads(tail.output) == {"n": 1}, tail.text)
    checks.check("and tells the states", "A  done in 2" in tail.error, tail.error)
    run.communicate()
    lines = [json.loads(line) for line in flow("tail", "brief", "--json").output.splitlines()]
    checks.check("tail --json tells events and the result", lines[-1]["result"]["status"] == "SUCCEEDED", lines)


def names_and_places(machine):
    twice = flow("run", "brief.asl.json", "--name", "brief")
    checks.check("a name is given once", twice.status == 2 and "--name" in twice.error, twice.text)
    odd = flow("run", "brief.asl.json", "--name", "a b")
    checks.check("a name AWS refuses is refused", odd.status == 2 and "--name" in odd.error, odd.text)
    checks.check("a beginning that is clear will do", shown("bri")["name"] == "brief")
    several = flow("show", "w")
    checks.check("one that is not clear is told", several.status == 2 and "2 runs" in several.error, several.text)
    unknown = flow("show", "nothing")
    checks.check("an unknown run is told", unknown.status == 2 and "flow-task runs" in unknown.error, unknown.text)
    listed = json.loads(flow("runs", "--status", "aborted", "--json").output)
    checks.check("runs are listed by status", {run["name"] for run in listed} == {"stopped", "orphan"}, listed)
    same = json.loads(flow("runs", "--status", "ABORTED", "--json").output)
    checks.check("a status may be AWS's word", same == listed, same)
    checks.check("last is the latest", shown("last")["name"] == "brief", shown("last"))
    reverse = history("brief", "--reverse", "--limit", "1")
    checks.check("history begins at the end", reverse[0]["type"] == "ExecutionSucceeded", reverse)
    offered = flow("---completion", "show", "--", "positional@0", "2", "0", "flow-task", "show", "").output.split()
    checks.check("the shell is offered the runs", offered[:2] == ["last", "brief"] and "works" in offered, offered)
    with tempfile.TemporaryDirectory() as other:
        pure = flowtask.run([binary, "run", str(folder / "quick.asl.json"), "--store", "memory"], cwd=other)
        checks.check("--store memory keeps nothing", pure.status == 0 and not os.listdir(other), pure.text)
        (Path(other) / ".flow-task").write_text("in the way")
        blocked = flowtask.run([binary, "run", str(folder / "quick.asl.json")], cwd=other)
        checks.check(
            "a folder that cannot be made is told, with what to do",
            blocked.status == 2 and "--store memory" in blocked.error and blocked.error.count("\n") < 4,
            blocked.text,
        )
        file = f"{other}/own.sqlite"
        own = flowtask.run([binary, "run", str(folder / "quick.asl.json"), "--store", file, "--name", "x"], cwd=other)
        there = flowtask.run([binary, "runs", "--store", file], cwd=other)
        checks.check("--store names a file", own.status == 0 and "x " in there.output, own.text + there.text)
    checks.check("git does not see the folder", (folder / ".flow-task/.gitignore").read_text() == "*\n")


def redriven():
    machine = write(
        "fails",
        {
            "Once": {**shell("sh", "-c", "echo x >> once"), "Next": "Then"},
            "Then": {**shell("sh", "-c", "test -e repaired && echo good"), "End": True},
        },
        "Once",
    )
    ended = flow("run", machine, "--name", "redone")
    checks.check("a run fails", ended.status == 1, ended.text)
    again = flow("redrive", "redone")
    checks.check("redrive fails again where nothing is repaired", again.status == 1, again.text)
    (folder / "repaired").write_text("")
    ended = flow("redrive", "redone")
    checks.check("redrive goes on where it failed", ended.status == 0 and json.loads(ended.output) == "good\n", ended.text)
    checks.check("what succeeded is not done again", (folder / "once").read_text() == "x\n", (folder / "once").read_text())
    events = history("redone")
    has_no_gap("a redriven run", events)
    checks.check("its history has both redrives", count(events, "ExecutionRedriven") == 2, events)
    checks.check("show counts them", shown("redone").get("redriveCount") == 2, shown("redone"))
    refused = flow("redrive", "redone")
    checks.check("one that succeeded is not redriven", refused.status == 1 and "succeeded" in refused.error, refused.text)


def secrets_and_care():
    (folder / "connections.yaml").write_text(json.dumps({"connections": {"web": {"url": "http://me@127.0.0.1:9", "password": SECRET}}}))
    failing = write("leaks", {"A": {**shell("sh", "-c", "echo it is $LEAK >&2; exit 3"), "End": True}}, "A")
    ended = flow("run", failing, "--name", "leaks", "--connections", "connections.yaml", environment={"LEAK": SECRET})
    checks.check("a run fails", ended.status == 1 and "Shell.ExitStatus.3" in ended.error, ended.text)
    told = flow("show", "leaks").output
    checks.check("show says where and why", "Shell.ExitStatus.3" in told and "it is " in told, told)
    kept = [path for path in (folder / ".flow-task").rglob("*") if path.is_file()]
    leaking = [str(path) for path in kept if SECRET.encode() in path.read_bytes()]
    checks.check("no file has the secret that it printed", len(kept) > 2 and not leaking, leaking)
    backup = flow("backup", "copy.sqlite")
    checks.check("backup writes a copy", backup.status == 0, backup.text)
    both = [json.loads(flow("runs", "--json", *store).output) for store in ([], ["--store", "copy.sqlite"])]
    names = [sorted(run["name"] for run in runs) for runs in both]
    checks.check("which has the same runs", names[0] == names[1] and len(names[0]) >= 5, names)
    again = flow("backup", "copy.sqlite")
    checks.check("a backup overwrites nothing", again.status == 2 and "there already" in again.error, again.text)
    (folder / "none.yaml").write_text("{}")
    doctor = flow("doctor", "--connections", "none.yaml")
    checks.check("doctor looks at the store", re.search(r"✓ runs in \.flow-task/store\.sqlite: .*ended", doctor.output), doctor.text)


def at_a_server():
    server = subprocess.Popen([binary, "serve", "--port", "0", "--store", "memory"], stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        url = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline()).group(0)

        def call(operation, **input):
            headers = {"X-Amz-Target": f"AWSStepFunctions.{operation}", "Content-Type": "application/x-amz-json-1.0"}
            request = urllib.request.Request(url, json.dumps(input).encode(), headers)
            return json.loads(urllib.request.urlopen(request, timeout=20).read())

        definition = (folder / "brief.asl.json").read_text()
        role = "arn:aws:iam::123456789012:role/flow"
        machine = call("CreateStateMachine", name="remote", definition=definition, roleArn=role)["stateMachineArn"]
        call("StartExecution", stateMachineArn=machine, name="far", input="{}")
        environment = {"FLOW_TASK_SERVER": url}
        table = flow("runs", "--server", url).output
        checks.check("a server's runs are listed", re.search(r"far\s+remote\s+running", table), table)
        tail = flow("tail", "far", environment=environment)
        checks.check("tail follows one there", tail.status == 0 and json.loads(tail.output) == {"n": 1}, tail.text)
        text = flow("show", "last", "--server", url).output
        checks.check("show tells its states", "✓ A" in text and "succeeded" in text, text)
        events = json.loads(flow("history", "far", "--json", "--server", url).output)["events"]
        has_no_gap("a server's run", events)
        call("StartExecution", stateMachineArn=machine, name="stopped-there", input="{}")
        lines = flow("logs", "far", "--server", url).output.splitlines()
        checks.check("its log has a line for each event", len(lines) == len(events) and "ExecutionStarted" in lines[0], lines)
        records = [json.loads(line) for line in flow("logs", "far", "--json", "--server", url).output.splitlines()]
        checks.check("as JSON they are CloudWatch's records", [record["type"] for record in records] == [event["type"] for event in events], records)
        ended = flow("stop", "stopped-there", "--cause", "enough", "--server", url)
        checks.check("stop ends one there", ended.status == 0, ended.text)
        failed = json.loads(flow("runs", "--status", "aborted", "--json", environment=environment).output)
        checks.check("which is aborted", [run["name"] for run in failed] == ["stopped-there"], failed)
    finally:
        server.terminate()
        server.communicate(timeout=20)
    gone = flow("runs", "--server", "http://127.0.0.1:9")
    checks.check("a server that is not there is told", gone.status == 1 and "127.0.0.1:9" in gone.error, gone.text)


with tempfile.TemporaryDirectory(prefix="flow-task-runs.", dir="/var/tmp") as name:
    folder = Path(name)
    steps = write(
        "steps",
        {
            "First": {"Type": "Pass", "Next": "Wait"},
            "Wait": {"Type": "Wait", "Seconds": 3, "Next": "Last"},
            "Last": {**shell("echo", "done"), "End": True},
        },
        "First",
    )
    work = write(
        "work",
        {"Work": {**shell("sh", "-c", "echo x >> ledger; while [ ! -e gate ]; do sleep 0.1; done; echo late"), "End": True}},
        "Work",
    )
    long = write("long", {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}, "Wait")
    write("quick", {"A": {"Type": "Pass", "End": True}}, "A")
    killed_while_waiting(steps)
    killed_in_a_task(work)
    stopped_and_followed(long)
    names_and_places(long)
    redriven()
    secrets_and_care()
    at_a_server()
checks.end()
