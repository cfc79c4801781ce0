import FlowDSL
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import Testing

@testable import FlowCLI

@Suite("Runs in a store")
struct LocalRunsTests {
    private static func program(_ states: String) throws -> Program {
        let text = #"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {\#(states)}}"#
        return try Program(StateMachineDefinition(json: JSON(parsing: text)))
    }

    /// Runs machines named by their numbers in a store: one that succeeds, one that fails, and one that only waits.
    private func withRuns(_ body: (LocalRuns, MemoryStore) async throws -> Void) async throws {
        try await withFolder { folder in
            let store = MemoryStore()
            var configuration = Installation(domains: []).engineConfiguration(Connections())
            configuration.store = store
            let good = try Self.program(#""A": {"Type": "Pass", "Output": {"n": 1}, "End": true}"#)
            let bad = try Self.program(#""A": {"Type": "Fail", "Error": "Test.No", "Cause": "meant to"}"#)
            let waiting = try Self.program(#""A": {"Type": "Wait", "Seconds": 86400, "End": true}"#)
            try await Engine.with(configuration) { engine in
                for (name, flow, program) in [("one-1", "good", good), ("one-2", "bad", bad)] {
                    let identity = ExecutionIdentity.local(flow, execution: name)
                    let input: JSON = ["of": .string(flow)]
                    _ = try await engine.run(program, as: identity, input: input, attributes: .ofLocalRun)
                }
                let identity = ExecutionIdentity.local("waiting", execution: "two")
                try await engine.start(waiting, as: identity, input: [:], attributes: .ofLocalRun)
            }
            try await body(LocalRuns(store: store, owners: RunOwners(folder: "\(folder)/owners")), store)
        }
    }

    @Test("are listed by status and flow; one that nobody has is interrupted")
    func list() async throws {
        try await withRuns { runs, _ in
            let all = try await runs.runs(RunQuery(), limit: 10)
            #expect(all.map(\.name).sorted() == ["one-1", "one-2", "two"])
            #expect(try await runs.runs(RunQuery(), limit: 2).count == 2)
            #expect(try await runs.runs(RunQuery(status: .interrupted), limit: 10).map(\.name) == ["two"])
            #expect(try await runs.runs(RunQuery(status: .running), limit: 10).isEmpty)
            #expect(try await runs.runs(RunQuery(status: .failed, flow: "good"), limit: 10).isEmpty)
            let (owner, _) = try runs.owners.claim(all.map(\.id))
            #expect(try await runs.runs(RunQuery(status: .running), limit: 10).map(\.name) == ["two"])
            owner.release()
        }
    }

    @Test("are found by a whole name, a beginning, an ARN, and as the last one")
    func find() async throws {
        try await withRuns { runs, _ in
            #expect(try await runs.find("one-2").flow == "bad")
            #expect(try await runs.find("tw").name == "two")
            let id = try await runs.find("one-1").id
            #expect(try await runs.find(id).name == "one-1")
            let last = try await runs.find("last")
            #expect(["one-1", "one-2", "two"].contains(last.name))
            for wrong in ["one", "three", "arn:aws:states:us-east-1:123456789012:execution:good:three"] {
                await #expect(throws: CommandFailure.self) { try await runs.find(wrong) }
            }
        }
    }

    @Test("show what they got, gave, and why they failed")
    func details() async throws {
        try await withRuns { runs, _ in
            let good = try #require(try await runs.details(of: runs.find("one-1").id))
            #expect(good.input == ["of": "good"])
            #expect(good.output == ["n": 1])
            let bad = try #require(try await runs.details(of: runs.find("one-2").id))
            #expect(bad.error == "Test.No" && bad.cause == "meant to" && bad.output == nil)
        }
    }

    @Test("have their events in AWS's form, in both directions and from any on")
    func events() async throws {
        try await withRuns { runs, _ in
            let id = try await runs.find("one-1").id
            var types: [String] = []
            try await runs.eachEvent(of: id, isReversed: false) { event in
                types.append(event["type"]?.stringValue ?? "")
                return true
            }
            #expect(types == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"])
            var reversed: [String] = []
            try await runs.eachEvent(of: id, isReversed: true) { event in
                reversed.append(event["type"]?.stringValue ?? "")
                return reversed.count < 3
            }
            #expect(reversed == Array(types.reversed().prefix(3)))
            #expect(try await runs.events(of: id, after: 2).compactMap { $0["id"]?.integerValue } == [3, 4])
        }
    }

    @Test("that nobody has are ended where they are, with AWS's event")
    func stop() async throws {
        try await withRuns { runs, store in
            let run = try await runs.find("two")
            try await runs.stop(run, error: "Test.Stop", cause: "enough")
            let details = try #require(try await runs.details(of: run.id))
            #expect(details.summary.status == .aborted)
            #expect(details.error == "Test.Stop" && details.cause == "enough")
            #expect(try await runs.events(of: run.id, after: 0).last?["type"] == "ExecutionAborted")
            #expect(try await StopRequest.of(run.id, in: store) == nil)
            await #expect(throws: CommandFailure.self) { try await runs.stop(run, error: nil, cause: nil) }
        }
    }
}
