"""flow-task serve lets in whom it should: botocore's own signatures, the aws CLI, a bearer token, TLS."""

import datetime
import json
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import botocore.auth
import flowtask
import served

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
OTHER_ACCOUNT = "111122223333"
TOKEN = "a-token-that-nobody-guesses"
NESTED = {
    "Type": "Task",
    "Resource": "arn:aws:states:::states:startExecution.sync:2",
    "Parameters": {"Input": {"from": "parent"}},
    "End": True,
}

checks = flowtask.Checks("access to the API")


def write(path, text):
    path.write_text(text)
    return str(path)


def keys_file(folder):
    return write(
        folder / "credentials",
        f"""# Who may come in.
[build]
aws_access_key_id = {KEY}
aws_secret_access_key = {SECRET}
[other]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = other
aws_account_id = {OTHER_ACCOUNT}
[temporary]
aws_access_key_id = ASIATEMPORARY
aws_secret_access_key = short
aws_session_token = IQoJb3JpZ2luX2VjEXAMPLE
""",
    )


def get(url, headers=None, data=None, context=None):
    """The status and text of an answer."""
    request = urllib.request.Request(url, headers=headers or {}, data=data)
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def list_machines(server, headers):
    target = {"X-Amz-Target": "AWSStepFunctions.ListStateMachines", "Content-Type": "application/x-amz-json-1.0"}
    return get(f"{server.url}/", {**target, **headers}, b"{}")


def check_keys(server):
    pass_state = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "ü + %", "End": True}}})
    client = server.client(KEY, SECRET)
    made = client.create_state_machine(name="signed", definition=pass_state, roleArn=served.ROLE)
    checks.check("a known key may", f":{served.ACCOUNT}:" in made["stateMachineArn"], made)
    other = server.client("AKIAOTHER", "other").create_activity(name="theirs")
    checks.check("a key with an account works in it", f":{OTHER_ACCOUNT}:" in other["activityArn"], other)
    temporary = server.client("ASIATEMPORARY", "short", "IQoJb3JpZ2luX2VjEXAMPLE").list_activities()
    checks.check("temporary keys may, with their token", "activities" in temporary, temporary)
    for sentence, code, refused in [
        ("temporary keys without their token", "UnrecognizedClientException", server.client("ASIATEMPORARY", "short")),
        ("an unknown key", "UnrecognizedClientException", server.client("AKIAUNKNOWN", SECRET)),
        ("another's secret", "InvalidSignatureException", server.client(KEY, "other")),
        ("twelve digits, which are no key here", "UnrecognizedClientException", server.client(OTHER_ACCOUNT, "x")),
    ]:
        error = served.refused(refused.list_state_machines)
        checks.check(f"{sentence}: {code}", error[0] == code, error)
    for minutes, may in [(-6, False), (-4, True), (4, True), (6, False)]:
        moved = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        original = botocore.auth.get_current_datetime
        botocore.auth.get_current_datetime = lambda *_, **__: moved.replace(tzinfo=None)
        try:
            answer = served.refused(client.list_activities)
        finally:
            botocore.auth.get_current_datetime = original
        passes = isinstance(answer, dict)
        checks.check(f"a clock that is {minutes} minutes off: {'may' if may else 'may not'}", passes == may, answer)
        if not may:
            checks.check(f"{minutes} minutes off: InvalidSignatureException", answer[0] == "InvalidSignatureException", answer)
    status, text = list_machines(server, {})
    checks.check("no signature: 400", status == 400 and "MissingAuthenticationTokenException" in text, (status, text))
    status, text = list_machines(server, {"Authorization": "AWS4-HMAC-SHA256 Credential=x"})
    checks.check("half a signature: 400", status == 400 and "IncompleteSignatureException" in text, (status, text))
    status, text = list_machines(server, {"Authorization": f"Bearer {TOKEN}"})
    checks.check("a token where none is known: 400", status == 400 and "MissingAuth" in text, (status, text))
    checks.check("the secret is in no log", SECRET not in server.log(), server.log())


def check_nested(server, client, sentence):
    child = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
    arn = client.create_state_machine(name="child", definition=child, roleArn=served.ROLE)["stateMachineArn"]
    state = {**NESTED, "Parameters": {**NESTED["Parameters"], "StateMachineArn": arn}}
    parent = json.dumps({"StartAt": "A", "States": {"A": state}})
    arn = client.create_state_machine(name="parent", definition=parent, roleArn=served.ROLE)["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    described = served.wait_for_end(client, execution)
    checks.check(sentence, described["status"] == "SUCCEEDED" and '"from":"parent"' in described["output"], described)


def check_cli(server, folder, environment, *more):
    """The aws CLI with the server's own words."""
    aws = served.find_aws()
    if not aws:
        print("  (the aws CLI is not here)")
        return
    words = server.lines[-1].split()[1:]
    checks.check("it says how to ask it", words[:3] == ["aws", "stepfunctions", "list-state-machines"], server.lines)
    ended = flowtask.run([aws, *words[1:], *more, "--output", "json"], 60, cwd=folder, environment=environment)
    listed = ended.status == 0 and "stateMachines" in json.loads(ended.output)
    checks.check("the aws CLI may, as the server says", listed, ended.text)


def check_token(folder):
    path = write(folder / "token", TOKEN + "\n")
    with served.Server("--token-file", path) as server:
        status, text = list_machines(server, {"Authorization": f"Bearer {TOKEN}"})
        checks.check("the token may", status == 200 and "stateMachines" in text, (status, text))
        status, text = list_machines(server, {"Authorization": f"Bearer {TOKEN}x"})
        checks.check("another token may not", status == 400 and "UnrecognizedClient" in text, (status, text))
        error = served.refused(server.client().list_state_machines)
        checks.check("a signature may not", error[0] == "UnrecognizedClientException", error)
        checks.check("/healthz needs nothing", get(f"{server.url}/healthz") == (200, "ok\n"))
        checks.check("/metrics needs the token", get(f"{server.url}/metrics")[0] == 401)
        status, _ = get(f"{server.url}/metrics", {"Authorization": f"Bearer {TOKEN}"})
        checks.check("/metrics with the token", status == 200, status)
        checks.check("it does not say that anybody may", len(server.lines) == 2, server.lines)


def check_tls(folder, keys):
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=flow-task", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    tls = ["--tls-certificate", str(certificate), "--tls-key", str(key), "--access-keys", keys]
    with served.Server(*tls) as server:
        checks.check("with TLS it is https", server.scheme == "https", server.lines)
        client = server.client(KEY, SECRET, verify=str(certificate))
        checks.check("boto3 may over TLS", "stateMachines" in client.list_state_machines())
        try:
            server.client(KEY, SECRET).list_state_machines()
            checks.check("boto3 without the certificate does not trust it", False)
        except Exception as error:
            checks.check("boto3 without the certificate does not trust it", "SSL" in str(error), error)
        check_nested(server, client, "executions start others over TLS and keys")
        curl = flowtask.run(["curl", "-sS", "--cacert", str(certificate), f"{server.url}/healthz"], 20)
        checks.check("curl may over TLS", curl.output == "ok\n", curl.text)
        old = flowtask.run(["curl", "-sS", "--tls-max", "1.1", "--cacert", str(certificate), f"{server.url}/healthz"], 20)
        checks.check("TLS 1.1 may not", old.status != 0, old.text)
        plain = server.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        checks.check("what is not TLS gets no answer", b"HTTP" not in plain, plain)
        environment = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        check_cli(server, folder, environment, "--ca-bundle", str(certificate))
    other = folder / "other.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", other],
                   check=True, capture_output=True)
    return [
        (["--tls-certificate", str(certificate)], "belong together"),
        (["--tls-certificate", str(certificate), "--tls-key", str(other)], "is not that of"),
        (["--tls-certificate", keys, "--tls-key", str(key)], "no certificate"),
        (["--tls-certificate", str(certificate), "--tls-key", str(certificate)], "no private key"),
    ]


def check_refusals(folder, more):
    binary = flowtask.find_binary()
    for arguments, words in [
        (["--host", "0.0.0.0"], "others could reach 0.0.0.0"),
        (["--host", "::"], "others could reach ::"),
        (["--access-keys", str(folder / "missing")], "cannot read"),
        (["--access-keys", write(folder / "empty", "")], "has no access key"),
        (["--token-file", write(folder / "short", "short")], "at least 16"),
        (["--log-level", "loud"], "--log-level"),
        *more,
    ]:
        ended = flowtask.run([binary, "serve", "--port", "0", *arguments], 20)
        checks.check(f"serve {arguments}: ends with 2", ended.status == 2, ended.text)
        checks.check(f"serve {arguments}: says {words!r}", words in ended.text, ended.text)
        checks.check(f"serve {arguments}: in one sentence", len(ended.error.strip().splitlines()) <= 4, ended.text)


with tempfile.TemporaryDirectory(prefix="flow-task-access.") as name:
    folder = Path(name)
    keys = keys_file(folder)
    with served.Server("--access-keys", keys) as server:
        check_keys(server)
        check_nested(server, server.client(KEY, SECRET), "executions start others where keys are asked for")
        check_cli(server, folder, {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET})
        checks.check("/metrics is for this machine", get(f"{server.url}/metrics")[0] == 200)
    with served.Server("--host", "0.0.0.0", environment={"FLOW_TASK_ACCESS_KEYS": keys}) as server:
        checks.check("with keys it listens everywhere", "stateMachines" in server.client(KEY, SECRET).list_state_machines())
    with served.Server() as server:
        checks.check("without keys it says so", "Any credentials will do" in server.lines[1], server.lines)
        status, text = list_machines(server, {"Origin": "http://evil.example"})
        checks.check("a page from elsewhere may not", status == 400 and "AccessDenied" in text, (status, text))
        check_cli(server, folder, {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"})
    check_token(folder)
    check_refusals(folder, check_tls(folder, keys))
checks.end()
