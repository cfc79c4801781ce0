"""What flow-task serve shows of itself: health, metrics for Prometheus, logs, and traces for a collector."""

import http.server
import json
import math
import re
import sqlite3
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict

import flowtask
import served

PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
FAIL = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "Broken"}}})


def calling(arn):
    """A definition whose one task starts another state machine."""
    state = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": arn}, "End": True}
    return json.dumps({"StartAt": "A", "States": {"A": state}})


checks = flowtask.Checks("what the server shows of itself")


def get(url, seconds=10):
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


class Metrics:
    """Prometheus's text format, read strictly: what its own parser would refuse, or `promtool check metrics`, fails here."""

    NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
    LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
    SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL})(?:,{LABEL})*)\}})? (\S+)")

    def __init__(self, text):
        self.samples, self.types, self.helps = {}, {}, {}
        if not text.endswith("\n"):
            raise ValueError("the last line does not end")
        family = None
        for line in text[:-1].split("\n"):
            if match := re.fullmatch(rf"# HELP ({self.NAME}) (.+)", line):
                self.once(self.helps, match.group(1), match.group(2))
            elif match := re.fullmatch(rf"# TYPE ({self.NAME}) (counter|gauge|histogram)", line):
                family = match.group(1)
                self.once(self.types, family, match.group(2))
            elif match := self.SAMPLE.fullmatch(line):
                self.sample(family, match)
            else:
                raise ValueError(f"no line of Prometheus's: {line!r}")
        for name, kind in self.types.items():
            if name not in self.helps:
                raise ValueError(f"no HELP for {name}")
            if (kind == "counter") != name.endswith("_total"):
                raise ValueError(f"{name} is a {kind}")
            if kind == "histogram":
                self.check_histogram(name)

    @staticmethod
    def once(table, key, value):
        if key in table:
            raise ValueError(f"{key} is there twice")
        table[key] = value

    def sample(self, family, match):
        name, labels = match.group(1), dict(re.findall(self.LABEL, match.group(2) or ""))
        suffixes = ["_bucket", "_sum", "_count"] if self.types.get(family) == "histogram" else [""]
        if name not in [family + suffix for suffix in suffixes]:
            raise ValueError(f"{name} stands among {family}")
        value = float(match.group(match.lastindex).replace("Inf", "inf"))
        self.once(self.samples, (name, frozenset(labels.items())), value)

    def check_histogram(self, name):
        series = defaultdict(dict)
        for (sample, labels), value in self.samples.items():
            labels = dict(labels)
            if sample == name + "_bucket":
                series[frozenset((k, v) for k, v in labels.items() if k != "le")][float(labels["le"].replace("Inf", "inf"))] = value
        for labels, buckets in series.items():
            values = [buckets[bound] for bound in sorted(buckets)]
            total = self.samples[(name + "_count", labels)]
            if values != sorted(values) or max(buckets) != math.inf or buckets[math.inf] != total:
                raise ValueError(f"the buckets of {name} are {buckets}")

    def value(self, name, **labels):
        return self.samples.get((name, frozenset(labels.items())), 0)


def metrics(server):
    status, headers, text = get(f"{server.url}/metrics")
    checks.check("/metrics: 200", status == 200, text)
    checks.check("/metrics: the type of the text format", headers["Content-Type"].startswith("text/plain; version=0.0.4"))
    return text, Metrics(text)


def check_health(server):
    checks.check("/healthz", get(f"{server.url}/healthz")[::2] == (200, "ok\n"))
    checks.check("/readyz", get(f"{server.url}/readyz")[::2] == (200, "ready\n"))


def check_readiness(folder):
    """Who has the store's file for himself keeps the server from writing; it says so, and goes on afterwards."""
    path = f"{folder}/server.sqlite"
    with served.Server("--store", path) as server:
        checks.check("/readyz over a file", get(f"{server.url}/readyz")[0] == 200)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        time.sleep(1.1)
        status, _, text = get(f"{server.url}/readyz", 30)
        checks.check("/readyz is 503 where the store cannot be written", status == 503 and text.startswith("not ready: the store"), (status, text))
        checks.check("/healthz is 200 all the same", get(f"{server.url}/healthz")[0] == 200)
        other.execute("ROLLBACK")
        other.close()
        deadline = time.monotonic() + 20
        while (status := get(f"{server.url}/readyz")[0]) != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        checks.check("/readyz is 200 when it can be written again", status == 200, status)


def check_restart(folder):
    """Executions that go on after a restart are counted as running, and no longer when they end."""
    path = f"{folder}/restarted.sqlite"
    wait = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 600, "End": True}}})
    with served.Server("--store", path) as server:
        client = server.client()
        arn = client.create_state_machine(name="waiting", definition=wait, roleArn=served.ROLE)["stateMachineArn"]
        executions = [client.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(3)]
    with served.Server("--store", path) as server:
        checks.check("executions that go on are counted", metrics(server)[1].value("flow_task_executions_running") == 3)
        client = server.client()
        client.stop_execution(executionArn=executions[0])
        served.wait_for_end(client, executions[0])
        checks.check("and not when they have ended", metrics(server)[1].value("flow_task_executions_running") == 2)


def check_metrics(server):
    client = server.client()
    arn = ""
    for name, definition in [("bad", FAIL), ("good", PASS), ("task", None)]:
        definition = definition or calling(arn)
        arn = client.create_state_machine(name=name, definition=definition, roleArn=served.ROLE)["stateMachineArn"]
        execution = client.start_execution(stateMachineArn=arn)["executionArn"]
        served.wait_for_end(client, execution)
    express = client.create_state_machine(name="fast", definition=PASS, roleArn=served.ROLE, type="EXPRESS")["stateMachineArn"]
    client.start_sync_execution(stateMachineArn=express)
    served.refused(client.describe_execution, executionArn="arn:none")
    children = client.list_executions(stateMachineArn=arn.replace(":task", ":good"))["executions"]
    for child in children:
        served.wait_for_end(client, child["executionArn"])
    try:
        text, read = metrics(server)
    except ValueError as error:
        checks.check("the metrics are Prometheus's text", False, error)
        return
    try:
        from prometheus_client.parser import text_string_to_metric_families

        families = list(text_string_to_metric_families(text))
        checks.check("prometheus_client reads them too", len(families) == len(read.types), families)
    except ImportError:
        print("  (prometheus_client is not here)")
    for name, labels, value in [
        ("flow_task_executions_started_total", {"type": "standard"}, 4),
        ("flow_task_executions_started_total", {"type": "express"}, 1),
        ("flow_task_executions_ended_total", {"type": "express", "status": "SUCCEEDED"}, 1),
        ("flow_task_executions_ended_total", {"type": "standard", "status": "SUCCEEDED"}, 3),
        ("flow_task_executions_ended_total", {"type": "standard", "status": "FAILED"}, 1),
        ("flow_task_executions_running", {}, 0),
        ("flow_task_execution_duration_seconds_count", {"type": "standard"}, 4),
        ("flow_task_task_attempts_total", {"outcome": "succeeded"}, 1),
        ("flow_task_task_duration_seconds_count", {"outcome": "succeeded"}, 1),
        ("flow_task_state_transitions_total", {}, 5),
        ("flow_task_http_requests_total", {"operation": "CreateStateMachine", "status": "200", "error": ""}, 4),
        ("flow_task_http_requests_total", {"operation": "DescribeExecution", "status": "400", "error": "InvalidArn"}, 1),
        ("flow_task_http_request_duration_seconds_count", {"operation": "StartExecution"}, 4),
        ("flow_task_queue_depth", {"kind": "task"}, 0),
    ]:
        found = read.value(name, **labels)
        checks.check(f"{name} {labels}: {value}", found == value, found)
    for name in ["process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds", "flow_task_commits_total", "flow_task_http_connections"]:
        checks.check(f"{name} counts", read.value(name) > 0, text)


def check_logs():
    for kind in ["json", "text"]:
        with served.Server("--log-level", "info", "--log-format", kind) as server:
            server.client().list_activities()
            served.refused(server.client().describe_execution, executionArn="arn:none\nforged: line")
        lines = [line for line in server.log().splitlines() if line]
        checks.check(f"{kind}: a line for each request", len(lines) == 2, lines)
        if kind == "json":
            read = [json.loads(line) for line in lines]
            checks.check("json: each names its operation", [line["operation"] for line in read] == ["ListActivities", "DescribeExecution"], read)
            checks.check("json: errors are named", [line.get("error") for line in read] == [None, "InvalidArn"], read)
        else:
            checks.check("text: each names its operation", "operation=ListActivities" in lines[0] and "error=InvalidArn" in lines[1], lines)
    with served.Server() as server:
        server.client().list_activities()
    checks.check("by default requests are not logged", server.log() == "", server.log())


class Collector(http.server.ThreadingHTTPServer):
    """Takes OTLP over HTTP in JSON; `refusals` are the statuses of the first answers."""

    def __init__(self, refusals=()):
        super().__init__(("127.0.0.1", 0), Answers)
        self.bodies, self.headers, self.refusals, self.lock = [], [], list(refusals), threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def spans(self):
        with self.lock:
            bodies = list(self.bodies)
        return [span for body in bodies for resource in body["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]

    def wait(self, holds, seconds=20):
        deadline = time.monotonic() + seconds
        while not holds(self.spans()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.spans()


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            status = self.server.refusals.pop(0) if self.server.refusals else 200
            if status == 200:
                self.server.headers.append((self.path, dict(self.headers)))
                self.server.bodies.append(json.loads(body))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def attributes(span):
    return {pair["key"]: next(iter(pair["value"].values())) for pair in span["attributes"]}


def check_traces():
    collector = Collector(refusals=[503])
    variables = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_EXPORTER_OTLP_HEADERS": "x-api-key=secret",
        "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment=test",
    }
    with served.Server(environment=variables) as server:
        client = server.client()
        parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        client.meta.events.register("before-send.sfn.*", lambda request, **_: request.headers.__setitem__("traceparent", parent))
        arn = client.create_state_machine(name="called", definition=PASS, roleArn=served.ROLE)["stateMachineArn"]
        definition = calling(arn)
        arn = client.create_state_machine(name="traced", definition=definition, roleArn=served.ROLE)["stateMachineArn"]
        execution = client.start_execution(stateMachineArn=arn)["executionArn"]
        served.wait_for_end(client, execution)
        spans = collector.wait(lambda spans: {"traced", "A", "StartExecution"} <= {span["name"] for span in spans})
        # The execution that is called is started by a request of the task's.
        by_name = {span["name"]: span for span in spans if span["name"] != "StartExecution" or span["traceId"] == parent.split("-")[1]}
        called = [span for span in spans if span["name"] == "StartExecution" and span["traceId"] != parent.split("-")[1]]
        if not checks.check("a collector that was away gets the spans", {"traced", "A", "StartExecution"} <= set(by_name), (spans, server.log())):
            return
        run, task, start = by_name["traced"], by_name["A"], by_name["StartExecution"]
        checks.check("a request's span is in its caller's trace", start["traceId"] == parent.split("-")[1] and start["parentSpanId"] == parent.split("-")[2], start)
        checks.check("a task's span is the execution's child", (task["traceId"], task["parentSpanId"]) == (run["traceId"], run["spanId"]), (task, run))
        checks.check("a call of a task's is the task's child", [(span["traceId"], span.get("parentSpanId")) for span in called] == [(task["traceId"], task["spanId"])], (task, called))
        checks.check("the request is linked with the execution", [link["spanId"] for link in start["links"]] == [run["spanId"]], start)
        checks.check("the spans name the execution", {attributes(span)["aws.step_functions.execution.arn"] for span in (run, task, start)} == {execution}, spans)
        checks.check("a task lies within its execution", int(run["startTimeUnixNano"]) <= int(task["startTimeUnixNano"]) <= int(task["endTimeUnixNano"]) <= int(run["endTimeUnixNano"]), (run, task))
        path, headers = collector.headers[0]
        checks.check("they go to /v1/traces with the given headers", path == "/v1/traces" and headers.get("x-api-key") == "secret", headers)
        resource = {pair["key"]: pair["value"]["stringValue"] for pair in collector.bodies[0]["resourceSpans"][0]["resource"]["attributes"]}
        checks.check("they say who sends them", resource == {"service.name": "flow-task", "deployment.environment": "test"}, resource)
        client.list_activities()
    names = [span["name"] for span in collector.spans()]
    checks.check("at its end the server sends what is left", "ListActivities" in names, names)
    check_protocol(collector.bodies)
    with served.Server(environment={"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}) as server:
        started = time.monotonic()
        for _ in range(50):
            server.client().list_activities()
        checks.check("nobody waits for a collector that is away", time.monotonic() - started < 20)
    checks.check("nor does its end", server.status == 0 and server.seconds < 5, server.seconds)


def check_protocol(bodies):
    """OpenTelemetry's own messages take every member."""
    try:
        from google.protobuf import json_format
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    except ImportError:
        print("  (opentelemetry-proto is not here)")
        return
    for body in bodies:
        try:
            message = json_format.Parse(json.dumps(body), ExportTraceServiceRequest())
        except json_format.ParseError as error:
            checks.check("OpenTelemetry's messages take the spans", False, (error, body))
            return
    checks.check("OpenTelemetry's messages take the spans", len(message.resource_spans) == 1, body)


with served.Server() as server:
    check_health(server)
    check_metrics(server)
with tempfile.TemporaryDirectory(prefix="flow-task-observability.") as folder:
    check_readiness(folder)
    check_restart(folder)
check_logs()
check_traces()
checks.end()
