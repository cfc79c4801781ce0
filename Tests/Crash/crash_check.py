"""What must be true of every acknowledged execution, however often the server was killed."""

import json
from collections import defaultdict

from crash_machines import ANSWERS, nonces

ENDS = ("Succeeded", "Failed", "TimedOut", "ScheduleFailed", "StartFailed", "SubmitFailed", "Aborted")


def history(client, execution):
    events, token = [], None
    while True:
        page = client.call(
            "GetExecutionHistory", executionArn=execution, maxResults=1000, **({"nextToken": token} if token else {})
        )
        events += page["events"]
        token = page.get("nextToken")
        if not token:
            return events


class Checker:
    """Finds what was lost or doubled."""

    def __init__(self, client, ledger, workers):
        self.client, self.workers = client, workers
        self.faults = []
        self.answers = defaultdict(int)
        self.by_nonce = {entry["nonce"]: entry for entry in ledger.entries}
        self.calls = defaultdict(list)
        for entry in ledger.entries:
            if entry["kind"] == "call":
                self.calls[entry["key"]].append(entry)
        self.events = 0

    def fault(self, execution, text):
        self.faults.append(f"{execution}: {text}")

    def check(self, machine, execution):
        described = self.client.call("DescribeExecution", executionArn=execution)
        if described["status"] != "SUCCEEDED":
            return self.fault(execution, f"ended as {described['status']}: {described.get('error')}")
        found = nonces(json.loads(described["output"]))
        if len(found) != ANSWERS[machine] or len(set(found)) != len(found):
            self.fault(execution, f"its output has the answers {found}")
        for nonce in found:
            if nonce not in self.by_nonce:
                self.fault(execution, f"nobody gave its answer {nonce}")
        self.check_history(execution, described)
        if machine == "distributes":
            self.check_children(execution)
        return None

    def check_children(self, execution):
        runs = self.client.call("ListMapRuns", executionArn=execution)["mapRuns"]
        if len(runs) != 1:
            self.fault(execution, f"it has {len(runs)} map runs")
        for run in runs:
            children = self.client.call("ListExecutions", mapRunArn=run["mapRunArn"])["executions"]
            if sorted(child["status"] for child in children) != ["SUCCEEDED"] * 3:
                self.fault(execution, f"its children are {[child['status'] for child in children]}")
            for child in children:
                described = self.client.call("DescribeExecution", executionArn=child["executionArn"])
                self.check_history(child["executionArn"], described)

    def check_history(self, execution, described):
        events = history(self.client, execution)
        self.events += len(events)
        if [event["id"] for event in events] != list(range(1, len(events) + 1)):
            self.fault(execution, f"its history has the ids {[event['id'] for event in events]}")
        if any(not 0 <= event.get("previousEventId", 0) < event["id"] for event in events):
            self.fault(execution, "an event of its history follows a later one")
        if events[0]["type"] != "ExecutionStarted" or events[-1]["type"] != f"Execution{described['status'].title()}":
            self.fault(execution, f"its history goes from {events[0]['type']} to {events[-1]['type']}")
        if sum(event["type"].startswith("Execution") for event in events) != 2:
            self.fault(execution, "it started or ended twice")
        by_id = {event["id"]: event for event in events}
        answered = defaultdict(int)
        for event in events:
            kind = event["type"]
            if not kind.startswith(("Activity", "Task", "LambdaFunction")) or kind.startswith("TaskState"):
                continue
            if kind.endswith(ENDS):
                answered[self.scheduled(by_id, event)] += 1
            details = next((value for name, value in event.items() if name.endswith("EventDetails")), {})
            text = details.get("output") if kind.endswith("Succeeded") else details.get("cause")
            self.check_answer(execution, text)
        if any(count != 1 for count in answered.values()):
            self.fault(execution, f"tasks were answered {dict(answered)} times")
        scheduled = [event["id"] for event in events if event["type"].endswith("Scheduled")]
        if sorted(answered) != scheduled:
            self.fault(execution, f"the tasks {scheduled} were scheduled and {sorted(answered)} answered")

    @staticmethod
    def scheduled(by_id, event):
        while event["type"][-9:] != "Scheduled" and event.get("previousEventId"):
            event = by_id[event["previousEventId"]]
        return event["id"]

    def check_answer(self, execution, text):
        """Counts the answers that a history has, each by its nonce."""
        for nonce in self.by_nonce_in(text or ""):
            self.answers[nonce] += 1
            entry = self.by_nonce[nonce]
            if entry["kind"] != "call":
                continue
            later = [other for other in self.calls[entry["key"]] if other["generation"] > entry["generation"]]
            if later:
                self.fault(execution, f"the attempt {entry['key']} was repeated after its answer was kept")

    def by_nonce_in(self, text):
        words = text.replace("\\", '"').split('"')
        return {word for word in words if word in self.by_nonce}

    def finish(self):
        for nonce, count in self.answers.items():
            if count != 1:
                self.fault(self.by_nonce[nonce]["key"], f"the answer {nonce} was applied {count} times")
        for nonce in self.workers.taken:
            if self.answers[nonce] != 1:
                self.fault(self.by_nonce[nonce]["key"], f"the answer {nonce} was taken and is in no history")
        self.faults += [f"a token that was handed out is unknown: {text}" for text in self.workers.unknown]
        return self.faults
