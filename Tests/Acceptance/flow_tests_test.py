"""`flow-task test` passes for the flows of the repository, fails where it must, and writes what build servers read."""

import json
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import flowtask

binary = flowtask.find_binary()
checks = flowtask.Checks("flow-task test")

ended = flowtask.run([binary, "test", "--coverage", "--minimum-coverage", "100"], cwd=flowtask.CHECKOUT)
checks.check("the tests of all flows pass and cover them", ended.status == 0, ended.text)
for flow in ("import-orders", "close-day", "audit-files"):
    checks.check(f"{flow} is covered", f"{flow}: 100 % covered" in ended.output, ended.output)

MACHINE = {
    "StartAt": "Send",
    "States": {
        "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {"QueueUrl": "http://localhost/queue", "MessageBody.$": "$"},
            "Retry": [{"ErrorEquals": ["Sqs.Busy"], "IntervalSeconds": 5}],
            "Next": "Rest",
        },
        "Rest": {"Type": "Wait", "Seconds": 31536000, "Next": "Enough"},
        "Enough": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Good"}],
            "Default": "Bad",
        },
        "Good": {"Type": "Succeed"},
        "Bad": {"Type": "Fail", "Error": "TooFew"},
    },
}
TESTS = """
tests:
  - name: enough after a year
    mocks: {Send: {"0": {throw: Sqs.Busy}, "1": {return: {n: 2}}}}
    expect: {output: {n: 2}, duration: 365d 5s, attempts: {Send: 2}}
  - name: too few
    mocks: {Send: {return: {n: 1}}}
    expect: {output: {n: 3}}
"""
MOCKS = {
    "StateMachines": {"sender": {"TestCases": {"Happy": {"Send": "Good"}, "Bad": {"Send": "Few"}}}},
    "MockedResponses": {
        "Good": {"0": {"Throw": {"Error": "Sqs.Busy", "Cause": "busy"}}, "1-2": {"Return": {"n": 2}}},
        "Few": {"0": {"Return": {"n": 0}}},
    },
}

with tempfile.TemporaryDirectory(prefix="flow-task-tests.") as folder:
    folder = Path(folder)
    machine = folder / "sender.asl.json"
    machine.write_text(json.dumps(MACHINE, indent=2))
    tests = folder / "sender.test.yaml"
    tests.write_text(TESTS)

    ended = flowtask.run([binary, "test", str(machine)])
    checks.check("a test that fails makes the status 1", ended.status == 1, ended.text)
    checks.check("a year takes no time", ended.seconds < 5 and "SUCCEEDED after 365d 5s" in ended.output, ended.output)
    checks.check("the difference is told", "expected SUCCEEDED, was FAILED" in ended.output, ended.output)
    checks.check("the place of the test is told", f"{tests}:6" in ended.output, ended.output)

    ended = flowtask.run([binary, "test", str(tests), "--filter", "year", "--coverage"])
    checks.check("the filter leaves what passes", ended.status == 0, ended.text)
    checks.check("what is not covered has its line", f"default of Enough to Bad is not covered {machine}:" in ended.output, ended.output)
    ended = flowtask.run([binary, "test", str(tests), "--filter", "year", "--minimum-coverage", "100"])
    checks.check("too little coverage makes the status 1", ended.status == 1 and "less than" in ended.error, ended.text)

    report = ElementTree.fromstring(flowtask.run([binary, "test", str(machine), "--format", "junit"]).output)
    checks.check("JUnit counts", (report.get("tests"), report.get("failures")) == ("2", "1"))
    checks.check("JUnit tells the failure", report.find(".//testcase[@name='too few']/failure") is not None)
    results = json.loads(flowtask.run([binary, "test", str(machine), "--format", "json"]).output)
    checks.check("JSON counts", (results["tests"], results["failed"]) == (2, 1), results)

    mocks = folder / "MockConfigFile.json"
    mocks.write_text(json.dumps(MOCKS))
    tests.unlink()
    ended = flowtask.run([binary, "test", str(machine), "--mock-config", str(mocks)])
    checks.check("AWS's test cases run", ended.status == 0 and "sender: Happy (SUCCEEDED" in ended.output, ended.text)
    checks.check("a failure is what the case is about", "sender: Bad (FAILED" in ended.output, ended.text)

    readme = (flowtask.CHECKOUT / "README.md").read_text().split("## Testing flows", 1)[1]
    example = folder / "readme.test.yaml"
    example.write_text(readme.split("```yaml\n", 1)[1].split("```", 1)[0])
    ended = flowtask.run([binary, "test", str(example)])
    checks.check("the test of the README passes", ended.status == 0 and "1 test, 0 failed" in ended.output, ended.text)

    state = [binary, "state", str(machine), "Send", "--input", '{"n": 1}', "--debug", "--json"]
    ended = flowtask.run([*state, "--mock-error", "Sqs.Busy:busy", "--retry-count", "2"])
    answer = json.loads(ended.output or "{}")
    checks.check("a mocked failure says which retrier would repeat it", ended.status == 1 and answer["status"] == "RETRIABLE", ended.text)
    details = answer.get("inspectionData", {}).get("errorDetails")
    checks.check("and when", details == {"retryIndex": 0, "retryBackoffIntervalSeconds": 20}, ended.text)
    ended = flowtask.run([*state, "--mock-result", '{"MessageId": 5}'])
    checks.check("a mock that no service answers is refused", ended.status == 2 and "must be a string" in ended.error, ended.text)
    ended = flowtask.run([binary, "state", str(machine), "Enough", "--input", '{"n": 2}', "--debug"])
    steps = [line.split(":")[0] for line in ended.output.splitlines() if line[:1].isalpha()]
    wanted = ["status", "input", "afterInputPath", "output", "nextState"]
    checks.check("the data is shown step by step", ended.status == 0 and steps == wanted, ended.text)

    ended = flowtask.run([binary, "test", str(machine)])
    checks.check("a flow without tests is wrong use", ended.status == 2 and "has no tests" in ended.error, ended.text)
    tests.write_text("tests:\n  - name: a\n    expcet: {}\n")
    ended = flowtask.run([binary, "test", str(machine)])
    checks.check("a misspelt name is told", ended.status == 2 and 'Did you mean "expect"?' in ended.error, ended.text)
    checks.check("with its line", f"{tests}:3" in ended.error, ended.error)
checks.end()
