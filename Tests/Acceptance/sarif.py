"""What the schema of SARIF 2.1.0 asks of the objects that `flow-task validate --format sarif` writes.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", sections 3.4 to 3.52, and its schema
sarif-schema-2.1.0.json, restated as a table: no object may have a member that is not in it.
"""

import re

LEVELS = ("none", "note", "warning", "error")
KINDS = ("notApplicable", "pass", "fail", "review", "open", "informational")


def text(value):
    return isinstance(value, str)


def whole(least):
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= least


def reference(value):
    """A URI reference (RFC 3986): its characters, and each % before two digits."""
    allowed = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}"
    return text(value) and re.fullmatch(f"({allowed})*", value) is not None


def absolute(value):
    return reference(value) and re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", value) is not None


def version(value):
    """A semantic version (SemVer 2.0)."""
    return text(value) and re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", value) is not None


def one_of(*values):
    return lambda value: value in values


class List:
    def __init__(self, element, unique=False):
        self.element, self.unique = element, unique


# By object: its members, those it must have, and sets of which it must have one member.
OBJECTS = {
    "sarifLog": ({"$schema": absolute, "version": one_of("2.1.0"), "runs": List("run")}, ["version", "runs"], []),
    "run": (
        {
            "tool": "tool", "results": List("result"), "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
            "language": text, "defaultEncoding": text, "defaultSourceLanguage": text,
        },
        ["tool"],
        [],
    ),
    "tool": ({"driver": "toolComponent", "extensions": List("toolComponent", True)}, ["driver"], []),
    "toolComponent": (
        {
            "name": text, "fullName": text, "version": text, "semanticVersion": version, "organization": text,
            "product": text, "informationUri": absolute, "downloadUri": absolute,
            "shortDescription": "multiformatMessageString", "fullDescription": "multiformatMessageString",
            "rules": List("reportingDescriptor", True),
        },
        ["name"],
        [],
    ),
    "reportingDescriptor": (
        {
            "id": text, "name": text, "shortDescription": "multiformatMessageString",
            "fullDescription": "multiformatMessageString", "help": "multiformatMessageString", "helpUri": absolute,
            "defaultConfiguration": "reportingConfiguration",
        },
        ["id"],
        [],
    ),
    "reportingConfiguration": ({"enabled": one_of(True, False), "level": one_of(*LEVELS)}, [], []),
    "multiformatMessageString": ({"text": text, "markdown": text}, ["text"], []),
    "result": (
        {
            "ruleId": text, "ruleIndex": whole(-1), "level": one_of(*LEVELS), "kind": one_of(*KINDS),
            "message": "message", "locations": List("location"), "relatedLocations": List("location", True),
        },
        ["message"],
        [],
    ),
    "message": ({"text": text, "markdown": text, "id": text, "arguments": List(text)}, [], [("text", "id")]),
    "location": (
        {"id": whole(-1), "physicalLocation": "physicalLocation", "logicalLocations": List("logicalLocation", True)},
        [],
        [],
    ),
    "physicalLocation": (
        {"artifactLocation": "artifactLocation", "region": "region", "contextRegion": "region"},
        [],
        [("artifactLocation", "address")],
    ),
    "artifactLocation": ({"uri": reference, "uriBaseId": text, "index": whole(-1)}, [], []),
    "region": (
        {
            "startLine": whole(1), "startColumn": whole(1), "endLine": whole(1), "endColumn": whole(1),
            "charOffset": whole(-1), "charLength": whole(0), "byteOffset": whole(-1), "byteLength": whole(0),
        },
        [],
        [],
    ),
    "logicalLocation": (
        {
            "name": text, "fullyQualifiedName": text, "decoratedName": text, "kind": text, "index": whole(-1),
            "parentIndex": whole(-1),
        },
        [],
        [],
    ),
}


def problems(value, kind="sarifLog", place=""):
    """Everything in a log that the table does not allow, each with its place."""
    if isinstance(kind, List):
        if not isinstance(value, list):
            return [f"{place}: should be a list"]
        found = [p for i, element in enumerate(value) for p in problems(element, kind.element, f"{place}/{i}")]
        if kind.unique and any(value[i] in value[:i] for i in range(len(value))):
            found.append(f"{place}: an element stands there twice")
        return found
    if callable(kind):
        return [] if kind(value) else [f"{place}: {value!r} is not as it should be"]
    if not isinstance(value, dict):
        return [f"{place}: should be a {kind}"]
    members, required, alternatives = OBJECTS[kind]
    found = [f"{place}: a {kind} needs {name!r}" for name in required if name not in value]
    found += [f"{place}: a {kind} needs one of {names}" for names in alternatives if not value.keys() & set(names)]
    for name, member in value.items():
        if name in members:
            found += problems(member, members[name], f"{place}/{name}")
        else:
            found.append(f"{place}: a {kind} has no {name!r}")
    return found
