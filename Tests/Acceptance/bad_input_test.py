"""flow-task serve and clients that mean harm or know no better: AWS's error, within the limits, others being served."""

import json
import resource
import threading
import time

import flowtask
import served

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.%s\r\n"
LIST = HEAD % b"ListStateMachines"
# Held open for nothing, as long as the system allows so many.
IDLE = 10_000

checks = flowtask.Checks("bad input to the API")


def with_body(operation, body, headers=b""):
    return HEAD % operation.encode() + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def status(answer):
    return answer[9:12].decode() if answer.startswith(b"HTTP/1.1 ") else ""


def member(operation, **members):
    return with_body(operation, json.dumps(members).encode())


# A sentence, the bytes, the statuses that are right ("" for a connection that is closed without words), the error's name.
REQUESTS = [
    ("no JSON", with_body("ListActivities", b"{"), "400", b"SerializationException"),
    ("JSON and more", with_body("ListActivities", b"{} {}"), "400", b"SerializationException"),
    ("an array", with_body("ListActivities", b"[]"), "400", b"SerializationException"),
    ("a number", with_body("ListActivities", b"1"), "400", b"SerializationException"),
    ("a NUL", with_body("ListActivities", b'{"a\x00b": 1}'), "400", b"SerializationException"),
    ("bytes that are no UTF-8", with_body("ListActivities", b'{"a": "\xff\xfe"}'), "400", b"SerializationException"),
    ("UTF-16", with_body("ListActivities", '{"a": 1}'.encode("utf-16")), "400", b"SerializationException"),
    ("nesting of 200,000", with_body("ListActivities", b"[" * 200_000), "400", b"SerializationException"),
    ("nested objects", with_body("ListActivities", b'{"a":' * 100_000), "400", b"SerializationException"),
    ("a huge number", with_body("ListActivities", b'{"maxResults": 1' + b"0" * 100_000 + b"}"), "400", b"Exception"),
    ("a number as text", member("ListActivities", maxResults="1"), "400", b"SerializationException"),
    ("too many results", member("ListActivities", maxResults=1001), "400", b"ValidationException"),
    ("a negative number of results", member("ListActivities", maxResults=-1), "400", b"ValidationException"),
    ("a token of nobody's", member("ListActivities", nextToken="AAAA"), "400", b"InvalidToken"),
    ("a token of a path", member("ListActivities", nextToken="../../etc/passwd"), "400", b"InvalidToken"),
    ("an unknown task token", member("SendTaskSuccess", taskToken="x" * 500, output="{}"), "400", b"InvalidToken"),
    ("a task token that is too long", member("SendTaskSuccess", taskToken="x" * 2049, output="{}"), "400", b"ValidationException"),
    ("an output that is no JSON", member("SendTaskSuccess", taskToken="x", output="{"), "400", b""),
    ("an ARN of nothing", member("DescribeExecution", executionArn="x"), "400", b"InvalidArn"),
    ("an ARN with a NUL", member("DescribeExecution", executionArn="arn:aws:states:x\x00"), "400", b""),
    ("an ARN of another service", member("DescribeExecution", executionArn="arn:aws:sqs:eu-central-1:210987654321:q"), "400", b"InvalidArn"),
    ("an ARN that is too long", member("DescribeExecution", executionArn="a" * 300), "400", b"ValidationException"),
    (
        "an ARN of another account",
        member("DescribeStateMachine", stateMachineArn="arn:aws:states:eu-central-1:111122223333:stateMachine:mine"),
        "400",
        b"StateMachineDoesNotExist",
    ),
    (
        "an ARN of another region",
        member("DescribeExecution", executionArn="arn:aws:states:us-west-2:210987654321:execution:a:b"),
        "400",
        b"ExecutionDoesNotExist",
    ),
    ("a name that is a path", member("CreateActivity", name="../../etc/passwd"), "400", b"InvalidName"),
    ("a name with a NUL", member("CreateActivity", name="a\x00b"), "400", b"InvalidName"),
    ("a name that is too long", member("CreateActivity", name="a" * 81), "400", b"ValidationException"),
    ("an empty name", member("CreateActivity", name=""), "400", b"ValidationException"),
    ("nothing at all", member("CreateStateMachine"), "400", b"ValidationException"),
    (
        "a definition that is too large",
        member("CreateStateMachine", name="large", roleArn=served.ROLE, definition=" " * 1_048_577),
        "400",
        b"ValidationException",
    ),
    (
        "an input that is too large",
        member("StartExecution", stateMachineArn=f"arn:aws:states:eu-central-1:{served.ACCOUNT}:stateMachine:mine", input='"' + "a" * 262_143 + '"'),
        "400",
        b"Exception",
    ),
    ("an unknown operation", with_body("NoSuchThing", b"{}"), "400", b"UnknownOperationException"),
    ("no operation", with_body("", b"{}"), "400", b"UnknownOperationException"),
    ("an operation in the wrong case", with_body("listactivities", b"{}"), "400", b"UnknownOperationException"),
    ("another service's target", b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}", "400", b"UnknownOperationException"),
    ("no target", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "400", b"UnknownOperationException"),
    ("a form", with_body("ListActivities", b"a=b", b"Content-Type: application/x-www-form-urlencoded\r\n"), "404", b"UnknownOperationException"),
    ("JSON 1.1", with_body("ListActivities", b"{}", b"Content-Type: application/x-amz-json-1.1\r\n"), "404", b"UnknownOperationException"),
    ("another method", b"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "404", b"UnknownOperationException"),
    ("a path with dots", b"POST /../../etc/passwd HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "404", b"UnknownOperationException"),
    ("encoded dots", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404", b"UnknownOperationException"),
    ("dots behind a page", b"GET /healthz/../metrics HTTP/1.1\r\nHost: x\r\n\r\n", "404", b"UnknownOperationException"),
    ("another server's address", b"GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: x\r\n\r\n", "404", b"UnknownOperationException"),
    ("a tunnel", b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n", "404", b""),
    ("a NUL in the path", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", "400", b""),
    ("a NUL in a header", b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n", "400", b""),
    ("a blank in a header's name", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400", b""),
    ("a header without a name", b"GET / HTTP/1.1\r\n: x\r\n\r\n", "400", b""),
    ("a folded header", LIST + b"A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}", ("400", "200"), b""),
    ("a header of 100 KB", b"POST / HTTP/1.1\r\nA: " + b"a" * 100_000 + b"\r\n\r\n", ("400", "431", ""), b""),
    ("5,000 headers", b"POST / HTTP/1.1\r\n" + b"A: b\r\n" * 5_000 + b"\r\n", ("400", "431", ""), b""),
    ("a path of 100 KB", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", ("400", "404", "414", "431", ""), b""),
    ("a body that is too large", LIST + b"Content-Length: 99999999\r\n\r\n" + b"x" * 1000, "413", b"RequestEntityTooLarge"),
    (
        "chunks that are too large",
        LIST + b"Transfer-Encoding: chunked\r\n\r\n" + b"100000\r\n" + b"x" * 0x100000 + b"\r\n" + (b"100000\r\n" + b"x" * 0x100000 + b"\r\n") * 2 + b"0\r\n\r\n",
        ("413", ""),
        b"",
    ),
    ("a chunk of nonsense", LIST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", ("400", ""), b""),
    ("a chunk of 2^64 bytes", LIST + b"Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n{}", ("400", ""), b""),
    ("a length below zero", LIST + b"Content-Length: -1\r\n\r\n", "400", b""),
    ("a length that is no number", LIST + b"Content-Length: 2a\r\n\r\n{}", "400", b""),
    ("a length beyond all numbers", LIST + b"Content-Length: 99999999999999999999\r\n\r\n{}", ("400", "413"), b""),
    ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00 nothing\r\n\r\n", ("400", ""), b""),
    ("HTTP/9.9", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", ("400", "404", "505", ""), b""),
    ("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ("400", "404", ""), b""),
    ("an upgrade to a WebSocket", b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "404", b""),
]

# Requests that two servers in a row could read as one and as two: only one answer may come, or a refusal.
SMUGGLED = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
SMUGGLING = [
    ("two lengths", LIST + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + SMUGGLED),
    ("a length and chunks", LIST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED),
    ("chunks and a length", LIST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + SMUGGLED),
    ("chunks that are something else", LIST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED),
    ("chunks twice", LIST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED),
    ("a blank before the colon", LIST + b"Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n" + SMUGGLED),
]


def is_right(answer, statuses):
    return status(answer) in ((statuses,) if isinstance(statuses, str) else statuses)


def check_requests(server):
    for sentence, request, statuses, words in REQUESTS:
        answer = server.raw(request)
        checks.check(f"{sentence}: {statuses}", is_right(answer, statuses) and words in answer, answer[:500] + b" ... " + answer[-500:])
        if status(answer) and words:
            checks.check(f"{sentence}: an error as AWS has it", b'"__type"' in answer and b'"message"' in answer, answer)
        checks.check(f"{sentence}: nothing of the machine is shown", b"root:" not in answer and b"/tmp/" not in answer, answer[:500])
    for sentence, request in SMUGGLING:
        answer = server.raw(request)
        checks.check(f"{sentence}: nothing is smuggled", b"flow_task_http" not in answer, answer[:800])
    pair = server.raw(with_body("ListActivities", b"{}") + with_body("ListStateMachines", b"{}"))
    checks.check("two requests after one another get two answers", pair.count(b"HTTP/1.1 200") == 2, pair)
    for path in (b"/healthz", b"/"):
        pair = server.raw(b"HEAD %s HTTP/1.1\r\nHost: x\r\n\r\n" % path + with_body("ListActivities", b"{}"))
        heads = pair.split(b"HTTP/1.1 ")
        checks.check(f"HEAD {path.decode()} is answered without a body", len(heads) == 3 and heads[1].endswith(b"\r\n\r\n"), pair)
    checks.check("the server is alive", server.is_alive)
    checks.check("and nothing is wrong inside", "failed:" not in server.log(), server.log())


def watch(server, seconds, stop):
    """How long requests take while others do harm; the longest."""
    client, longest = server.client(), 0
    while not stop.is_set():
        started = time.monotonic()
        client.list_state_machines(maxResults=1)
        longest = max(longest, time.monotonic() - started)
        time.sleep(0.05)
    seconds.append(longest)


def check_slow(server):
    """Clients that send a byte now and then, in the headers and in the body, are ended; others are served meanwhile."""
    stop, longest = threading.Event(), []
    watcher = threading.Thread(target=watch, args=(server, longest, stop))
    watcher.start()
    slow = []
    for start in [b"POST / HTTP/1.1\r\nX-A: ", LIST + b"Content-Length: 100000\r\n\r\n"]:
        for _ in range(20):
            connection = server.connect(5)
            connection.sendall(start)
            slow.append(connection)
    began = time.monotonic()
    ended = {}
    while len(ended) < len(slow) and time.monotonic() - began < 90:
        for index, connection in enumerate(slow):
            if index in ended:
                continue
            try:
                connection.setblocking(False)
                if connection.recv(4096) == b"":
                    ended[index] = time.monotonic() - began
            except BlockingIOError:
                pass
            except OSError:
                ended[index] = time.monotonic() - began
            if index not in ended:
                try:
                    connection.send(b"a")
                except OSError:
                    ended[index] = time.monotonic() - began
        time.sleep(0.5)
    for connection in slow:
        connection.close()
    stop.set()
    watcher.join()
    checks.check("slow clients are ended", len(ended) == len(slow), f"{len(ended)} of {len(slow)}")
    checks.check("slow clients are ended within 75 s", all(seconds < 75 for seconds in ended.values()), sorted(ended.values())[-3:])
    checks.check("slow clients keep nobody waiting", longest and longest[0] < 30, longest)


def check_idle(server):
    """Idle connections, as many as may be: others are served, and what is idle costs little."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    # The loopback's ephemeral ports, and the files of both sides.
    count = min(IDLE, hard - 600)
    connections = []
    before = memory(server)
    try:
        for _ in range(count):
            connections.append(server.connect(20))
        started = time.monotonic()
        for _ in range(20):
            server.client().list_state_machines(maxResults=1)
        seconds = time.monotonic() - started
        growth = (memory(server) - before) / len(connections) / 1024
    except OSError as error:
        checks.check(f"{count} idle connections are taken", False, f"{len(connections)}: {error}")
        return
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print(f"  ({count} idle connections: 20 new clients were served in {seconds:.2f} s; {growth:.1f} KiB each)")
    checks.check(f"{count} idle connections keep nobody waiting", seconds < 20, seconds)
    checks.check("an idle connection costs less than 64 KiB", growth < 64, growth)


def check_more_than_fit():
    """More idle connections than the server may have: those that are idle for the longest time have to go."""
    with served.Server(files=(700, 700)) as server:
        idle = []
        for _ in range(400):
            try:
                idle.append(server.connect(5))
            except OSError:
                break
        for _ in range(5):
            answer = server.client().list_state_machines(maxResults=1)
            checks.check("a client is served though all places are taken", "stateMachines" in answer)
        checks.check("the server is alive after too many connections", server.is_alive)
        for connection in idle:
            connection.close()


def memory(server):
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


with served.Server() as server:
    check_requests(server)
    check_idle(server)
    check_slow(server)
    checks.check("the server is alive after all", server.is_alive)
check_more_than_fit()
checks.end()
