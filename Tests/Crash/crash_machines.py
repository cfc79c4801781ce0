"""The state machines of the crash tests, and what their executions come to where nothing is lost."""

import json

ACCOUNT = "123456789012"
REGION = "us-east-1"
ACTIVITY = f"arn:aws:states:{REGION}:{ACCOUNT}:activity:crash-work"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/crash"
AGAIN = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "BackoffRate": 1.0, "MaxAttempts": 99999}]
# What tells an attempt from all others; the same for its repetition after a crash.
KEY = {
    "execution.$": "$$.Execution.Name",
    "state.$": "$$.State.Name",
    "entered.$": "$$.State.EnteredTime",
    "attempt.$": "$$.State.RetryCount",
}


def call(next_state=None, **fields):
    """A state that calls a function; its answer is {"nonce": …}."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "work", "Payload": {**KEY, **fields}},
        "ResultSelector": {"nonce.$": "$.Payload.nonce"},
        "TimeoutSeconds": 20,
        "Retry": AGAIN,
        **({"Next": next_state} if next_state else {"End": True}),
    }


def work():
    """A state whose work a worker polls for; what is lost on the way to the worker is given out again."""
    return {
        "Type": "Task",
        "Resource": ACTIVITY,
        "Parameters": KEY,
        "TimeoutSeconds": 5,
        "Retry": AGAIN,
        "End": True,
    }


def ask():
    """A state that sends a token away and waits for whoever brings it back."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {
            "QueueUrl": "http://127.0.0.1/queue",
            "MessageBody": {**KEY, "token.$": "$$.Task.Token"},
        },
        "Retry": AGAIN,
        "End": True,
    }


def branch(state, name="Inner"):
    return {"StartAt": name, "States": {name: state}}


MACHINES = {
    "waits": {
        "StartAt": "First",
        "States": {
            "First": {"Type": "Pass", "Result": 1, "ResultPath": "$.first", "Next": "Wait"},
            "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Last"},
            "Last": {"Type": "Pass", "Parameters": {"nonces": []}, "End": True},
        },
    },
    "calls": {"StartAt": "One", "States": {"One": call("Two"), "Two": call()}},
    "works": {"StartAt": "Work", "States": {"Work": work()}},
    "asks": {"StartAt": "Ask", "States": {"Ask": ask()}},
    "branches": {
        "StartAt": "Fork",
        "States": {
            "Fork": {
                "Type": "Parallel",
                "End": True,
                "Branches": [branch(call(), "Call"), branch(work(), "Work"), branch(ask(), "Ask")],
            }
        },
    },
    "maps": {
        "StartAt": "Each",
        "States": {
            "Each": {
                "Type": "Map",
                "ItemsPath": "$.items",
                "MaxConcurrency": 2,
                "End": True,
                "ItemSelector": {"index.$": "$$.Map.Item.Index"},
                "ItemProcessor": branch(call(**{"index.$": "$.index"})),
            }
        },
    },
    "distributes": {
        "StartAt": "Each",
        "States": {
            "Each": {
                "Type": "Map",
                "ItemsPath": "$.items",
                "MaxConcurrency": 2,
                "End": True,
                "Retry": AGAIN,
                "ItemProcessor": {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    **branch(call()),
                },
            }
        },
    },
}

# How many answers of tasks an execution's output has.
ANSWERS = {"waits": 0, "calls": 1, "works": 1, "asks": 1, "branches": 3, "maps": 3, "distributes": 3}
INPUT = json.dumps({"items": [1, 2, 3]})


def arn(name):
    return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{name}"


def nonces(value):
    """All answers of tasks within an output."""
    if isinstance(value, dict):
        found = [value["nonce"]] if isinstance(value.get("nonce"), str) else []
        return found + [nonce for key, inner in value.items() if key != "nonce" for nonce in nonces(inner)]
    if isinstance(value, list):
        return [nonce for inner in value for nonce in nonces(inner)]
    return []
