#!/usr/bin/env python3
"""Writes ServiceShapes.generated.swift: what AWS services answer, in a compact form.

The source is botocore's service models (PyPI, Apache-2.0): pip install botocore, then run this.
One text a service: {"o": {operation: shape}, "s": [shape]}. A shape is the number of one in the list or, for a leaf,
a letter (s string, n number, b boolean, t timestamp, a blob, d anything) with bounds as in s1:64. In the list stand
{"m": {member: shape}, "r": [required]}, {"l": shape} for a list, {"v": shape} for a map and {"e": [value]} for an enum;
lists also have their bounds as "b". Names of members begin with a capital, as Step Functions writes them.
"""
import json
import pathlib

import botocore
import botocore.session

SERVICES = """
    athena batch bedrock-runtime cloudformation cloudwatch codebuild codepipeline comprehend databrew dynamodb ecr ecs
    eks emr emr-containers emr-serverless events firehose glue kinesis kms lambda logs polly rds-data redshift-data
    rekognition s3 scheduler secretsmanager ses sesv2 sns sqs ssm stepfunctions sts textract transcribe translate
    """.split()
# Of large services only these operations, most of them polled by `.sync`.
SOME = {
    "bedrock": ["GetModelCustomizationJob", "CreateModelCustomizationJob", "GetFoundationModel"],
    "mediaconvert": ["CreateJob", "GetJob"],
    "sagemaker": [
        "CreateTrainingJob", "CreateTransformJob", "CreateProcessingJob", "CreateLabelingJob",
        "CreateHyperParameterTuningJob", "CreateModel", "CreateEndpoint", "CreateEndpointConfig", "UpdateEndpoint",
        "DescribeTrainingJob", "DescribeTransformJob", "DescribeProcessingJob", "DescribeLabelingJob",
        "DescribeHyperParameterTuningJob",
    ],
    "ec2": [
        "DescribeInstances", "StartInstances", "StopInstances", "TerminateInstances", "DescribeInstanceStatus",
        "CreateSnapshot", "DescribeSnapshots", "CreateTags",
    ],
}
# Bounds that Step Functions was recorded to apply, where the model has others since.
BOUNDS = {("lambda", "MemorySize"): "128:10240"}
LETTERS = {
    "string": "s", "character": "s", "integer": "n", "long": "n", "float": "n", "double": "n", "boolean": "b",
    "timestamp": "t", "blob": "a",
}


class Service:
    def __init__(self, name, model):
        self.name, self.model, self.shapes, self.places = name, model, [], {}

    def text(self, operations):
        found = {}
        for name in operations:
            shape = self.model.operation_model(name).output_shape
            if shape is not None:
                found[name] = self.ref(shape)
        return json.dumps({"o": found, "s": self.shapes}, separators=(",", ":"), ensure_ascii=True)

    def ref(self, shape):
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return "d"
        if kind in LETTERS:
            if getattr(shape, "enum", None):
                return self.place(shape.name, lambda: {"e": list(shape.enum)})
            return LETTERS[kind] + BOUNDS.get((self.name, shape.name), bounds(shape))
        if kind == "list":
            return self.place(shape.name, lambda: with_bounds({"l": self.ref(shape.member)}, shape))
        if kind == "map":
            return self.place(shape.name, lambda: {"v": self.ref(shape.value)})
        return self.place(shape.name, lambda: self.structure(shape))

    def structure(self, shape):
        result = {"m": {capital(name): self.ref(member) for name, member in shape.members.items()}}
        if shape.required_members:
            result["r"] = [capital(name) for name in shape.required_members]
        return result

    def place(self, name, make):
        """The number of a shape; a shape within itself is named before it is made."""
        if name not in self.places:
            self.places[name] = len(self.shapes)
            self.shapes.append(None)
            self.shapes[self.places[name]] = make()
        return self.places[name]


def capital(name):
    return name[:1].upper() + name[1:]


def bounds(shape):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    return "" if not low and high is None else f"{low or 0}:{'' if high is None else high}"


def with_bounds(result, shape):
    if bounds(shape):
        result["b"] = bounds(shape)
    return result


def main():
    session = botocore.session.get_session()
    lines = [
        f"// Written by generate.py from botocore {botocore.__version__} (Apache-2.0). Don't edit.",
        "",
        "// swift-format-ignore-file",
        "extension ServiceShape {",
        "    /// What services answer, by the service's name without blanks; generate.py tells the form.",
        "    static let texts: [String: String] = [",
    ]
    for name in sorted(SERVICES + list(SOME)):
        model = session.get_service_model(name)
        key = model.service_id.hyphenize().replace("-", "")
        text = Service(name, model).text(SOME.get(name, model.operation_names))
        assert '"#' not in text, name
        lines.append(f'        "{key}": #"{text}"#,')
    lines += ["    ]", "}", ""]
    target = pathlib.Path(__file__).parent / "ServiceShapes.generated.swift"
    target.write_text("\n".join(lines))
    print(f"{target}: {target.stat().st_size} bytes")


main()
