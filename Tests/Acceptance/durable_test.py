"""flow-task serve keeps what it acknowledged: through a signal, and through SIGKILL."""

import json
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent))
import flowtask
import served

ROLE = "arn:aws:iam::123456789012:role/flow"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
WAIT = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 600, "End": True}}})
SOON = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 4, "End": True}}})

binary = flowtask.find_binary()
checks = flowtask.Checks("a server that keeps")


def serve(store):
    """A server over a file, until it is stopped or killed."""
    return served.Server("--store", str(store)).start()


def facts(client, arns):
    """What must be the same after a restart."""
    machine = arns["machine"]
    answers = [
        client.list_state_machines(),
        client.describe_state_machine(stateMachineArn=machine),
        client.describe_state_machine(stateMachineArn=f"{machine}:1"),
        client.list_state_machine_versions(stateMachineArn=machine),
        client.describe_state_machine_alias(stateMachineAliasArn=f"{machine}:live"),
        client.list_tags_for_resource(resourceArn=machine),
        client.describe_activity(activityArn=arns["activity"]),
        client.describe_execution(executionArn=arns["ended"]),
        client.get_execution_history(executionArn=arns["ended"]),
        client.describe_execution(executionArn=arns["waiting"]),
        client.get_execution_history(executionArn=arns["waiting"]),
        client.describe_state_machine_for_execution(executionArn=arns["waiting"]),
        client.list_executions(stateMachineArn=machine),
    ]
    for answer in answers:
        answer.pop("ResponseMetadata")
    return answers


def prepare(client):
    arns = {"activity": client.create_activity(name="work")["activityArn"]}
    created = client.create_state_machine(
        name="m", definition=WAIT, roleArn=ROLE, publish=True, tags=[{"key": "team", "value": "data"}]
    )
    machine = arns["machine"] = created["stateMachineArn"]
    client.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": f"{machine}:1", "weight": 100}]
    )
    arns["waiting"] = client.start_execution(stateMachineArn=f"{machine}:live", name="waiting", input='{"n" : 1.0}')[
        "executionArn"
    ]
    client.update_state_machine(stateMachineArn=machine, definition=PASS)
    arns["ended"] = client.start_execution(stateMachineArn=machine, input="[1]")["executionArn"]
    served.wait_for_end(client, arns["ended"])
    worked = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": arns["activity"], "End": True}}})
    other = client.create_state_machine(name="worked", definition=worked, roleArn=ROLE)["stateMachineArn"]
    arns["worked"] = client.start_execution(stateMachineArn=other)["executionArn"]
    arns["token"] = client.get_activity_task(activityArn=arns["activity"], workerName="me")["taskToken"]
    soon = client.create_state_machine(name="soon", definition=SOON, roleArn=ROLE)["stateMachineArn"]
    arns["soon"] = client.start_execution(stateMachineArn=soon)["executionArn"]
    return arns


def start_parents(client):
    """Executions that wait for others: a nested one, and the children of a map run."""
    short = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 3, "End": True}}}

    def started(name, state, input="{}"):
        definition = json.dumps({"StartAt": "A", "States": {"A": {**state, "End": True}}})
        arn = client.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
        return client.start_execution(stateMachineArn=arn, input=input)["executionArn"]

    child = client.create_state_machine(name="child", definition=json.dumps(short), roleArn=ROLE)["stateMachineArn"]
    resource = "arn:aws:states:::states:startExecution.sync:2"
    parameters = {"StateMachineArn": child, "Input": {"a": 1}}
    each = {"StartAt": "B", "States": {"B": short["States"]["A"]}}
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **each}
    nested = started("nested", {"Type": "Task", "Resource": resource, "Parameters": parameters})
    mapped = started("mapped", {"Type": "Map", "MaxConcurrency": 4, "ItemProcessor": processor}, json.dumps(list(range(6))))
    # Until the nested one is started.
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not client.list_executions(stateMachineArn=child)["executions"]:
        time.sleep(0.05)
    return nested, mapped


def check_parents(store):
    """A nested execution and a map run end after restarts, one of them when their timers are overdue."""
    server = serve(store)
    arns = start_parents(server.client())
    server.end(signal.SIGTERM)
    server = serve(store)
    server.end(signal.SIGKILL)
    time.sleep(3)
    server = serve(store)
    for name, arn in zip(("nested execution", "map run"), arns):
        described = served.wait_for_end(server.client(), arn)
        checks.check(f"a {name} goes on", described["status"] == "SUCCEEDED", described)
    server.end(signal.SIGTERM)


def check_kill_in_load(store, machine):
    """What a start acknowledged is there after a SIGKILL at any moment."""
    server = serve(store)
    client = server.client()
    acknowledged = []
    numbers = iter(range(10**9))
    lock = threading.Lock()

    def starts():
        while True:
            with lock:
                name = f"load-{next(numbers)}"
            try:
                arn = client.start_execution(stateMachineArn=machine, name=name)["executionArn"]
            except Exception:
                return
            with lock:
                acknowledged.append(arn)

    threads = [threading.Thread(target=starts) for _ in range(8)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(acknowledged) < 200 and time.monotonic() < deadline:
        time.sleep(0.01)
    server.end(signal.SIGKILL)
    for thread in threads:
        thread.join(20)
    checks.check("hundreds of starts were acknowledged", len(acknowledged) >= 200, len(acknowledged))
    server = serve(store)
    statuses = {served.wait_for_end(server.client(), arn)["status"] for arn in acknowledged}
    checks.check("each one that was acknowledged ends", statuses == {"SUCCEEDED"}, statuses)
    server.end(signal.SIGTERM)


with tempfile.TemporaryDirectory(prefix="flow-task-durable.") as folder:
    store = Path(folder) / "new" / "store.sqlite"
    server = serve(store)
    checks.check("it names the store", f"store: {store}" in server.line, server.line)
    arns = prepare(server.client())
    before = facts(server.client(), arns)
    second = flowtask.run([binary, "serve", "--port", "0", "--store", str(store)], 20)
    words = f"another server (process {server.process.pid}) has the store"
    checks.check("a second server of the file is refused in one sentence", second.status == 1 and words in second.text, second.text)
    server.end(signal.SIGTERM)
    checks.check("SIGTERM ends it with 0 within 2 seconds", server.status == 0 and server.seconds < 2, (server.status, server.seconds))

    server = serve(store)
    checks.check("it says how many executions go on", "3 executions go on" in server.line, server.line)
    checks.check("all is as before", facts(server.client(), arns) == before, "")
    server.end(signal.SIGKILL)

    server = serve(store)
    client = server.client()
    checks.check("all is as before after SIGKILL", facts(client, arns) == before, "")
    again = client.start_execution(stateMachineArn=f"{arns['machine']}:live", name="waiting", input='{"n" : 1.0}')
    checks.check("the same start finds the execution", again["executionArn"] == arns["waiting"], again)
    client.send_task_success(taskToken=arns["token"], output='{"done":true}')
    described = served.wait_for_end(client, arns["worked"])
    checks.check("a token from before is good", described.get("output") == '{"done":true}', described)
    described = served.wait_for_end(client, arns["soon"])
    waited = (described["stopDate"] - described["startDate"]).total_seconds() if "stopDate" in described else 0
    checks.check("a wait goes on and is no shorter", described["status"] == "SUCCEEDED" and waited >= 4, described)
    client.stop_execution(executionArn=arns["waiting"])
    checks.check("a waiting execution can be stopped", served.wait_for_end(client, arns["waiting"])["status"] == "ABORTED")
    server.end(signal.SIGTERM)
    check_kill_in_load(store, arns["machine"])
    check_parents(store)

    broken = Path(folder) / "broken.sqlite"
    broken.write_bytes(b"no database at all " * 1000)
    ended = flowtask.run([binary, "serve", "--port", "0", "--store", str(broken)], 20)
    checks.check("a file that is no store is refused", ended.status == 1 and "cannot use the store" in ended.text, ended.text)
checks.end()
