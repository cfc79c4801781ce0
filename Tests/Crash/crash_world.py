"""What else befalls a store: a full disk, another one's lock, a torn log, a clock set back. The load goes on meanwhile."""

import http.client
import json
import os
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import time
from pathlib import Path

from crash_machines import INPUT, MACHINES, ROLE, arn
from crash_server import Client, Refused, Server


def create(client, name, definition, role):
    client.call("CreateStateMachine", name=name, definition=json.dumps(definition), roleArn=role)


def cases(server, client, is_long):
    """Runs every case; returns what went wrong."""
    faults = []
    for case in (full_disk, small_disk, locked_database, torn_log, clock_set_back):
        fault = case(server, client, is_long)
        server.kill()
        if fault:
            faults.append(f"{case.__name__}: {fault}")
    return faults


def start_one(client, name, seconds=30):
    """Starts an execution within a time; answers why it could not, or `None`."""
    end, last = time.monotonic() + seconds, "no answer"
    while time.monotonic() < end:
        try:
            client.once("StartExecution", stateMachineArn=arn("waits"), name=name, input=INPUT)
            return None
        except Refused as error:
            return None if error.code == "ExecutionAlreadyExists" else str(error)
        except Exception as error:
            last = str(error)
            time.sleep(0.1)
    return last


def full_disk(server, client, is_long):
    """No file may grow: starts are refused, and once there is room everything goes on in the same process."""
    # The log begins anew, so that it has little room to grow.
    keeper = sqlite3.connect(server.store, isolation_level=None, timeout=30)
    keeper.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    server.start(preexec=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
    keeper.close()
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (256 << 10, resource.RLIM_INFINITY))
    fault = "the full disk was never seen"
    for number in range(5_000):
        try:
            client.once("StartExecution", stateMachineArn=arn("waits"), name=f"disk-{number}", input=INPUT)
        except Refused:
            continue
        except (OSError, http.client.HTTPException):
            fault = None
            break
    time.sleep(4 if is_long else 1)
    if not server.is_alive():
        return "the server ended"
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    return fault or start_one(client, "after-the-full-disk") or await_end(client, "after-the-full-disk", 30)


def small_disk(server, client, is_long):
    """A file system of 4 MiB runs full: starts are refused, and once it is larger all that was taken ends, in the same process."""
    # Without root, as root of a user namespace.
    unshare, enter = (["-m"], ["-m"]) if os.geteuid() == 0 else (["-rm"], ["-U", "-m", "--preserve-credentials"])
    if shutil.which("nsenter") is None or subprocess.run(["unshare", *unshare, "true"], check=False).returncode:
        print("No file system can be mounted here: the case of a small disk is left out.")
        return None
    small = Server(server.binary, server.folder, server.services)
    folder = os.path.join(server.folder, "small")
    os.mkdir(folder)
    small.store = os.path.join(folder, "store.sqlite")
    owner = Client(small, client.over)
    mount = ["sh", "-c", 'mount -t tmpfs -o size=4m none "$0" && exec "$@"', folder]
    taken, refused = [], 0
    body = json.dumps({"items": [1, 2, 3], "filler": "x" * 20_000})
    try:
        if not small.start(wrap=["unshare", *unshare, *mount]):
            return "the server does not start"
        create(owner, "waits", MACHINES["waits"], ROLE)
        for number in range(1_000):
            try:
                owner.once("StartExecution", stateMachineArn=arn("waits"), name=f"small-{number}", input=body)
                taken.append(f"small-{number}")
            except (OSError, http.client.HTTPException):
                refused += 1
                if refused == 20:
                    break
        if refused < 20 or not taken:
            return f"of the starts on a small disk {len(taken)} were taken and {refused} refused"
        time.sleep(3 if is_long else 1)
        if not small.is_alive():
            return "the server ended"
        command = ["nsenter", "-t", str(small.process.pid), *enter, "mount", "-o", "remount,size=64m", folder]
        subprocess.run(command, check=True)
        fault = start_one(owner, "after-the-small-disk")
        for name in taken + ["after-the-small-disk"]:
            fault = fault or await_end(owner, name, 30)
        return fault
    finally:
        small.kill()


def locked_database(server, client, is_long):
    """Another process writes for a while: what comes meanwhile waits or is refused, and afterwards is done."""
    server.start()
    other = sqlite3.connect(server.store, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    # Longer than the server waits, in a long run.
    time.sleep(13 if is_long else 2)
    other.execute("ROLLBACK")
    other.close()
    return start_one(client, "after-the-lock")


def torn_log(server, client, is_long):
    """The last write before a power cut was torn: half a page of nonsense is behind the log."""
    server.start()
    time.sleep(0.5)
    server.kill()
    with open(server.store + "-wal", "ab") as log:
        log.write(os.urandom(2_500))
    if not server.start():
        return "the server does not start"
    return start_one(client, "after-the-torn-log")


def clock_set_back(server, client, is_long):
    """The clock goes back by an hour: what starts then takes its second, and what waited goes on when it is right again."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        return None
    library, shift = os.path.join(server.folder, "clock_shift.so"), os.path.join(server.folder, "clock_shift")
    source = Path(__file__).with_name("clock_shift.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)

    def shift_by(seconds):
        with open(shift, "wb") as file:
            file.write(struct.pack("=q", seconds))

    shift_by(0)
    server.start(wrap=["env", f"LD_PRELOAD={library}", f"CLOCK_SHIFT_FILE={shift}"])
    fault = start_one(client, "before-the-clock-was-set")
    with open(shift, "r+b") as file:
        file.write(struct.pack("=q", -3600))
    fault = fault or start_one(client, "after-the-clock-was-set")
    fault = fault or await_end(client, "after-the-clock-was-set", 30 if is_long else 15)
    server.kill()
    server.start()
    return fault or await_end(client, "before-the-clock-was-set", 30)


def await_end(client, name, seconds):
    """Waits until an execution ended; answers why not, or `None`."""
    execution = arn("waits").replace(":stateMachine:", ":execution:") + ":" + name
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if client.once("DescribeExecution", executionArn=execution)["status"] != "RUNNING":
                return None
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    return f"{name} does not end"
