"""flow-task serve answers boto3 as AWS does: through its paginators, and as AWS was recorded to answer."""

import json
import os
import re
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import boto3
import flowtask
import served

# The recorded cases that need nothing and do not pass yet, each with its reason. A case that passes must go from here.
NOT_YET = {
    "sfn_api_versioning/start_version_execution": "its old recording has no redriveCount; newer ones of the same call do",
    "scenarios/base_scenarios/map_state_label": "here a distributed Map's input is compact, elsewhere as it came",
}
ROLE = "arn:aws:iam::123456789012:role/flow"
PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
WAIT = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 600, "End": True}}})

binary = flowtask.find_binary()
checks = flowtask.Checks("the Step Functions API")


def check_life(server):
    client = server.client()
    arn = client.create_state_machine(name="life", definition=PASS, roleArn=ROLE)["stateMachineArn"]
    checks.check(
        "ARNs have the region and account of the environment",
        arn == "arn:aws:states:eu-central-1:210987654321:stateMachine:life",
        arn,
    )
    other = server.client(key="111122223333").create_state_machine(name="life", definition=PASS, roleArn=ROLE)
    checks.check("an access key of twelve digits is an account", ":111122223333:" in other["stateMachineArn"], other)
    execution = client.start_execution(stateMachineArn=arn, input='{"a":1}')["executionArn"]
    described = served.wait_for_end(client, execution)
    checks.check("an execution runs to its end", described["status"] == "SUCCEEDED", described)
    checks.check("its output is its state's", json.loads(described["output"]) == {"a": 1}, described)
    history = client.get_execution_history(executionArn=execution)["events"]
    types = [event["type"] for event in history]
    checks.check("its history tells it", types[0] == "ExecutionStarted" and types[-1] == "ExecutionSucceeded", types)
    waiting = client.create_state_machine(name="wait", definition=WAIT, roleArn=ROLE)["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=waiting)["executionArn"]
    client.stop_execution(executionArn=execution, error="Enough")
    described = client.describe_execution(executionArn=execution)
    checks.check("an execution can be stopped", described["status"] == "ABORTED", described)
    error = served.refused(client.describe_execution, executionArn="arn:none")
    checks.check("errors have AWS's codes", error[0] == "InvalidArn", error)
    tested = client.test_state(definition=json.dumps({"Type": "Pass", "Next": "B"}), roleArn=ROLE, input='{"a":1}')
    checks.check("one state can be tested", tested["status"] == "SUCCEEDED" and tested["nextState"] == "B", tested)


def check_pages(server):
    client = server.client()
    arns = {f"page-{number}" for number in range(7)}
    for name in arns:
        client.create_state_machine(name=name, definition=PASS, roleArn=ROLE)
    pages = list(client.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2}))
    names = [machine["name"] for page in pages for machine in page["stateMachines"]]
    checks.check("the paginator of state machines finds each once", arns <= set(names) and len(names) == len(set(names)), names)
    arn = client.create_state_machine(name="paged", definition=PASS, roleArn=ROLE)["stateMachineArn"]
    started = [client.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(5)]
    pages = client.get_paginator("list_executions").paginate(stateMachineArn=arn, PaginationConfig={"PageSize": 2})
    listed = [execution["executionArn"] for page in pages for execution in page["executions"]]
    checks.check("the paginator of executions shows the newest first", listed == started[::-1], listed)
    served.wait_for_end(client, started[0])
    for backwards in (False, True):
        paginator = client.get_paginator("get_execution_history")
        pages = paginator.paginate(executionArn=started[0], reverseOrder=backwards, PaginationConfig={"PageSize": 1})
        ids = [event["id"] for page in pages for event in page["events"]]
        checks.check(f"the paginator of histories, reversed {backwards}", ids == sorted(ids, reverse=backwards) and len(ids) == 4, ids)
    for number in range(3):
        client.create_activity(name=f"activity-{number}")
    pages = client.get_paginator("list_activities").paginate(PaginationConfig={"PageSize": 1})
    checks.check("the paginator of activities finds them", sum(len(page["activities"]) for page in pages) == 3)


def check_worker(server):
    client = server.client()
    activity = client.create_activity(name="worked")["activityArn"]
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": activity, "End": True}}})
    arn = client.create_state_machine(name="worked", definition=definition, roleArn=ROLE)["stateMachineArn"]

    def work():
        task = server.client().get_activity_task(activityArn=activity, workerName="me")
        server.client().send_task_success(taskToken=task["taskToken"], output='{"done":true}')

    worker = threading.Thread(target=work)
    worker.start()
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    worker.join(20)
    described = served.wait_for_end(client, execution)
    checks.check("a worker that waits gets the task", described.get("output") == '{"done":true}', described)


def check_bad_input(server):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.ListStateMachines\r\n"
    cases = [
        ("malformed JSON", head + b"Content-Length: 1\r\n\r\n{", b"400", b"SerializationException"),
        ("a body that is no object", head + b"Content-Length: 2\r\n\r\n[]", b"400", b"SerializationException"),
        ("an unknown operation", b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.No\r\nContent-Length: 0\r\n\r\n", b"400", b"UnknownOperation"),
        ("another service", b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB.No\r\nContent-Length: 0\r\n\r\n", b"400", b"UnknownOperation"),
        ("another path", b"POST /../etc/passwd HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", b"404", b"UnknownOperation"),
        ("another method", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"404", b"UnknownOperation"),
        ("a body that is too large", head + b"Content-Length: 99999999\r\n\r\n" + b"x" * 1000, b"413", b"RequestEntityTooLarge"),
        ("no HTTP", b"\x16\x03\x01 nothing\r\n\r\n", b"", b""),
        ("headers that are too large", b"POST / HTTP/1.1\r\nX-A: " + b"a" * 100_000 + b"\r\n\r\n", b"", b""),
        ("nesting of 100,000", head + b"Content-Length: 200000\r\n\r\n" + b"[" * 200_000, b"400", b"SerializationException"),
    ]
    for sentence, request, status, words in cases:
        answer = server.raw(request)
        checks.check(f"{sentence}: {status.decode()}", status in answer[:20] and words in answer, answer[:500])
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    started = time.monotonic()
    server.client().list_state_machines(maxResults=1)
    checks.check("idle connections keep nobody waiting", time.monotonic() - started < 5)
    for connection in idle:
        connection.close()
    checks.check("the server is alive after all", server.process.poll() is None)


def check_readme(server):
    """The README's Python makes a client that works."""
    readme = (flowtask.CHECKOUT / "README.md").read_text()
    snippet = re.search(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL).group(1)
    os.environ.update(AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any")
    names = {}
    exec(snippet.replace(":8083", f":{server.port}"), names)
    checks.check("the README's client lists state machines", "stateMachines" in names["client"].list_state_machines())


def check_recorded():
    suite = flowtask.CHECKOUT.parent / "shared/suites/aws-recorded/replay"
    if not suite.exists():
        print("  (the recorded cases are not here)")
        return
    with tempfile.TemporaryDirectory(prefix="flow-task-recorded.") as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, str(suite), "--start", f"{binary} serve --port {{port}} --store {folder}/store.sqlite", "--without", "aws,lambda"]
        ended = flowtask.run([*command, "--json", str(result)], 400)
        if not checks.check("the recorded cases are judged", result.exists(), ended.text[-3000:]):
            return
        cases = json.loads(result.read_text())
    verdicts = {case["id"]: case["core"] for case in cases["results"]}
    for case, passes in sorted(verdicts.items()):
        if case in NOT_YET:
            checks.check(f"{case} passes now: take it from NOT_YET", not passes)
        else:
            checks.check(f"recorded: {case}", passes)
    checks.check("every case of NOT_YET exists", set(NOT_YET) <= set(verdicts), set(NOT_YET) - set(verdicts))


def check_execution_logs():
    """A machine's logging configuration has its executions logged to a file or to standard output."""
    group = {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:eu-central-1:210987654321:log-group:g:*"}}
    types = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]

    def run_logged(server, data):
        configuration = {"level": "ALL", "includeExecutionData": data, "destinations": [group]}
        client = server.client()
        arn = client.create_state_machine(
            name=f"logged-{data}", definition=PASS, roleArn=ROLE, loggingConfiguration=configuration
        )["stateMachineArn"]
        execution = client.start_execution(stateMachineArn=arn, input='{"a":1}')["executionArn"]
        served.wait_for_end(client, execution)
        return execution

    with tempfile.TemporaryDirectory(prefix="flow-task-logs.") as folder:
        file = Path(folder) / "new/executions.log"
        with served.Server("--execution-logs", str(file)) as server:
            wanted = {data: run_logged(server, data) for data in (True, False)}
            deadline = time.monotonic() + 10
            while len(file.read_text().splitlines()) < 8 and time.monotonic() < deadline:
                time.sleep(0.02)
            records = [json.loads(line) for line in file.read_text().splitlines()]
            for data, execution in wanted.items():
                own = [record for record in records if record["execution_arn"] == execution]
                checks.check(f"each event is a line of the log, data {data}", [record["type"] for record in own] == types, own)
                checks.check(
                    f"a record has CloudWatch's fields, data {data}",
                    {"id", "type", "details", "previous_event_id", "event_timestamp", "execution_arn", "redrive_count"}
                    == set(own[0]),
                    own,
                )
                checks.check(f"data is in it where it is asked for: {data}", ("input" in own[0]["details"]) == data, own)
    with served.Server("--execution-logs", "-") as server:
        run_logged(server, True)
        told = [json.loads(server.process.stdout.readline())["type"] for _ in types]
        checks.check("standard output takes the log too", told == types, told)
    ended = flowtask.run([binary, "serve", "--port", "0", "--store", "memory", "--execution-logs", "/proc/none/log"], 20)
    checks.check("a log that can't be written is told", ended.status == 2 and "/proc/none" in ended.text, ended.text)


def check_refusals():
    for arguments, words in [
        (["--store", ""], "--store"),
        (["--retention", "soon"], "--retention"),
        (["--port", "70000"], "--port"),
        (["--account", "12"], "twelve digits"),
    ]:
        ended = flowtask.run([binary, "serve", *arguments], 20)
        checks.check(f"serve {' '.join(arguments)}: ends with 2", ended.status == 2, ended.text)
        checks.check(f"serve {' '.join(arguments)}: says {words!r}", words in ended.text, ended.text)


with served.Server() as server:
    checks.check("it says where it listens", "store: memory" in server.line, server.line)
    check_life(server)
    check_pages(server)
    check_worker(server)
    check_bad_input(server)
    check_readme(server)
    taken = flowtask.run([binary, "serve", "--port", str(server.port), "--store", "memory"], 20)
    checks.check("a port that is taken is told", taken.status == 1 and taken.text.endswith(": Address already in use\n"), taken.text)
checks.check("SIGTERM ends it with 0", server.status == 0, server.status)
checks.check("SIGTERM ends it within 2 seconds", server.seconds < 2, server.seconds)
check_execution_logs()
check_refusals()
check_recorded()
checks.end()
