"""Wrong commands and inputs are refused before anything runs: what is wrong, where, and what to do."""

from failing import Failing

here = Failing("wrong use")
run = ["run", "import-orders", "--input"]
here.refuses("an unknown flow", ["run", "import-order"], ["import-order\\b", "did you mean", "import-orders"])
here.refuses("an unknown command", ["rnu"], ["rnu", "did you mean", '"run"'])
here.refuses("an unknown command of a command", ["new", "domian"], ["domian", "did you mean", '"domain"'])
here.refuses("an unknown domain", ["export", "order"], ["order\\b", "did you mean", '"orders"'])
here.refuses("a drawing that is not made", ["graph", "import-orders", "-o", "flow.png"], ["png", "svg"])
here.refuses("an unknown option", ["list", "--jsno"], ["--jsno"])
here.refuses("malformed input", [*run, '{"day": 2026-01-31}'], [r"line 1|:1:\d", r"\^"])
here.refuses("input that stops in the middle", [*run, '{"day": "2026'], [r"line 1|:1:\d", r"\^"])
here.refuses("an unknown input field", [*run, '{"dya": "2026-01-31"}'], ["dya", "day"])
here.refuses("a missing input field", [*run, "{}"], ["day"])
here.refuses("an input of the wrong type", [*run, '{"day": 5}'], ["day", "string|text"])
here.refuses("a missing input file", [*run, "none.json"], ["none.json", "no such file"])
here.refuses("an unknown state", ["state", "import-orders", "LandFile", "--input", "{}"], ["LandFile\\b", "LandFiles"])
here.refuses("a missing definition", ["run", "none.asl.json"], ["none.asl.json"])
here.refuses("a missing connections file", [*run, '{"day": "2026-01-31"}', "--connections", "none.yaml"], ["none.yaml"])

(here.folder / "broken.yaml").write_text("connections:\n  lake: [\n")
broken = [*run, '{"day": "2026-01-31"}', "--connections", "broken.yaml"]
here.refuses("connections that are no YAML", broken, ["broken.yaml", r"line \d|:\d"])
(here.folder / "broken.yaml").write_text("connections:\n  lake:\n    url: s4://bucket\n    regoin: eu-central-1\n")
here.refuses("a connection of an unknown kind", broken, ["s4", "s3", r"line 3|:3"])
(here.folder / "broken.yaml").write_text("connections:\n  lake:\n    url: s3://bucket\n    regoin: eu-central-1\n")
here.refuses("an unknown option of a connection", broken, ["regoin", "region", r"line 4|:4"])

(here.folder / "broken.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}')
here.refuses("a jump to nowhere", ["run", "broken.asl.json"], ['"B"', r"\^|broken.asl.json:1"])
(here.folder / "broken.asl.json").write_text('{"StartAt": "A",\n "States": {"A": {"Type": "Pass" "End": true}}}')
here.refuses("a definition that is no JSON", ["run", "broken.asl.json"], ["line 2|:2:", r"\^"])
here.end()
