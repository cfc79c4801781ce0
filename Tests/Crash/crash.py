"""Kills flow-task serve again and again, and looks whether anything acknowledged is lost or doubled.

    python3 Tests/Crash/crash.py --kills 1000 [--binary .build/release/flow-task] [--seed 1]

Executions with Pass, Wait, Task, Retry, Parallel, Map, distributed Map, activities and task tokens are started all the
time. The server is killed by SIGKILL at random moments, and kills itself at the named points between decision, commit and
effect (FLOW_TASK_CRASH_AT). Afterwards every start that was acknowledged must have ended well, with a history without
gaps in which every task was answered once.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import crash_world
from crash_check import Checker
from crash_machines import ACTIVITY, INPUT, MACHINES, ROLE, arn
from crash_server import Client, Refused, Server
from crash_work import Ledger, Services, Workers

# The points, and the most times that one is passed before the server dies there.
POINTS = {
    "before-commit": 80, "after-commit": 80, "before-effects": 80, "after-effect": 120, "before-handler": 40,
    "after-handler": 40, "timer-due": 6, "activity-given": 6, "started": 20, "map-run-ended": 3, "loaded": 6,
    "during-resume": 4,
}


class Load:
    """Starts executions, a few at a time, and remembers those that were acknowledged."""

    def __init__(self, client, over, starters, at_most):
        self.client, self.over, self.at_most = client, over, at_most
        self.ended = threading.Event()
        self.lock = threading.Lock()
        self.acknowledged = []
        self.faults = []
        self.number = 0
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(starters)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def run(self):
        names = list(MACHINES)
        while not self.ended.is_set() and not self.over.is_set():
            with self.lock:
                self.number += 1
                number = self.number
            if number > self.at_most:
                return
            machine = names[number % len(names)]
            name = f"{machine}-{number}"
            try:
                self.client.call("StartExecution", stateMachineArn=arn(machine), name=name, input=INPUT)
            except Refused as error:
                # The start whose answer was lost: it was kept, and has ended meanwhile.
                if error.code != "ExecutionAlreadyExists":
                    self.faults.append(f"{name} can't be started: {error}")
                    return
            with self.lock:
                self.acknowledged.append((machine, arn(machine).replace(":stateMachine:", ":execution:") + ":" + name))
            time.sleep(random.random() * 0.02)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()


def run(server, client, kills, load):
    """Kills the server so often; half of the times at a named point."""
    done = {"SIGKILL": 0}
    for number in range(kills):
        if number % 2:
            point = list(POINTS)[number // 2 % len(POINTS)]
            end = time.monotonic() + 3
            server.start(crash_at=f"{point}:{random.randint(1, POINTS[point])}")
            while server.is_alive() and time.monotonic() < end:
                time.sleep(0.01)
        else:
            point = "SIGKILL"
            server.start()
            time.sleep(random.random() * 0.7)
        cause = "SIGKILL" if server.is_alive() else point
        server.kill()
        done[cause] = done.get(cause, 0) + 1
        if sys.stdout.isatty():
            print(f"\r{number + 1} kills, {len(load.acknowledged)} executions", end="", flush=True)
    return done


def await_ends(client, load, patience=120):
    """Waits until nothing runs any more; gives up where that does not get further."""
    running, changed = -1, time.monotonic()
    while True:
        now = sum(
            len(client.call("ListExecutions", stateMachineArn=arn(name), statusFilter="RUNNING")["executions"])
            for name in MACHINES
        )
        if now == 0:
            return True
        if now != running:
            running, changed = now, time.monotonic()
        if time.monotonic() - changed > patience:
            print(f"\n{running} executions do not end.")
            return False
        time.sleep(0.2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--binary", default=os.environ.get("FLOW_TASK", ".build/release/flow-task"))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--executions", type=int, default=1 << 30, help="start no more than these")
    parser.add_argument("--starters", type=int, default=4)
    parser.add_argument("--keep", action="store_true", help="leave the store and the logs where they are")
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="flow-task-crash.", dir="/var/tmp")
    over = threading.Event()
    ledger = Ledger(os.path.join(folder, "ledger"))
    services = Services(ledger)
    server = Server(binary, folder, services.url)
    client = Client(server, over)
    passed = False
    try:
        if not server.start():
            raise SystemExit(Path(folder, "server.log").read_text() + "The server does not start.")
        client.call("CreateActivity", name=ACTIVITY.rsplit(":", 1)[1])
        for name, definition in MACHINES.items():
            crash_world.create(client, name, definition, ROLE)
        workers = Workers(client, services, over)
        load = Load(client, over, options.starters, options.executions)
        load.start()
        time.sleep(1)
        server.kill()
        began = time.monotonic()
        done = run(server, client, options.kills, load)
        cases = crash_world.cases(server, client, is_long=options.kills >= 200)
        if not server.start():
            raise SystemExit(Path(folder, "server.log").read_text() + "The server does not start again.")
        load.end()
        ended = await_ends(client, load)
        checker = Checker(client, ledger, workers)
        for machine, execution in load.acknowledged:
            checker.check(machine, execution)
        faults = checker.finish() + load.faults + cases
        print(
            f"\n{options.kills} kills in {time.monotonic() - began:.0f} s (seed {options.seed}): "
            + ", ".join(f"{count} {name}" for name, count in sorted(done.items()))
        )
        print(
            f"{len(load.acknowledged)} acknowledged executions with {checker.events} events, "
            f"{len(ledger.entries)} attempts, {len(workers.taken)} answers by token: {len(faults)} faults"
        )
        for fault in faults[:50]:
            print("  " + fault)
        passed = ended and not faults
    finally:
        over.set()
        server.kill()
        if options.keep or not passed:
            print(f"The store, the ledger and the server's log are in {folder}.")
        else:
            import shutil

            shutil.rmtree(folder, ignore_errors=True)
    print("Nothing was lost or doubled." if passed else "FAILED")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
