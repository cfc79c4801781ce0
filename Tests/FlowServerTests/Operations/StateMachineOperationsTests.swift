import FlowJSON
import Testing

@testable import FlowServer

@Suite("Operations on state machines")
struct StateMachineOperationsTests {
    @Test("a state machine is made, described, updated and deleted")
    func life() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m")
            #expect(arn == "\(Served.prefix):stateMachine:m")
            var described = try await served.call("DescribeStateMachine", ["stateMachineArn": .string(arn)])
            #expect(described["definition"]?.stringValue == Served.pass)
            #expect(described["status"] == "ACTIVE")
            #expect(described["type"] == "STANDARD")
            #expect(described["loggingConfiguration"] == ["level": "OFF", "includeExecutionData": false])
            #expect(described["tracingConfiguration"] == ["enabled": false])
            #expect(described["encryptionConfiguration"] == ["type": "AWS_OWNED_KEY"])
            #expect(described["revisionId"] == nil)
            let update: JSON = ["stateMachineArn": .string(arn), "definition": .string(Served.fail)]
            let updated = try await served.call("UpdateStateMachine", update)
            let again = try await served.call("UpdateStateMachine", update)
            #expect(updated["revisionId"] != nil)
            #expect(again["revisionId"] == updated["revisionId"])
            described = try await served.call("DescribeStateMachine", ["stateMachineArn": .string(arn)])
            #expect(described["definition"]?.stringValue == Served.fail)
            for _ in 0..<2 { _ = try await served.call("DeleteStateMachine", ["stateMachineArn": .string(arn)]) }
            try await served.refuses(
                "DescribeStateMachine",
                ["stateMachineArn": .string(arn)],
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '\(arn)'"
            )
        }
    }

    @Test("the same machine is found again, another one of its name is refused")
    func idempotence() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m")
            #expect(try await served.machine("m", Served.pass, ["roleArn": "arn:aws:iam::1:role/other"]) == arn)
            try await served.refuses(
                "CreateStateMachine",
                ["name": "m", "definition": .string(Served.fail), "roleArn": .string(Served.role)],
                "StateMachineAlreadyExists",
                "State Machine Already Exists: '\(arn)'"
            )
        }
    }

    @Test(
        "wrong requests to make one are refused in AWS's words",
        arguments: [
            (["name": "a b"], "InvalidName", "Invalid Name: 'a b'"),
            (["roleArn": "role"], "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: role'"),
            (
                ["definition": "{}"], "InvalidDefinition",
                "Invalid State Machine Definition: "
                    + "'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'"
            ),
            (
                ["versionDescription": "v"], "ValidationException",
                "Version description can only be set when publish is true"
            ),
            (
                ["loggingConfiguration": ["level": "ALL"]], "InvalidLoggingConfiguration",
                "Invalid Logging Configuration: Must specify exactly one Log Destination."
            ),
            (
                ["type": "FAST"], "ValidationException",
                "1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [STANDARD, EXPRESS]"
            ),
        ] as [(JSONObject, String, String)]
    )
    func refusals(change: JSONObject, code: String, message: String) async throws {
        try await Served.with { served in
            var input: JSONObject = [
                "name": "m", "definition": .string(Served.pass), "roleArn": .string(Served.role),
            ]
            for (name, value) in change { input[name] = value }
            try await served.refuses("CreateStateMachine", .object(input), code, message)
        }
    }

    @Test("an update without anything to update is refused")
    func emptyUpdate() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m")
            try await served.refuses(
                "UpdateStateMachine",
                ["stateMachineArn": .string(arn)],
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                    + "specified"
            )
        }
    }

    @Test("a machine with a running execution is deleted when that has ended")
    func deleting() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m", Served.wait)
            let execution = try await served.start(arn)
            _ = try await served.call("DeleteStateMachine", ["stateMachineArn": .string(arn)])
            let described = try await served.call("DescribeStateMachine", ["stateMachineArn": .string(arn)])
            #expect(described["status"] == "DELETING")
            let start = try await served.ask("StartExecution", ["stateMachineArn": .string(arn)])
            #expect(start.body["__type"]?.stringValue?.hasSuffix("#StateMachineDeleting") == true)
            _ = try await served.call("StopExecution", ["executionArn": .string(execution)])
            let gone = try await served.ask("DescribeStateMachine", ["stateMachineArn": .string(arn)])
            #expect(gone.status == 400)
        }
    }

    @Test("lists come in pages, the newest first, and only with the caller's own machines")
    func list() async throws {
        try await Served.with { served in
            for name in ["a", "b", "c"] { _ = try await served.machine(name) }
            let first = try await served.call("ListStateMachines", ["maxResults": 2])
            let names = first["stateMachines"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
            #expect(names == ["c", "b"])
            let token = try #require(first["nextToken"])
            let second = try await served.call("ListStateMachines", ["nextToken": token])
            #expect(second["stateMachines"]?.arrayValue?.count == 1)
            #expect(second["nextToken"] == nil)
            let other = APIRequest(operation: "ListStateMachines", body: [], account: "999999999999")
            #expect(await served.api.answer(other).body == #"{"stateMachines":[]}"#)
        }
    }

    @Test("tags are added, listed and taken away")
    func tags() async throws {
        try await Served.with { served in
            let arn = JSON.string(try await served.machine("m", Served.pass, ["tags": [["key": "a", "value": "1"]]]))
            let more: JSON = ["resourceArn": arn, "tags": [["key": "b", "value": "2"], ["key": "a", "value": "3"]]]
            _ = try await served.call("TagResource", more)
            var listed = try await served.call("ListTagsForResource", ["resourceArn": arn])
            #expect(listed["tags"] == [["key": "a", "value": "3"], ["key": "b", "value": "2"]])
            _ = try await served.call("UntagResource", ["resourceArn": arn, "tagKeys": ["a", "c"]])
            listed = try await served.call("ListTagsForResource", ["resourceArn": arn])
            #expect(listed["tags"] == [["key": "b", "value": "2"]])
            let many = (1...50).map { JSON.object(["key": .string("k\($0)"), "value": ""]) }
            let answer = try await served.ask("TagResource", ["resourceArn": arn, "tags": .array(many)])
            #expect(answer.body["__type"]?.stringValue?.hasSuffix("#TooManyTags") == true)
            let missing = "\(Served.prefix):stateMachine:none"
            try await served.refuses(
                "ListTagsForResource",
                ["resourceArn": .string(missing)],
                "ResourceNotFound",
                "Resource not found: '\(missing)'"
            )
        }
    }
}
