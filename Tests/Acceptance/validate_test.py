"""`flow-task validate` and `explain`: places, formats, folders, YAML, silencing and exit statuses."""

import json
import shutil
import tempfile
from pathlib import Path

import flowtask
import sarif as sarif_schema

checks = flowtask.Checks("validate")
binary = flowtask.find_binary()
temporary = tempfile.TemporaryDirectory(prefix="flow-task-validate.", dir="/var/tmp")
folder = Path(temporary.name)


def validate(*arguments, feed=None):
    return flowtask.run([binary, "validate", *arguments], 60, cwd=folder, feed=feed)


def check(sentence, ended, status, *words, absent=()):
    checks.check(f"{sentence}: ends with {status}", ended.status == status, f"{ended.status}\n{ended.text}")
    for word in words:
        checks.check(f"{sentence}: says {word!r}", word in ended.text, ended.text)
    for word in absent:
        checks.check(f"{sentence}: does not say {word!r}", word not in ended.text, ended.text)


GOOD = '{"Comment": "x", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
BROKEN = """{
  "Comment": "x",
  "StartAt": "Load",
  "States": {
    "Load": {"Type": "Pass", "Next": "Dnoe"},
    "Done": {"Type": "Succeed"}
  }
}
"""
WARNED = """{
  "Comment": "x",
  "StartAt": "Load",
  "States": {
    "Load": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "End": true}
  }
}
"""
YAML = """# A machine with one mistake.
Comment: Waits
StartAt: Rest
States:
  Rest:
    Type: Wait
    Timestamp: 2026-11-21 09:14
    Next: Done
  "Done":
    Type: Pass
    Parameters:
      day: $.day
      list: [1, text, true]
    End: true
"""
(folder / "good.asl.json").write_text(GOOD)
(folder / "broken.asl.json").write_text(BROKEN)
(folder / "warned.asl.json").write_text(WARNED)
(folder / "wait.asl.yaml").write_text(YAML)

check("a good machine", validate("good.asl.json"), 0, "good.asl.json: valid")
ended = validate("broken.asl.json")
check(
    "a broken machine", ended, 1, "broken.asl.json:5:30: error[A12]", '"Dnoe"', 'Did you mean "Done"?',
    "at: /States/Load/Next", "  5 |", "^", "broken.asl.json: not valid (1 error)",
)
line, caret = [text for text in ended.output.splitlines() if "|" in text][:2]
checks.check("the caret stands under the key", line.find('"Next"') == caret.find("^"), ended.output)
checks.check("no colour where nobody looks", "\x1b" not in ended.output, repr(ended.output))

check("a warning", validate("warned.asl.json"), 0, "warning[F13]", "warned.asl.json: valid (1 warning)")
check("a warning that counts", validate("--strict", "warned.asl.json"), 1, "not valid")
check("a rule that is left out", validate("--strict", "--ignore", "f13", "warned.asl.json"), 0, absent=["F13"])
check("an unknown rule", validate("--ignore", "F99", "warned.asl.json"), 2, 'no rule "F99"')
silenced = WARNED.replace('"End": true', '"End": true, "Comment": "flow-task: ignore F13"')
check("a rule silenced in the document", validate("--strict", "-", feed=silenced.encode()), 0, absent=["F13"])
express = GOOD.replace("Succeed", "Wait").replace('"Wait"', '"Wait", "Seconds": 600, "End": true')
check("a machine judged as EXPRESS", validate("--express", "-", feed=express.encode()), 0, "F24", "standard input")
check("the same one as STANDARD", validate("-", feed=express.encode()), 0, absent=["F24"])

check(
    "YAML with places of its own", validate("wait.asl.yaml"), 1, "wait.asl.yaml:7:5: error[B05]", "2026-11-21 09:14",
    "wait.asl.yaml:12:7: warning[C04]", "at: /States/Done/Parameters/day",
)
mended = YAML.replace("2026-11-21 09:14", '"2020-11-21T09:14:00Z"').replace("day: $.day", "day: today")
(folder / "inner").mkdir()
(folder / "inner" / "wait.asl.yml").write_text(mended)
for command, words in [
    (["run", "inner/wait.asl.yml", "--store", "memory", "--quiet"], ['"day": "today"']),
    (["state", "inner/wait.asl.yml", "Done"], ['"day": "today"']), (["graph", "inner/wait.asl.yml"], ["Rest"]),
]:
    check(f"{command[0]} of YAML", flowtask.run([binary, *command], 20, cwd=folder), 0, *words)
    ended = flowtask.run([binary, command[0], "wait.asl.yaml", *command[2:]], 20, cwd=folder)
    check(f"{command[0]} of wrong YAML", ended, 2, "wait.asl.yaml:7:5: error[B05]", "  7 |")
(folder / "inner" / "wait.test.yaml").write_text(
    "tests:\n  - {name: waits, expect: {output: {day: today, list: [1, text, true]}}}\n")
ended = flowtask.run([binary, "test", "inner/wait.asl.yml", "--coverage"], 20, cwd=folder)
check("test of YAML", ended, 0, "100 % covered")
check("tests beside YAML", flowtask.run([binary, "test", "inner/wait.test.yaml"], 20, cwd=folder), 0, "waits")
shutil.rmtree(folder / "inner")
check("YAML on standard input", validate("-", feed=YAML.encode()), 1, "standard input:7:5: error[B05]")
templated = GOOD.replace('"Succeed"', '"Task", "Resource": "${Arn}", "TimeoutSeconds": 5, "End": true')
ended = validate("-", feed=templated.encode())
check("a template's placeholder in quotes", ended, 0, "standard input: valid", "placeholders such as ${Arn}")
checks.check("placeholders are told of once", ended.text.count("placeholder") == 1, ended.text)
ended = validate("-", feed=templated.replace(": 5", ": ${Limit}").encode())
check("a placeholder outside of quotes", ended, 1, "A01", "once it is filled in")

for sentence, text, words in [
    ("YAML that is none", "StartAt: [\n", ["no YAML"]), ("a key that stands twice", YAML + "StartAt: A\n", ["A07"]),
    ("YAML nested 10,000 deep", "a: " + "[" * 10_000, ["nested"]), ("YAML of dashes", "- " * 10_000 + "x", ["nested"]),
    ("an empty YAML", "# nothing\n", ["no value"]),
    ("aliases that grow", "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)), ["too much"]),
]:
    (folder / "odd.yml").write_text(text)
    check(sentence, validate("odd.yml"), 1, *words)
(folder / "odd.yml").unlink()

for sentence, text in [
    ("a text nested 10,000 deep", "[" * 10_000), ("an empty text", ""), ("a text that is no JSON", "hello"),
    ("a text that stops", GOOD[:40]), ("a value that is no object", "[1]"), ("half a character", '{"a": "\\ud800"}'),
]:
    (folder / "odd.json").write_text(text)
    check(sentence, validate("odd.json"), 1, "not valid")
(folder / "odd.json").write_bytes(b"\xff\xfe{}")
check("bytes that are no text", validate("odd.json"), 1, "not valid")
(folder / "odd.json").unlink()

(folder / "inner" / ".hidden").mkdir(parents=True)
(folder / "inner" / "more.json").write_text(GOOD)
(folder / "inner" / "package.json").write_text('{"name": "other"}')
(folder / "inner" / ".hidden" / "x.asl.json").write_text("{")
check(
    "a folder", validate("."), 1, "5 checked, 2 not valid: 2 errors, 2 warnings", "inner/more.json: valid",
    absent=["package.json", "hidden"],
)
check("a folder without definitions", validate("inner/.hidden/.."), 0, "more.json")
check("a missing file", validate("none.json", "good.asl.json"), 2, "none.json", "No such file", "good.asl.json: valid")

report = json.loads(validate("--format", "json", "broken.asl.json", "good.asl.json").output)
checks.check("JSON counts", (report["errors"], report["warnings"]) == (1, 0), report)
found = report["documents"][0]["diagnostics"][0]
wanted = {"code": "A12", "severity": "error", "line": 5, "column": 30, "pointer": "/States/Load/Next"}
checks.check("JSON holds the place", wanted.items() <= found.items(), found)
checks.check("JSON holds AWS's code", found["awsCode"] == "MISSING_TRANSITION_TARGET", found)
checks.check("JSON tells who is valid", [d["valid"] for d in report["documents"]] == [False, True], report)

ended = validate("--format", "github", "broken.asl.json", "warned.asl.json")
check("annotations", ended, 1, "::error file=broken.asl.json,line=5,col=30,title=A12::", "%0A", "::warning file=warned")

sarif = json.loads(validate("--format", "sarif", "broken.asl.json", "warned.asl.json").output)
run = sarif["runs"][0]
rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
checks.check("SARIF has its version", sarif["version"] == "2.1.0" and "sarif-2.1.0" in sarif["$schema"], sarif)
checks.check("SARIF has every rule once", len(rules) == len(set(rules)) and {"A01", "F27", "G07"} <= set(rules), rules)
for result in run["results"]:
    place = result["locations"][0]["physicalLocation"]
    checks.check("SARIF names the rule", rules[result["ruleIndex"]] == result["ruleId"], result)
    checks.check("SARIF has a level", result["level"] in ("none", "note", "warning", "error"), result)
    checks.check("SARIF has a message", result["message"]["text"], result)
    checks.check("SARIF has a region", place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1, place)
    checks.check("SARIF names the file", place["artifactLocation"]["uri"].endswith(".asl.json"), place)
checks.check("SARIF keeps its schema", not sarif_schema.problems(sarif), sarif_schema.problems(sarif))
for broken in (
    {**sarif, "version": "2.0.0"}, {**sarif, "more": 1}, {"version": "2.1.0"},
    {**sarif, "runs": [{**run, "results": [{"ruleId": "A12", "message": {}}]}]},
    {**sarif, "runs": [{**run, "results": [{"message": {"text": "x"}, "level": "information"}]}]},
):
    checks.check("the schema refuses what is not SARIF", sarif_schema.problems(broken), broken)
(folder / "with blank ü.asl.json").write_text(BROKEN)
every = validate("--format", "sarif", "with blank ü.asl.json", "wait.asl.yaml", str(folder / "broken.asl.json"))
problems = sarif_schema.problems(json.loads(every.output))
checks.check("SARIF of other names and of YAML keeps its schema", not problems, problems)
checks.check("SARIF escapes names", "with%20blank%20%C3%BC.asl.json" in every.output, every.output)
checks.check("SARIF has what was found", [r["ruleId"] for r in run["results"]] == ["A12", "F13"], run["results"])

ended = flowtask.run([binary, "explain", "f07"], 20)
check("explain", ended, 0, "### F07", "Fails:", "Mended:", "$toatl")
check("validate --explain", validate("--explain", "F07"), 0, "### F07", "Mended:")
check("explain of all", flowtask.run([binary, "explain"], 20), 0, "A01  error", "G07  information")
check("explain of none", flowtask.run([binary, "explain", "F77"], 20), 2, 'no rule "F77"')
readings = flowtask.run([binary, "explain", "--readings"], 20)
documented = (flowtask.CHECKOUT / "docs/readings.md").read_text()
checks.check("docs/readings.md is up to date", readings.output == documented, "differs")
CHOICE = """{"Comment": "x", "StartAt": "A", "States": {"A": {"Type": "Choice",
  "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "B"}]}, "B": {"Type": "Succeed"}}}"""
RETRIED = """{"Comment": "x", "StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
  "Resource": "arn:aws:states:::dynamodb:getItem",
  "Retry": [{"ErrorEquals": ["States.ALL"], "MaxDelaySeconds": 40000000}]}}}"""
(folder / "choice.asl.json").write_text(CHOICE)
(folder / "retried.asl.json").write_text(RETRIED)
check("a reading's default", validate("retried.asl.json"), 1, "error[B07]")
check("a reading", validate("retried.asl.json", "--reading", "max-delay=unbounded"), 0, absent=["B07"])
check("no such reading", validate("--reading", "max-dely=unbounded", "retried.asl.json"), 2, 'mean "max-delay"')
check("no such value", validate("--reading", "max-delay=1", "retried.asl.json"), 2, "max-delay=31622400 or")
for value, error in (("no-choice-matched", "States.NoChoiceMatched"), ("runtime", "States.Runtime")):
    command = [binary, "run", "choice.asl.json", "--reading", f"choice-without-match={value}"]
    check(f"a run by {value}", flowtask.run(command, 60, cwd=folder), 1, error)
documented = (flowtask.CHECKOUT / "docs/rules.md").read_text()
checks.check("docs/rules.md is up to date", flowtask.run([binary, "explain", "--all"], 20).output == documented, "differs")
temporary.cleanup()
checks.end()
