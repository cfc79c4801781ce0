import FlowEngine
import FlowJSON
import FlowStore
import Testing

@testable import FlowServer

@Suite("The API after a restart")
struct RestartTests {
    /// What operations answer.
    private static func answers(_ served: Served, _ requests: [(String, JSON)]) async throws -> [JSON] {
        var answers: [JSON] = []
        for (operation, input) in requests { answers.append(try await served.call(operation, input)) }
        return answers
    }

    @Test("machines, versions, aliases, tags and activities are as before", arguments: StoreSeries.Kind.allCases)
    func resources(kind: StoreSeries.Kind) async throws {
        try await StoreSeries.with(kind) { series in
            let machine = "\(Served.prefix):stateMachine:m"
            let activity = JSON.string("\(Served.prefix):activity:a")
            let alias = JSON.string("\(machine):live")
            let requests: [(String, JSON)] = [
                ("ListStateMachines", [:]), ("ListActivities", [:]), ("DescribeActivity", ["activityArn": activity]),
                ("DescribeStateMachine", ["stateMachineArn": .string(machine)]),
                ("DescribeStateMachine", ["stateMachineArn": .string("\(machine):1")]),
                ("DescribeStateMachine", ["stateMachineArn": .string("\(machine):2")]),
                ("ListStateMachineVersions", ["stateMachineArn": .string(machine)]),
                ("ListStateMachineAliases", ["stateMachineArn": .string(machine)]),
                ("DescribeStateMachineAlias", ["stateMachineAliasArn": alias]),
                ("ListTagsForResource", ["resourceArn": .string(machine)]),
                ("ListTagsForResource", ["resourceArn": activity]),
            ]
            var before: [JSON] = []
            try await series.served { served in
                let tags: JSON = [["key": "team", "value": "data"]]
                _ = try await served.machine("m", Served.wait, ["publish": true, "tags": tags])
                _ = try await served.machine("gone")
                let gone = JSON.string("\(Served.prefix):stateMachine:gone")
                _ = try await served.call("DeleteStateMachine", ["stateMachineArn": gone])
                _ = try await served.call(
                    "UpdateStateMachine",
                    [
                        "stateMachineArn": .string(machine), "definition": .string(Served.pass), "publish": true,
                        "versionDescription": "It passes.",
                    ]
                )
                let routes: JSON = [
                    ["stateMachineVersionArn": .string("\(machine):2"), "weight": 100]
                ]
                _ = try await served.call("CreateStateMachineAlias", ["name": "live", "routingConfiguration": routes])
                _ = try await served.call("CreateActivity", ["name": "a"])
                _ = try await served.call("TagResource", ["resourceArn": activity, "tags": tags])
                before = try await Self.answers(served, requests)
            }
            #expect(before.first?["stateMachines"]?.arrayValue?.count == 1)
            try await series.served { served in
                #expect(try await Self.answers(served, requests) == before)
                // A number is not given a second time.
                let update: JSON = [
                    "stateMachineArn": .string(machine), "definition": .string(Served.fail), "publish": true,
                ]
                let updated = try await served.call("UpdateStateMachine", update)
                #expect(updated["stateMachineVersionArn"] == .string("\(machine):3"))
                _ = try await served.machine("n")
                let names = try await served.call("ListStateMachines", [:])["stateMachines"]?.arrayValue?
                    .compactMap { $0["name"]?.stringValue }
                #expect(names == ["n", "m"])
            }
        }
    }

    @Test("executions are as before, and go on", arguments: StoreSeries.Kind.allCases)
    func executions(kind: StoreSeries.Kind) async throws {
        try await StoreSeries.with(kind) { series in
            let machine = "\(Served.prefix):stateMachine:m"
            let arn = JSON.string("\(Served.prefix):execution:m:e")
            let start: JSON = ["stateMachineArn": .string(machine), "name": "e", "input": #"{"n" : 1.0}"#]
            let requests: [(String, JSON)] = [
                ("DescribeExecution", ["executionArn": arn]), ("GetExecutionHistory", ["executionArn": arn]),
                ("DescribeStateMachineForExecution", ["executionArn": arn]),
                ("ListExecutions", ["stateMachineArn": .string(machine)]), ("StartExecution", start),
            ]
            var before: [JSON] = []
            try await series.served { served in
                _ = try await served.machine("m", Served.wait)
                _ = try await served.call("StartExecution", start)
                // The execution keeps the machine that it was started with.
                _ = try await served.call(
                    "UpdateStateMachine",
                    ["stateMachineArn": .string(machine), "definition": .string(Served.pass)]
                )
                before = try await Self.answers(served, requests)
            }
            #expect(before[2]["definition"]?.stringValue == Served.wait)
            try await series.served { served in
                #expect(try await Self.answers(served, requests) == before)
                try await served.refuses(
                    "StartExecution",
                    ["stateMachineArn": .string(machine), "name": "e", "input": "2"],
                    "ExecutionAlreadyExists",
                    "Execution Already Exists: '\(Served.prefix):execution:m:e'"
                )
                served.clock.advance(bySeconds: 60)
                _ = try await served.api.engine.result(of: ExecutionID("\(Served.prefix):execution:m:e"))
                let described = try await served.call("DescribeExecution", ["executionArn": arn])
                #expect(described["status"] == "SUCCEEDED")
                #expect(described["output"] == #"{"n":1.0}"#)
            }
        }
    }

    @Test("a worker's token is good for the next server", arguments: StoreSeries.Kind.allCases)
    func token(kind: StoreSeries.Kind) async throws {
        try await StoreSeries.with(kind) { series in
            let activity = "\(Served.prefix):activity:a"
            let definition =
                #"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\#(activity)", "End": true}}}"#
            var token = JSON.null
            var execution = ""
            try await series.served { served in
                _ = try await served.call("CreateActivity", ["name": "a"])
                execution = try await served.start(try await served.machine("m", definition), input: "[7]")
                let task = try await served.call("GetActivityTask", ["activityArn": .string(activity)])
                #expect(task["input"] == "[7]")
                token = try #require(task["taskToken"])
            }
            try await series.served { served in
                _ = try await served.call("SendTaskSuccess", ["taskToken": token, "output": "[8]"])
                _ = try await served.api.engine.result(of: ExecutionID(execution))
                let described = try await served.call("DescribeExecution", ["executionArn": .string(execution)])
                #expect(described["output"] == "[8]")
                try await served.refuses(
                    "SendTaskSuccess",
                    ["taskToken": token, "output": "[9]"],
                    "TaskDoesNotExist",
                    "Task Does Not Exist: 'Provided task does not exist'"
                )
            }
        }
    }

    @Test(
        "a machine that is to be deleted waits for its execution, also over a restart",
        arguments: StoreSeries.Kind.allCases
    )
    func deletion(kind: StoreSeries.Kind) async throws {
        try await StoreSeries.with(kind) { series in
            let machine = JSON.string("\(Served.prefix):stateMachine:m")
            var execution = ""
            try await series.served { served in
                execution = try await served.start(try await served.machine("m", Served.wait))
                _ = try await served.call("DeleteStateMachine", ["stateMachineArn": machine])
                let described = try await served.call("DescribeStateMachine", ["stateMachineArn": machine])
                #expect(described["status"] == "DELETING")
            }
            try await series.served { served in
                let described = try await served.call("DescribeStateMachine", ["stateMachineArn": machine])
                #expect(described["status"] == "DELETING")
                _ = try await served.call("StopExecution", ["executionArn": .string(execution)])
                try await served.refuses(
                    "DescribeStateMachine",
                    ["stateMachineArn": machine],
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '\(Served.prefix):stateMachine:m'"
                )
                // What it was is still known of the execution.
                let kept = try await served.call(
                    "DescribeStateMachineForExecution",
                    ["executionArn": .string(execution)]
                )
                #expect(kept["definition"]?.stringValue == Served.wait)
            }
            try await series.served { served in
                let machines = try await served.call("ListStateMachines", [:])["stateMachines"]
                #expect(machines == [])
            }
        }
    }
}
