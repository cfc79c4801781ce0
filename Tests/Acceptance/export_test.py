"""What `flow-task export` writes passes cfn-lint and is created on a Step Functions endpoint."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import boto3

import flowtask

servers = flowtask.read_servers()
binary = flowtask.find_binary()
checks = flowtask.Checks("export")


def lint(definitions):
    """cfn-lint's findings about a template of these state machines."""
    resources = {
        f"Machine{number}": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"RoleArn": "arn:aws:iam::123456789012:role/flows", "Definition": definition},
        }
        for number, definition in enumerate(definitions)
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as template:
        json.dump({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}, template)
        template.flush()
        command = [sys.executable, "-c", "from cfnlint.runner import main; main()", "--", template.name]
        return subprocess.run(command, capture_output=True, text=True)


with tempfile.TemporaryDirectory(prefix="flow-task-export.") as folder:
    first, second = Path(folder) / "first", Path(folder) / "second"
    for target in (first, second):
        ended = flowtask.run([binary, "export", "--output", str(target)])
        checks.check("export ends with 0", ended.status == 0, ended.text)
    files = sorted(path for path in first.rglob("*.json"))
    definitions = {str(path.relative_to(first)): json.loads(path.read_bytes()) for path in files}
    definitions = {name: value for name, value in definitions.items() if "StartAt" in value}
    checks.check("every flow is exported", len(definitions) >= 3, list(definitions))
    for path in files:
        twin = second / path.relative_to(first)
        checks.check(f"{path.name} is the same bytes twice", path.read_bytes() == twin.read_bytes())

    one = Path(folder) / "one.asl.json"
    ended = flowtask.run([binary, "export", "import-orders", "--output", str(one)])
    checks.check("one flow is exported to a file", ended.status == 0 and one.read_bytes(), ended.text)
    manifest = first / "orders" / "import-orders.manifest.json"
    beside = one.with_name("one.manifest.json")
    checks.check("its manifest stands beside it", beside.exists() and beside.read_bytes() == manifest.read_bytes())

    linted = lint(definitions.values())
    checks.check("cfn-lint finds nothing", linted.returncode == 0, linted.stdout + linted.stderr)
    broken = {"StartAt": "A", "States": {"A": {"Type": "Suceed"}}}
    checks.check("cfn-lint finds a broken machine", "E3601" in lint([broken]).stdout)

    client = boto3.client(
        "stepfunctions",
        endpoint_url=servers["MOTO_ENDPOINT"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    for name, definition in definitions.items():
        text = (first / name).read_text()
        arn = client.create_state_machine(
            name=Path(name).name.split(".")[0], definition=text, roleArn="arn:aws:iam::123456789012:role/flows"
        )["stateMachineArn"]
        kept = client.describe_state_machine(stateMachineArn=arn)["definition"]
        checks.check(f"{name} is created and kept", json.loads(kept) == definition)
checks.end()
