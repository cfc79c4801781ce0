"""`flow-task lsp` with a real editor, and with clients that send what no editor would."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flowtask import find_binary
from lsp import Client

FOLDER = Path(__file__).resolve().parent
DEFINITION = """{
  "QueryLanguage": "JSONata",
  "StartAt": "Lod",
  "States": {
    "Load": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": {"FunctionName": "f"},
      "Assign": {"total": "{% $count($states.result) %}"}, "Next": "Store é😀"
    },
    "Store é😀": {"Type": "Pass", "Output": "{% $total %}", "End": true}
  }
}
"""
problems = []


def check(what, holds, seen=None):
    if not holds:
        problems.append(f"{what}: {json.dumps(seen, ensure_ascii=False)[:1500]}")


def editor():
    """Neovim shows, completes, explains, jumps, renames, mends and formats."""
    if not shutil.which("nvim"):
        sys.exit("Install neovim: Tests/Servers/install does.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "flow.asl.json"
        file.write_text(DEFINITION)
        seen_file = Path(folder) / "seen.json"
        environment = {
            **os.environ,
            "FLOW_TASK_BINARY": find_binary(),
            "LSP_FILE": str(file),
            "LSP_SEEN": str(seen_file),
            "HOME": folder,
            "XDG_STATE_HOME": folder,
            "XDG_CACHE_HOME": folder,
        }
        command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {FOLDER / 'lsp_editor.lua'}"]
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=180)
        check("the editor reports", seen_file.exists(), done.stderr)
        if not seen_file.exists():
            return
        seen = json.loads(seen_file.read_text())
    check("nothing fails in the editor", seen["errors"] == [], seen)
    if seen["errors"]:
        return
    check("the wrong name is shown", [(d["code"], d["line"]) for d in seen["diagnostics"]] == [("A04", 2)], seen)
    check("with what was meant", 'Did you mean "Load"?' in seen["diagnostics"][0]["message"], seen["diagnostics"])
    check("the mend is applied", seen["mended"] == '  "StartAt": "Load",', seen["mended"])
    check("hover explains", "Does work outside" in seen["hover"], seen["hover"])
    check("states are proposed", seen["completion"] == ["Load", "Store é😀"], seen["completion"])
    check("and filled in", seen["completed"] == '      "Default": "Load",', seen["completed"])
    check("a field of another type is shown", seen["wrong_member"][0]["code"] == "A09", seen["wrong_member"])
    check("the definition is found", seen["definition"] == [11, 5], seen["definition"])
    check("all names are changed", all('"Keep \\"all\\""' in line for line in seen["renamed"]), seen["renamed"])
    check("the document is formatted", seen["formatted"] == '    "QueryLanguage": "JSONata",', seen["formatted"])


def wrong_use():
    """What is no message, or comes at the wrong time, is answered with the protocol's codes."""
    client = Client(initialize=False)
    check("before initialize", client.request("textDocument/hover", {})["error"]["code"] == -32002)
    client.notify("textDocument/didOpen", {"textDocument": {"uri": "a", "text": "{}"}})
    result = client.request("initialize", {"capabilities": {"general": {"positionEncodings": ["utf-8", "utf-16"]}}})
    check("UTF-8 is agreed on", result["result"]["capabilities"]["positionEncoding"] == "utf-8", result)
    check("initialize again", client.request("initialize", {})["error"]["code"] == -32600)
    check("an unknown method", client.request("textDocument/nothing", {})["error"]["code"] == -32601)
    check("no parameters", client.request("textDocument/hover", None)["error"]["code"] == -32602)
    check("a document that is not open", client.request("textDocument/hover", client.at("x", "x"))["error"]["code"] == -32602)
    client.notify("$/unknown", {})
    for data, code in [
        (b"Content-Length: 5\r\n\r\n{nope", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 2\r\n\r\n{}", -32600),
        (b'Content-Length: 25\r\n\r\n{"id": {}, "method": "x"}', -32600),
        (b"Content-Length: -7\r\n\r\n", -32700),
        (b"Content-Length: 99999999999999999999\r\n\r\n", -32700),
        (b"Content-Length: 1e3\r\n\r\n", -32700),
        (b"Content-Type: x\r\n\r\n", -32700),
        (b"\x00\xff" * 20_000, -32700),
    ]:
        client.send_bytes(data)
        answer = client.receive(10)
        check(f"{data[:40]!r}", answer is not None and answer.get("error", {}).get("code") == code, answer)
        check("and goes on", "error" in client.request("textDocument/nothing", {}))
    text = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'
    client.open(text)
    check("and judges", client.errors() == [])
    body = b'{"jsonrpc": "2.0", "id": "t", "method": "shutdown"}'
    for byte in b"content-length:%d\r\nContent-Type: x\r\n\r\n%s" % (len(body), body):
        client.send_bytes(bytes([byte]))
    check("byte by byte, with a text as its id", client.receive(10) == {"jsonrpc": "2.0", "id": "t", "result": None})
    check("after shutdown", client.request("textDocument/hover", {})["error"]["code"] == -32600)
    client.notify("exit", None)
    check("a proper end", client.process.wait(10) == 0)

    hasty = Client()
    hasty.notify("exit", None)
    check("exit without shutdown", hasty.process.wait(10) == 1)
    gone = Client()
    gone.process.stdin.close()
    check("a client that goes away", gone.process.wait(10) == 1)


def changes():
    """Incremental changes in UTF-16 give the text that the client has."""
    client = Client()
    client.open('{"StartAt": "é😀", "States": {}}')

    def change(version, *changes):
        params = {"textDocument": {"uri": "file:///m.asl.json", "version": version}, "contentChanges": list(changes)}
        client.notify("textDocument/didChange", params)

    def edit(start, end, text):
        return {
            "range": {"start": dict(zip(("line", "character"), start)), "end": dict(zip(("line", "character"), end))},
            "text": text,
        }

    # The name has 3 UTF-16 units; the last edit is beyond the line, which means its end.
    change(
        2,
        edit((0, 16), (0, 16), "x"),
        edit((0, 31), (0, 31), '"é😀x": {"Type": "Pass",\n"End": true}'),
        edit((1, 500), (900, 1), "\n"),
    )
    check("the text is whole", [d["code"] for d in client.errors(2)] != ["A01"])
    change(3, {"text": '{"StartAt": "é😀x", "States": {"é😀x": {"Type": "Pass", "End": true}}}'})
    check("the whole text at once", client.errors(3) == [])
    change(4, edit((0, 14), (0, 15), ""))
    check("half of a character is where it begins", client.errors(4) == [])
    change(5, {"range": "nonsense", "text": "gone"}, {"text": 7})
    check("nonsense changes nothing", client.errors(5) == [])
    client.notify("textDocument/didClose", {"textDocument": {"uri": "file:///m.asl.json"}})
    closed = client.wait(lambda message: "version" not in message.get("params", {"version": 1}))
    check("nothing is left after closing", closed["params"]["diagnostics"] == [], closed)
    client.open('{"name": "x"}', uri="file:///package.json")
    client.open("{", uri="file:///other.asl.json")
    check("other JSON is left alone", client.errors(uri="file:///other.asl.json")[0]["code"] == "A01")
    check("and nothing is said of it", "package.json" not in str(client.notifications), client.notifications)
    check("the end", client.end() == 0)


def unfinished():
    """Completion in texts that are being typed."""
    snippets = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
    cases = [
        ('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "|', ["A", "B"]),
        ('{"StartAt": |\n"States": {"A": {"Type": "Pass"', ["A"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "|"', ["Choice", "Map"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Task", "Retry": [{"ErrorEquals": ["|', ["States.ALL", "Broken"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Task", |', ["Resource", "Parameters"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Task", "Ti|\n"Next": "B"', ["TimeoutSeconds", "TimeoutSecondsPath"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Task", "Parameters": {"a.$": "$$.Sta|', ["$$.State", "$$.StateMachine"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Task", "Parameters": {"a.$": "Sta|', ["States.Format"]),
        ('{"StartAt": "A", "States": {"A": {"QueryLanguage": "JSONata", "Output": "{% $sta|', ["$states", "$string"]),
        ('{"StartAt": "A", "States": {"A": {"QueryLanguage": "JSONata", "Output": "{% $states.|', ["$states.input"]),
        ('{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [|', ["rule"]),
        ('{"StartAt": "A", "States": {|', ["A", "Task state", "Map state"]),
        ("|", ["state machine"]),
    ]
    client = Client(snippets)
    tail = ' "B": {"Type": "Fail", "Error": "Broken"}}}'
    for number, (case, wanted) in enumerate(cases):
        text = case.replace("|", "")
        if "B" in wanted or "Broken" in wanted:
            text = text + '"},\n' + tail if case.endswith('Next": "|') else text + '"]}]},\n' + tail
        uri = f"file:///{number}.asl.json"
        client.open(text, uri=uri)
        answer = client.request("textDocument/completion", client.at(case, "|", uri=uri))
        labels = [item["label"] for item in answer["result"]]
        check(case, set(wanted) <= set(labels), labels)
    check("the end", client.end() == 0)


def large():
    """A document of a megabyte is completed at once, while it is being judged."""
    states = {f"State number {n}": {"Type": "Pass", "Comment": "x" * 60, "Next": f"State number {n + 1}"} for n in range(6900)}
    states["State number 6900"] = {"Type": "Succeed"}
    text = json.dumps({"StartAt": "State number 0", "States": states}, indent=1)[:1_048_000]
    client = Client()
    client.open(text)
    place = client.at(text, '"Next": "State number 3001"', offset=9)
    client.request("textDocument/completion", place)
    times = []
    for version in range(2, 12):
        edit = {"range": {"start": place["position"], "end": place["position"]}, "text": "S"}
        params = {"textDocument": {"uri": "file:///m.asl.json", "version": version}, "contentChanges": [edit]}
        begin = time.monotonic()
        client.notify("textDocument/didChange", params)
        answer = client.request("textDocument/completion", place)
        times.append(time.monotonic() - begin)
        labels = [item["label"] for item in answer["result"]["items"]]
        check("some states that fit are proposed", len(labels) == 500 and "State number 1" in labels, len(labels))
    milliseconds = sorted(times)[len(times) // 2] * 1000
    print(f"  a change and a completion in {len(text)} bytes: {milliseconds:.0f} ms")
    check("it does not hang", milliseconds < 5000, milliseconds)
    client.diagnostics(11, seconds=60)
    check("the end", client.end() == 0)


for part in [editor, wrong_use, changes, unfinished, large]:
    try:
        part()
    except (TimeoutError, BrokenPipeError, subprocess.TimeoutExpired) as problem:
        problems.append(f"{part.__name__}: {problem!r}")
print(f"lsp: {len(problems)} problems")
for problem in problems:
    print("  " + problem)
sys.exit(1 if problems else 0)
