import FlowJSON
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("Operations on versions and aliases")
struct VersionOperationsTests {
    @Test("versions are numbered on and numbers are not used again")
    func versions() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m", Served.pass, ["publish": true])
            let update: JSON = ["stateMachineArn": .string(arn), "definition": .string(Served.fail), "publish": true]
            let updated = try await served.call("UpdateStateMachine", update)
            #expect(updated["stateMachineVersionArn"] == .string("\(arn):2"))
            #expect(
                try await served.call("UpdateStateMachine", update)["stateMachineVersionArn"] == .string("\(arn):2")
            )
            _ = try await served.call("DeleteStateMachineVersion", ["stateMachineVersionArn": .string("\(arn):2")])
            let published = try await served.call("PublishStateMachineVersion", ["stateMachineArn": .string(arn)])
            #expect(published["stateMachineVersionArn"] == .string("\(arn):3"))
            let listed = try await served.call("ListStateMachineVersions", ["stateMachineArn": .string(arn)])
            let arns = listed["stateMachineVersions"]?.arrayValue?.compactMap {
                $0["stateMachineVersionArn"]?.stringValue
            }
            #expect(arns == ["\(arn):3", "\(arn):1"])
            let first = try await served.call("DescribeStateMachine", ["stateMachineArn": .string("\(arn):1")])
            #expect(first["definition"]?.stringValue == Served.pass)
        }
    }

    @Test("a version of an old revision is not published")
    func staleRevision() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m")
            let update: JSON = ["stateMachineArn": .string(arn), "definition": .string(Served.fail)]
            let revision = try await served.call("UpdateStateMachine", update)["revisionId"]?.stringValue ?? ""
            try await served.refuses(
                "PublishStateMachineVersion",
                ["stateMachineArn": .string(arn), "revisionId": "INITIAL"],
                "ConflictException",
                "Failed to publish the State Machine version for revision INITIAL. "
                    + "The current State Machine revision is \(revision)."
            )
        }
    }

    @Test("an execution through an alias runs the version and names both")
    func alias() async throws {
        try await Served.with { served in
            let arn = try await served.machine("m", Served.pass, ["publish": true])
            let version = JSON.string("\(arn):1")
            let request: JSON = [
                "name": "live", "routingConfiguration": [["stateMachineVersionArn": version, "weight": 100]],
            ]
            let alias = try #require(
                try await served.call("CreateStateMachineAlias", request)["stateMachineAliasArn"]
            )
            #expect(try await served.call("CreateStateMachineAlias", request)["stateMachineAliasArn"] == alias)
            let update: JSON = ["stateMachineArn": .string(arn), "definition": .string(Served.fail)]
            _ = try await served.call("UpdateStateMachine", update)
            let execution = try await served.run(alias.stringValue ?? "")
            let described = try await served.call("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "SUCCEEDED")
            #expect(described["stateMachineAliasArn"] == alias)
            #expect(described["stateMachineVersionArn"] == version)
            let listed = try await served.call("ListExecutions", ["stateMachineArn": alias])
            #expect(listed["executions"]?.arrayValue?.count == 1)
            try await served.refuses(
                "DeleteStateMachineVersion",
                ["stateMachineVersionArn": version],
                "ConflictException",
                "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this "
                    + "version: [live]"
            )
            _ = try await served.call("DeleteStateMachineAlias", ["stateMachineAliasArn": alias])
            try await served.refuses(
                "DescribeStateMachineAlias",
                ["stateMachineAliasArn": alias],
                "ResourceNotFound",
                "Request references a resource that does not exist."
            )
        }
    }

    @Test(
        "routes that do not add up are refused",
        arguments: [
            (
                [(":1", 70), (":2", 29)], "Sum of routing configuration weights must equal 100. Received: [70, 29]"
            ),
            (
                [(":1", 50), (":1", 50)],
                "Routing configuration must contain distinct state machine version ARNs. "
                    + "Received: [\(machine):1, \(machine):1]"
            ),
            (
                [("", 100)],
                "Routing configuration must contain state machine version ARNs. Received: [\(machine)]"
            ),
        ] as [([(String, Int64)], String)]
    )
    func routing(routes: [(String, Int64)], message: String) async throws {
        try await Served.with { served in
            let arn = try await served.machine("m", Served.pass, ["publish": true])
            let update: JSON = ["stateMachineArn": .string(arn), "definition": .string(Served.fail), "publish": true]
            _ = try await served.call("UpdateStateMachine", update)
            let list = routes.map {
                JSON.object(["stateMachineVersionArn": .string(arn + $0.0), "weight": .integer($0.1)])
            }
            let request: JSON = ["name": "live", "routingConfiguration": .array(list)]
            try await served.refuses("CreateStateMachineAlias", request, "ValidationException", message)
            let answer = try await served.ask("CreateStateMachineAlias", request)
            #expect(answer.body["reason"] == "INVALID_ROUTING_CONFIGURATION")
        }
    }

    private static let machine = "\(Served.prefix):stateMachine:m"

    @Test("an alias of two versions draws them by weight", arguments: [(0, 1), (69, 1), (70, 2), (99, 2)])
    func weights(lot: Int, expected: Int) throws {
        let alias = AliasRecord(
            name: "live",
            routes: [AliasRecord.Route(version: 1, weight: 70), AliasRecord.Route(version: 2, weight: 30)],
            createdAt: .init(milliseconds: 0),
            updatedAt: .init(milliseconds: 0),
            sequence: 1
        )
        #expect(alias.version(byLot: lot) == expected)
    }
}
