#!/usr/bin/env python3
"""Writes the service models of this folder from botocore's (Apache-2.0, PyPI): `pip install botocore; ./generate.py`.

One line of compact JSON a service, read by ServiceModel.swift:
  i id, e endpoint prefix, g signing name, p protocol, t target prefix, j JSON version, v API version, n XML namespace,
  o operations {name: [method, path, input, output, result wrapper]}, x errors {code: shape}, s shapes.
A shape is {"m": {member: ref | [ref, location, wire name, flags]}, "r": required, "y": payload}, or ["L", ref, wire name,
flags] for a list, or ["M", ref, key name, value name, flags] for a map. A ref is a shape's name or a letter: s string,
i integer, d number, b boolean, B blob, t timestamp (u unix, o ISO 8601, h HTTP date). Flags: f flattened, a attribute.
"""
import json
import pathlib

import botocore.session

SERVICES = {
    "dynamodb": None, "s3": None, "sqs": None, "sns": None, "stepfunctions": None, "lambda": None, "events": None,
    "logs": None, "secretsmanager": None, "ssm": "GetParameter GetParameters GetParametersByPath PutParameter "
    "DeleteParameter SendCommand GetCommandInvocation StartAutomationExecution GetAutomationExecution",
    "sts": None, "iam": "GetRole CreateRole DeleteRole ListRoles AttachRolePolicy DetachRolePolicy GetUser ListUsers",
    "athena": "StartQueryExecution StopQueryExecution GetQueryExecution GetQueryResults ListQueryExecutions "
    "BatchGetQueryExecution CreateNamedQuery GetNamedQuery ListNamedQueries GetWorkGroup ListWorkGroups",
    "batch": "SubmitJob DescribeJobs TerminateJob CancelJob ListJobs DescribeJobQueues DescribeJobDefinitions",
    "ecs": "RunTask DescribeTasks StopTask ListTasks DescribeServices UpdateService DescribeClusters ListClusters "
    "DescribeTaskDefinition ListServices",
    "glue": "StartJobRun GetJobRun GetJobRuns BatchStopJobRun StartCrawler StopCrawler GetCrawler GetJob "
    "StartWorkflowRun GetWorkflowRun",
    "kms": None, "rds-data": None, "redshift-data": None,
}
FORMATS = {"unixTimestamp": "u", "iso8601": "o", "rfc822": "h"}
SCALARS = {"string": "s", "character": "s", "integer": "i", "long": "i", "float": "d", "double": "d", "boolean": "b",
           "blob": "B", "bigdecimal": "d", "short": "i"}


def compact(model, wanted):
    meta, shapes = model["metadata"], model["shapes"]
    needed = {}

    def ref(name, trait):
        shape = shapes[name]
        kind = shape["type"]
        if kind in SCALARS:
            return SCALARS[kind]
        if kind == "timestamp":
            return "t" + FORMATS.get(trait.get("timestampFormat") or shape.get("timestampFormat"), "")
        if name not in needed:
            needed[name] = None
            needed[name] = describe(shape)
        return name

    def describe(shape):
        flags = "f" if shape.get("flattened") else ""
        if shape["type"] == "list":
            member = shape["member"]
            return ["L", ref(member["shape"], member), member.get("locationName", ""), flags]
        if shape["type"] == "map":
            key, value = shape["key"], shape["value"]
            return ["M", ref(value["shape"], value), key.get("locationName", ""), value.get("locationName", ""), flags]
        members = {}
        for name, member in shape.get("members", {}).items():
            target = ref(member["shape"], member)
            flags = ("f" if member.get("flattened") else "") + ("a" if member.get("xmlAttribute") else "")
            wire = member.get("locationName", "")
            entry = [target, member.get("location", ""), "" if wire == name else wire, flags]
            while len(entry) > 1 and not entry[-1]:
                entry.pop()
            members[name] = entry[0] if len(entry) == 1 else entry
        result = {"m": members}
        if shape.get("required"):
            result["r"] = shape["required"]
        if shape.get("payload"):
            result["y"] = shape["payload"]
        return result

    operations = {}
    for name, operation in model["operations"].items():
        if wanted and name not in wanted:
            continue
        source, output = operation.get("input", {}), operation.get("output", {})
        entry = [operation["http"]["method"], operation["http"]["requestUri"],
                 ref(source["shape"], source) if source else "", ref(output["shape"], output) if output else "",
                 output.get("resultWrapper", "")]
        if source.get("locationName"):
            entry.append(source["locationName"])
        operations[name] = entry
    errors = {}
    for name, shape in shapes.items():
        if shape.get("exception"):
            errors[shape.get("error", {}).get("code", name)] = name
    protocol = meta["protocol"]
    result = {"i": meta["serviceId"], "e": meta["endpointPrefix"], "g": meta.get("signingName", meta["endpointPrefix"]),
              "p": protocol, "t": meta.get("targetPrefix", ""), "j": meta.get("jsonVersion", ""),
              "v": meta["apiVersion"], "n": meta.get("xmlNamespace", {}).get("uri", "") if isinstance(
                  meta.get("xmlNamespace"), dict) else meta.get("xmlNamespace", ""),
              "o": operations, "x": errors, "s": needed}
    return json.dumps(result, separators=(",", ":"))


def main():
    folder = pathlib.Path(__file__).parent
    loader = botocore.session.get_session().get_component("data_loader")
    total = 0
    for service, wanted in SERVICES.items():
        model = loader.load_service_model(service, "service-2")
        text = compact(model, set(wanted.split()) if wanted else None)
        name = "".join(part.capitalize() for part in service.split("-"))
        total += len(text)
        (folder / f"{name}Model.generated.swift").write_text(
            "// swift-format-ignore-file\n// Made by generate.py from botocore's service model (Apache License 2.0).\n\n"
            f"extension ServiceCatalog {{\n    static let {name[0].lower() + name[1:]} = #\"\"\"\n        {text}\n"
            '        """#\n}\n')
        print(service, len(text))
    print(total)


if __name__ == "__main__":
    main()
