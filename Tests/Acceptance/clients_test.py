"""flow-task serve with the clients that people have: the aws CLI, and every paginator of boto3."""

import json
import os
import tempfile
from pathlib import Path

import flowtask
import served

PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
MAP = json.dumps({
    "StartAt": "M",
    "States": {
        "M": {
            "Type": "Map",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "P",
                "States": {"P": {"Type": "Pass", "End": True}},
            },
            "End": True,
        }
    },
})

checks = flowtask.Checks("the aws CLI and boto3")


class CLI:
    """The aws CLI against a server."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        self.environment = {
            # A bundle without a name is an error, and one with a name does no harm.
            **{name: "" for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"},
            "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_PAGER": "",
            "AWS_ENDPOINT_URL_SFN": server.url, "AWS_REGION": served.REGION, "AWS_DEFAULT_REGION": served.REGION,
            "AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        }

    def __call__(self, *arguments):
        """The answer of a command that must succeed."""
        ended = flowtask.run([served.find_aws(), "stepfunctions", *arguments, "--output", "json"], 60, self.folder, self.environment)
        checks.check(f"aws {arguments[0]} succeeds", ended.status == 0, ended.text)
        return json.loads(ended.output or "{}") if ended.status == 0 else {}

    def fails(self, *arguments):
        ended = flowtask.run([served.find_aws(), "stepfunctions", *arguments], 60, self.folder, self.environment)
        checks.check(f"aws {arguments[0]} fails", ended.status != 0, ended.text)
        return ended.error


def check_cli(server, folder):
    if not served.find_aws():
        print("  (the aws CLI is not here)")
        return
    aws = CLI(server, folder)
    (folder / "flow.asl.json").write_text(PASS)
    made = aws("create-state-machine", "--name", "cli", "--definition", "file://flow.asl.json", "--role-arn", served.ROLE,
               "--tags", "key=team,value=data")
    arn = made.get("stateMachineArn", "")
    tags = aws("list-tags-for-resource", "--resource-arn", arn)
    checks.check("aws: the tags are there", tags.get("tags") == [{"key": "team", "value": "data"}], tags)
    version = aws("publish-state-machine-version", "--state-machine-arn", arn).get("stateMachineVersionArn", "")
    alias = aws("create-state-machine-alias", "--name", "live", "--routing-configuration",
                f"stateMachineVersionArn={version},weight=100").get("stateMachineAliasArn", "")
    started = aws("start-execution", "--state-machine-arn", alias, "--name", "one", "--input", '{"a": 1}')
    execution = started.get("executionArn", "")
    served.wait_for_end(server.client(), execution)
    described = aws("describe-execution", "--execution-arn", execution)
    checks.check("aws: an execution by an alias succeeds", described.get("status") == "SUCCEEDED", described)
    checks.check("aws: and knows its version", described.get("stateMachineVersionArn") == version, described)
    history = aws("get-execution-history", "--execution-arn", execution, "--max-items", "2")
    checks.check("aws: a page of the history", len(history.get("events", [])) == 2 and "NextToken" in history, history)
    listed = aws("list-executions", "--state-machine-arn", arn, "--status-filter", "SUCCEEDED", "--query", "executions[].name")
    checks.check("aws: the execution is listed", listed == ["one"], listed)
    tested = aws("test-state", "--definition", '{"Type": "Pass", "End": true}', "--role-arn", served.ROLE, "--input", '{"b": 2}')
    checks.check("aws: a state is tested", tested.get("output") == '{"b": 2}' or tested.get("output") == '{"b":2}', tested)
    valid = aws("validate-state-machine-definition", "--definition", "file://flow.asl.json")
    checks.check("aws: a definition is validated", valid.get("result") == "OK", valid)
    error = aws.fails("describe-execution", "--execution-arn", execution + "x")
    checks.check("aws: an error has its name", "(ExecutionDoesNotExist)" in error, error)
    aws("delete-state-machine-alias", "--state-machine-alias-arn", alias)
    aws("delete-state-machine-version", "--state-machine-version-arn", version)
    aws("delete-state-machine", "--state-machine-arn", arn)
    error = aws.fails("describe-state-machine", "--state-machine-arn", arn)
    checks.check("aws: what was deleted is gone", "(StateMachineDoesNotExist)" in error, error)


def paged(client, operation, member, size, **parameters):
    """All that a paginator finds, and in how many pages."""
    pages = list(client.get_paginator(operation).paginate(**parameters, PaginationConfig={"PageSize": size}))
    return [item for page in pages for item in page[member]], len(pages)


def check_paginators(server):
    client = server.client()
    arn = client.create_state_machine(name="paged", definition=MAP, roleArn=served.ROLE)["stateMachineArn"]
    for number in range(6):
        client.create_state_machine(name=f"other-{number}", definition=PASS, roleArn=served.ROLE)
        client.create_activity(name=f"activity-{number}")
    executions = []
    for _ in range(5):
        executions.append(client.start_execution(stateMachineArn=arn, input="[1, 2, 3, 4, 5]")["executionArn"])
        served.wait_for_end(client, executions[-1])
    cases = [
        ("list_state_machines", "stateMachines", "name", {}, 7),
        ("list_activities", "activities", "name", {}, 6),
        ("list_executions", "executions", "executionArn", {"stateMachineArn": arn}, 5),
        ("list_map_runs", "mapRuns", "mapRunArn", {"executionArn": executions[0]}, 1),
        ("get_execution_history", "events", "id", {"executionArn": executions[0]}, None),
    ]
    checks.check("these are all paginators that boto3 has", {case[0] for case in cases} == set(paginators(client)), paginators(client))
    for operation, member, key, parameters, count in cases:
        for size in (1, 2, 1000):
            found, pages = paged(client, operation, member, size, **parameters)
            names = [item[key] for item in found]
            checks.check(f"{operation}, pages of {size}: each once", len(names) == len(set(names)), names)
            checks.check(f"{operation}, pages of {size}: all", count is None or len(names) == count, names)
            checks.check(f"{operation}, pages of {size}: as many pages", pages >= max(1, len(names) // size), pages)
    by_one, _ = paged(client, "get_execution_history", "events", 1, executionArn=executions[0])
    whole = client.get_execution_history(executionArn=executions[0])["events"]
    checks.check("a history in pages is the whole one", by_one == whole, (by_one, whole))
    run = client.list_map_runs(executionArn=executions[0])["mapRuns"][0]["mapRunArn"]
    children, _ = paged(client, "list_executions", "executions", 2, mapRunArn=run)
    checks.check("the children of a map run, in pages", len(children) == 5, children)
    # Boto3 has no paginator for these.
    for number in range(5):
        client.update_state_machine(stateMachineArn=arn, definition=MAP.replace('"P"', f'"P{number}"'))
        version = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
        client.create_state_machine_alias(name=f"alias-{number}", routingConfiguration=[{"stateMachineVersionArn": version, "weight": 100}])
    for operation, member, key in [
        ("list_state_machine_versions", "stateMachineVersions", "stateMachineVersionArn"),
        ("list_state_machine_aliases", "stateMachineAliases", "stateMachineAliasArn"),
    ]:
        found, token = [], {}
        while token is not None:
            page = getattr(client, operation)(stateMachineArn=arn, maxResults=2, **token)
            found += [item[key] for item in page[member]]
            token = {"nextToken": page["nextToken"]} if "nextToken" in page else None
        checks.check(f"{operation}: each once", len(found) == 5 and len(set(found)) == 5, found)
    checks.check("boto3 has no waiters for Step Functions", client.waiter_names == [], client.waiter_names)


def paginators(client):
    """The operations that boto3 can page through."""
    return [name for name in client.meta.method_to_api_mapping if client.can_paginate(name)]


with tempfile.TemporaryDirectory(prefix="flow-task-clients.") as name:
    with served.Server() as server:
        check_paginators(server)
        check_cli(server, Path(name))
checks.end()
