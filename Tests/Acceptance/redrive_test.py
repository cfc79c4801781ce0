"""An execution that failed is redriven by boto3: where it failed, after a crash of the server too, and its map run with it."""

import json
import signal
import tempfile
import threading

import boto3
import flowtask
import served

ROLE = "arn:aws:iam::123456789012:role/flow"

binary = flowtask.find_binary()
checks = flowtask.Checks("redrive")


def killed(store):
    """A server over a file, which is killed at the end of the `with`."""
    return served.Server("--store", store, ending=signal.SIGKILL)


def work(server, activity, answers):
    """A worker that does as many tasks as there are answers; an answer of None is a failure."""

    def loop():
        client = server.client()
        for answer in answers:
            task = client.get_activity_task(activityArn=activity, workerName="w")
            if answer is None:
                client.send_task_failure(taskToken=task["taskToken"], error="Broken", cause="of late")
            else:
                client.send_task_success(taskToken=task["taskToken"], output=json.dumps(answer))

    worker = threading.Thread(target=loop)
    worker.start()
    return worker


def types(client, arn):
    return [event["type"] for event in client.get_execution_history(executionArn=arn, maxResults=1000)["events"]]


def check_task(store):
    with killed(store) as server:
        client = server.client()
        activity = client.create_activity(name="work")["activityArn"]
        task = {"Type": "Task", "Resource": activity}
        states = {"First": {**task, "Next": "Second"}, "Second": {**task, "End": True}}
        definition = json.dumps({"StartAt": "First", "States": states})
        machine = client.create_state_machine(name="two", definition=definition, roleArn=ROLE)["stateMachineArn"]
        worker = work(server, activity, [{"n": 1}, None])
        arn = client.start_execution(stateMachineArn=machine, name="e")["executionArn"]
        described = served.wait_for_end(client, arn)
        worker.join(30)
        checks.check("it fails", described["status"] == "FAILED" and described["error"] == "Broken", described)
        checks.check("it is redrivable", described["redriveStatus"] == "REDRIVABLE", described)
    # Killed in the middle of nothing; another server goes on with the file.
    with killed(store) as server:
        client = server.client()
        first = client.redrive_execution(executionArn=arn, clientToken="t")
        second = client.redrive_execution(executionArn=arn, clientToken="t")
        checks.check("a client token is known again", first["redriveDate"] == second["redriveDate"], (first, second))
        running = served.refused(client.redrive_execution, executionArn=arn)
        words = ("ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven")
        checks.check("a running one is refused", running == words, running)
    with killed(store) as server:
        client = server.client()
        worker = work(server, activity, [{"n": 2}])
        described = served.wait_for_end(client, arn)
        worker.join(30)
        checks.check("it goes on where it failed", described.get("output") == '{"n":2}', described)
        checks.check("it tells of its redrive", described["redriveCount"] == 1 and "redriveDate" in described, described)
        history = types(client, arn)
        after = history[history.index("ExecutionRedriven") :]
        expected = ["ExecutionRedriven", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]
        checks.check("its history tells it", after[:4] == expected, history)
        checks.check("what succeeded was not done again", history.count("ActivityScheduled") == 3, history)
        done = served.refused(client.redrive_execution, executionArn=arn)
        checks.check("one that succeeded is refused", "SUCCEEDED" in str(done), done)


def check_map_run(store):
    with killed(store) as server:
        client = server.client()
        activity = client.create_activity(name="item")["activityArn"]
        processor = {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "One",
            "States": {"One": {"Type": "Task", "Resource": activity, "End": True}},
        }
        state = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 1, "End": True}
        definition = json.dumps({"StartAt": "All", "States": {"All": state}})
        machine = client.create_state_machine(name="map", definition=definition, roleArn=ROLE)["stateMachineArn"]
        worker = work(server, activity, ["a", None])
        arn = client.start_execution(stateMachineArn=machine, input="[1,2,3]")["executionArn"]
        described = served.wait_for_end(client, arn)
        worker.join(30)
        checks.check("a map run fails", described["error"] == "States.ExceedToleratedFailureThreshold", described)
        run = client.list_map_runs(executionArn=arn)["mapRuns"][0]["mapRunArn"]
        failed = client.list_executions(mapRunArn=run, statusFilter="FAILED")["executions"]
        child = client.describe_execution(executionArn=failed[0]["executionArn"])
        checks.check("a child waits for its map run", child["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN", child)
    with killed(store) as server:
        client = server.client()
        worker = work(server, activity, ["b", "c"])
        client.redrive_execution(executionArn=arn)
        described = served.wait_for_end(client, arn)
        worker.join(30)
        checks.check("the map run goes on", described.get("output") == '["a","b","c"]', described)
        run = client.describe_map_run(mapRunArn=run)
        checks.check("it counts its redrives", run["redriveCount"] == 1 and run["status"] == "SUCCEEDED", run)
        checks.check("its items are complete", run["itemCounts"]["succeeded"] == 3, run)
        redriven = client.list_executions(mapRunArn=run["mapRunArn"], redriveFilter="REDRIVEN")["executions"]
        checks.check("one child was redriven", len(redriven) == 1 and redriven[0]["redriveCount"] == 1, redriven)
        checks.check("MapRunRedriven is in the history", "MapRunRedriven" in types(client, arn))


with tempfile.TemporaryDirectory() as folder:
    check_task(f"{folder}/store.sqlite")
    check_map_run(f"{folder}/map.sqlite")
checks.end()
