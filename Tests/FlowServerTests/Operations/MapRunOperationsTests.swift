import FlowJSON
import Testing

@testable import FlowServer

@Suite("Operations on map runs")
struct MapRunOperationsTests {
    private static let definition = """
        {"StartAt": "All", "States": {"All": {"Type": "Map", "Label": "each", "End": true, "MaxConcurrency": 2,
          "ToleratedFailurePercentage": 50,
          "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}
        """

    @Test("a map run is listed and described, and so are its children")
    func mapRun() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m", Self.definition)
            let execution = try await served.run(machine, input: "[1,2,3]")
            let runs = try await served.call("ListMapRuns", ["executionArn": .string(execution)])["mapRuns"]
            #expect(runs?.arrayValue?.count == 1)
            #expect(runs?[0]?["stateMachineArn"] == .string("\(machine)/each"))
            let arn = try #require(runs?[0]?["mapRunArn"])
            let run = try await served.call("DescribeMapRun", ["mapRunArn": arn])
            #expect(run["status"] == "SUCCEEDED")
            #expect(run["executionArn"] == .string(execution))
            #expect(run["maxConcurrency"] == 2)
            #expect(run["toleratedFailurePercentage"] == 50.0)
            #expect(run["itemCounts"]?["succeeded"] == 3)
            #expect(run["executionCounts"]?["total"] == 3)
            let children = try await served.call("ListExecutions", ["mapRunArn": arn])["executions"]
            #expect(children?.arrayValue?.count == 3)
            #expect(children?[0]?["mapRunArn"] == arn)
            let child = try #require(children?[0]?["executionArn"])
            let described = try await served.call("DescribeExecution", ["executionArn": child])
            #expect(described["input"] == "3")
            #expect(described["output"] == "3")
            #expect(described["mapRunArn"] == arn)
            #expect(described["stateMachineArn"] == .string("\(machine)/each"))
            let history = try await served.call("GetExecutionHistory", ["executionArn": child])["events"]
            #expect(history?[1]?["stateEnteredEventDetails"]?["name"] == "One")
            let of = try await served.call("DescribeStateMachineForExecution", ["executionArn": child])
            #expect(of["label"] == "each")
            let labelled = try await served.call(
                "DescribeStateMachine",
                ["stateMachineArn": .string("\(machine)/each")]
            )
            #expect(labelled["label"] == "each")
            #expect(labelled["definition"] == of["definition"])
        }
    }

    @Test("a map run that has ended cannot be updated, and one that never was is not found")
    func update() async throws {
        try await Served.with { served in
            let execution = try await served.run(try await served.machine("m", Self.definition), input: "[1]")
            let runs = try await served.call("ListMapRuns", ["executionArn": .string(execution)])["mapRuns"]
            let arn = try #require(runs?[0]?["mapRunArn"])
            let ended = try await served.ask("UpdateMapRun", ["mapRunArn": arn, "maxConcurrency": 5])
            #expect(ended.body["reason"] == "CANNOT_UPDATE_COMPLETED_MAP_RUN")
            let empty = try await served.ask("UpdateMapRun", ["mapRunArn": arn])
            #expect(empty.body["reason"] == "MISSING_REQUIRED_PARAMETER")
            let missing = "\(Served.prefix):mapRun:m/each:none"
            try await served.refuses(
                "DescribeMapRun",
                ["mapRunArn": .string(missing)],
                "ResourceNotFound",
                "Resource not found: '\(missing)'"
            )
        }
    }

    @Test("a labelled machine cannot be started")
    func labelled() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m", Self.definition)
            let answer = try await served.ask("StartExecution", ["stateMachineArn": .string("\(machine)/each")])
            #expect(answer.body["reason"] == "API_DOES_NOT_SUPPORT_LABELED_ARNS")
        }
    }
}
