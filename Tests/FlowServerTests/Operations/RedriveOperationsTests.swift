import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("Redrive over the API")
struct RedriveOperationsTests {
    private static let day: Int64 = 86_400

    /// Starts an execution that waits, stops it, and returns its ARN.
    private func stopped(_ served: Served, _ definition: String = Served.wait) async throws -> JSON {
        let arn = JSON.string(try await served.start(try await served.machine("m", definition)))
        _ = try await served.call("StopExecution", ["executionArn": arn])
        return arn
    }

    @Test("an execution that was stopped runs again, and tells so")
    func redrive() async throws {
        try await Served.with { served in
            let arn = try await stopped(served)
            let before = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(before["redriveStatus"] == "REDRIVABLE")
            #expect(before["redriveStatusReason"] == nil)
            #expect(before["redriveCount"] == 0)
            served.clock.advance(bySeconds: 10)
            let answer = try await served.call("RedriveExecution", ["executionArn": arn])
            #expect(answer["redriveDate"] == served.clock.now.json)
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["status"] == "RUNNING")
            #expect(described["stopDate"] == nil)
            #expect(described["redriveCount"] == 1)
            #expect(described["redriveDate"] == answer["redriveDate"])
            #expect(described["redriveStatus"] == "NOT_REDRIVABLE")
            #expect(described["redriveStatusReason"] == "Execution is RUNNING and cannot be redriven")
            let machine = try #require(described["stateMachineArn"])
            let running: JSON = ["stateMachineArn": machine, "statusFilter": "RUNNING"]
            let listed = try await served.call("ListExecutions", running)["executions"]
            #expect(listed?[0]?["redriveCount"] == 1)
            #expect(listed?[0]?["redriveDate"] == answer["redriveDate"])
            let history = try await served.call("GetExecutionHistory", ["executionArn": arn])["events"]?.arrayValue
            #expect(history?.last?["type"] == "ExecutionRedriven")
            #expect(history?.last?["executionRedrivenEventDetails"] == ["redriveCount": 1])
            _ = try await served.call("StopExecution", ["executionArn": arn])
        }
    }

    @Test("a client token is known again for fifteen minutes, also once the redrive has ended")
    func token() async throws {
        try await Served.with { served in
            let arn = try await stopped(served)
            let request: JSON = ["executionArn": arn, "clientToken": "once"]
            let first = try await served.call("RedriveExecution", request)
            served.clock.advance(bySeconds: 30)
            #expect(try await served.call("RedriveExecution", request) == first)
            try await served.refuses(
                "RedriveExecution",
                ["executionArn": arn, "clientToken": "another"],
                "ExecutionNotRedrivable",
                "Execution is RUNNING and cannot be redriven"
            )
            _ = try await served.call("StopExecution", ["executionArn": arn])
            #expect(try await served.call("RedriveExecution", request) == first)
            served.clock.advance(bySeconds: 15 * 60)
            let second = try await served.call("RedriveExecution", request)
            #expect(second != first)
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["redriveCount"] == 2)
            _ = try await served.call("StopExecution", ["executionArn": arn])
        }
    }

    @Test("what cannot be redriven is refused with AWS's reason, which describing it tells too")
    func refused() async throws {
        try await Served.with { served in
            func expect(_ arn: JSON, _ reason: String) async throws {
                try await served.refuses(
                    "RedriveExecution",
                    ["executionArn": arn],
                    "ExecutionNotRedrivable",
                    reason
                )
                let described = try await served.call("DescribeExecution", ["executionArn": arn])
                #expect(described["redriveStatus"] == "NOT_REDRIVABLE")
                #expect(described["redriveStatusReason"] == .string(reason))
            }
            let succeeded = JSON.string(try await served.run(try await served.machine("pass")))
            try await expect(succeeded, "Execution is SUCCEEDED and cannot be redriven")
            let arn = try await stopped(served)
            served.clock.advance(bySeconds: 14 * Self.day)
            let described = try await served.call("DescribeExecution", ["executionArn": arn])
            #expect(described["redriveStatus"] == "REDRIVABLE")
            served.clock.advance(bySeconds: 1)
            try await expect(arn, "Execution redrivable period exceeded")
            let missing = "\(Served.prefix):execution:m:none"
            try await served.refuses(
                "RedriveExecution",
                ["executionArn": .string(missing)],
                "ExecutionDoesNotExist",
                "Execution Does Not Exist: '\(missing)'"
            )
            let express = "\(Served.prefix):express:m:e:u"
            let answer = try await served.ask("RedriveExecution", ["executionArn": .string(express)])
            #expect(answer.body["__type"]?.stringValue?.hasSuffix("#InvalidArn") == true)
        }
    }

    @Test("a machine that goes away lets none of its executions run again")
    func deleting() async throws {
        try await Served.with { served in
            let machine = try await served.machine("m", Served.wait)
            let stopped = JSON.string(try await served.start(machine))
            _ = try await served.start(machine)
            _ = try await served.call("StopExecution", ["executionArn": stopped])
            _ = try await served.call("DeleteStateMachine", ["stateMachineArn": .string(machine)])
            try await served.refuses(
                "RedriveExecution",
                ["executionArn": stopped],
                "ExecutionNotRedrivable",
                "State machine is in DELETING status"
            )
        }
    }

    @Test("a map run is redriven with its parent, and its children tell so")
    func mapRun() async throws {
        let definition = """
            {"StartAt": "All", "States": {"All": {"Type": "Map", "Label": "each", "End": true, "MaxConcurrency": 1,
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "One", "States": {"One": {"Type": "Choice",
                  "Choices": [{"Variable": "$", "NumericEquals": 2, "Next": "Bad"}], "Default": "Good"},
                  "Good": {"Type": "Pass", "End": true}, "Bad": {"Type": "Fail", "Error": "Two"}}}}}}
            """
        try await Served.with { served in
            let arn = JSON.string(try await served.run(try await served.machine("m", definition), input: "[1,2,3]"))
            let runs = try await served.call("ListMapRuns", ["executionArn": arn])["mapRuns"]
            let run = try #require(runs?[0]?["mapRunArn"])
            let failed: JSON = ["mapRunArn": run, "statusFilter": "FAILED"]
            let child = try #require(
                try await served.call("ListExecutions", failed)["executions"]?[0]?["executionArn"]
            )
            let before = try await served.call("DescribeExecution", ["executionArn": child])
            #expect(before["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN")
            let alone = try await served.ask("RedriveExecution", ["executionArn": child])
            #expect(alone.body["__type"]?.stringValue?.hasSuffix("#ExecutionNotRedrivable") == true)

            served.clock.advance(bySeconds: 60)
            _ = try await served.call("RedriveExecution", ["executionArn": arn])
            _ = try await served.api.engine.result(of: ExecutionID(arn.stringValue ?? ""))
            let described = try await served.call("DescribeMapRun", ["mapRunArn": run])
            #expect(described["redriveCount"] == 1)
            #expect(described["redriveDate"] == served.clock.now.json)
            #expect(described["status"] == "FAILED")
            #expect(described["itemCounts"]?["succeeded"] == 1)
            #expect(described["itemCounts"]?["failed"] == 1)
            #expect(described["itemCounts"]?["pendingRedrive"] == 0)
            let ids = { (filter: String) in
                let request: JSON = ["mapRunArn": run, "redriveFilter": .string(filter)]
                return try await served.call("ListExecutions", request)["executions"]?.arrayValue?
                    .compactMap { $0["executionArn"] }
            }
            #expect(try await ids("REDRIVEN") == [child])
            #expect(try await ids("NOT_REDRIVEN")?.count == 1)
            let pending: JSON = ["mapRunArn": run, "statusFilter": "PENDING_REDRIVE"]
            #expect(try await served.call("ListExecutions", pending)["executions"] == [])
            let history = try await served.call("GetExecutionHistory", ["executionArn": child])["events"]?.arrayValue
            #expect(
                history?.suffix(3).compactMap { $0["type"]?.stringValue }
                    == ["ExecutionRedriven", "FailStateEntered", "ExecutionFailed"]
            )
        }
    }

    @Test("a child that waits for its redrive is pending, others are as they are")
    func pending() {
        let moment = Timestamp(milliseconds: 1_000)
        func child(_ status: ExecutionStatus?, stopped: Int64?) -> ExecutionSummary {
            ExecutionSummary(
                id: ExecutionID("c"),
                name: "c",
                stateMachineID: "m",
                status: status,
                startedAt: Timestamp(milliseconds: 0),
                stoppedAt: stopped.map(Timestamp.init(milliseconds:))
            )
        }
        guard var run = Self.someMapRun else {
            Issue.record("no map run")
            return
        }
        let failed = ExecutionStatus.failed(error: nil, cause: nil)
        #expect(child(failed, stopped: 500).status(in: run) == "FAILED")
        run.redrive(at: moment)
        #expect(child(failed, stopped: 500).status(in: run) == "PENDING_REDRIVE")
        #expect(child(.timedOut, stopped: 1_000).status(in: run) == "PENDING_REDRIVE")
        #expect(child(failed, stopped: 1_001).status(in: run) == "FAILED")
        #expect(child(.succeeded(output: 1), stopped: 500).status(in: run) == "SUCCEEDED")
        #expect(child(nil, stopped: nil).status(in: run) == "RUNNING")
        run.status = .succeeded
        #expect(child(failed, stopped: 500).status(in: run) == "FAILED")
    }

    /// A map run that has just begun.
    private static var someMapRun: StoredMapRun? {
        let definition: JSON = [
            "StartAt": "M",
            "States": [
                "M": [
                    "Type": "Map", "End": true,
                    "ItemProcessor": [
                        "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
                        "States": ["P": ["Type": "Pass", "End": true]],
                    ],
                ]
            ],
        ]
        guard let definition = StateMachineDefinition.decode(definition).definition,
            // What is refused has no map run.
            let program = try? Program(definition)
        else { return nil }
        let identity = ExecutionIdentity(
            id: "e",
            name: "e",
            stateMachineID: "m",
            stateMachineName: "m",
            roleARN: ""
        )
        var interpreter = Interpreter(program: program, execution: identity, randomSeed: 1)
        let moment = Timestamp(milliseconds: 0)
        for effect in interpreter.handle(.start(input: [1]), at: moment).effects {
            if case .startMapRun(let order) = effect { return StoredMapRun(order, of: ExecutionID("e"), at: moment) }
        }
        return nil
    }
}
