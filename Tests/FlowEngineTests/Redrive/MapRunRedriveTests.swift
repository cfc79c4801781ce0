import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("Redrive of map runs", .timeLimit(.minutes(5)))
struct MapRunRedriveTests {
    private static let id = ExecutionID(TestFlow.identity.id)

    /// Doubles numbers; fails for 5 while the switch is on.
    private static func caller(_ isBroken: Switch, _ journal: Journal) -> TestCaller {
        TestCaller { input, _ in
            journal.note(input.text)
            if isBroken.isOn, input == 5 { throw TaskFailure(error: "Broken") }
            return .integer(2 * (input.integerValue ?? 0))
        }
    }

    /// A map run of one child at a time; EXPRESS ones may not ask for activities.
    private static func flow(
        _ type: String,
        fields: String = "",
        _ isBroken: Switch,
        _ journal: Journal = Journal()
    ) throws -> TestFlow {
        let call = #"{"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true}"#
        let machine = MapRunTests.machine(#""MaxConcurrency": 1\#(fields)"#, children: call)
        var flow = try TestFlow(machine.replacing("STANDARD", with: type))
        flow.configuration.handlers.register(caller(isBroken, journal))
        return flow
    }

    private static let numbers: JSON = [1, 2, 5, 7, 8]
    private static let doubles: JSON = [2, 4, 10, 14, 16]

    @Test("only what was not successful runs again, and then what never began", arguments: ["STANDARD", "EXPRESS"])
    func redrive(type: String) async throws {
        let isBroken = Switch()
        let journal = Journal()
        let flow = try Self.flow(type, isBroken, journal)
        let store = flow.configuration.store
        try await Engine.with(flow.configuration) { engine in
            let first = try await engine.run(flow.program, as: TestFlow.identity, input: Self.numbers)
            #expect(first.error == "States.ExceedToleratedFailureThreshold")
            let failed = try await engine.mapRuns(of: Self.id)[0]
            #expect(failed.status == .failed)
            #expect(failed.items.failed == 1)
            let before = try await store.list(.mapRun(failed.arn))
            #expect(before.count == 3)
            isBroken.turnOff()
            _ = try await engine.redrive(Self.id)
            let second = try await engine.result(of: Self.id)
            #expect(second.output == Self.doubles)
            #expect(
                second.types.suffix(5) == [
                    "MapRunRedriven", "MapRunSucceeded", "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded",
                ]
            )
            let run = try await engine.mapRuns(of: Self.id)
            #expect(run.count == 1)
            #expect(run[0].status == .succeeded)
            #expect(run[0].redriveCount == 1)
            #expect(run[0].redrivenAt != nil)
            #expect(run[0].items.succeeded == 5)
            #expect(run[0].items.total == 5)
            #expect(run[0].items.pendingRedrive == 0)
            #expect(run[0].executions.succeeded == 5)
            #expect(run[0].executions.total == 5)
            let children = try await store.list(.mapRun(run[0].arn))
            #expect(children.count == 5)
            let child = try #require(children.first { $0.child?.number == 2 })
            let old = try #require(before.first { $0.child?.number == 2 })
            #expect((child.id == old.id) == (type == "STANDARD"))
            #expect(child.redriveCount == (type == "STANDARD" ? 1 : 0))
        }
        #expect(journal.lines == ["1", "2", "5", "5", "7", "8"])
    }

    @Test("a run that failed again can be redriven again; its items are read anew")
    func reader() async throws {
        let isBroken = Switch()
        let journal = Journal()
        var flow = try Self.flow("STANDARD", fields: ", \(MapRunTests.reader)", isBroken, journal)
        flow.configuration.itemReading = TestItems(count: 8)
        let results = TestResults()
        flow.configuration.resultWriting = results
        try await Engine.with(flow.configuration) { [flow] engine in
            _ = try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            _ = try await engine.redrive(Self.id)
            #expect(try await engine.result(of: Self.id).error == "States.ExceedToleratedFailureThreshold")
            let run = try await engine.mapRuns(of: Self.id)[0]
            #expect(run.redriveCount == 1)
            #expect(run.items.failed == 1)
            #expect(run.items.succeeded == 5)
            isBroken.turnOff()
            _ = try await engine.redrive(Self.id)
            let result = try await engine.result(of: Self.id)
            #expect(result.output == .array((0..<8).map { .integer(2 * $0) }))
            #expect(try await engine.mapRuns(of: Self.id)[0].items.succeeded == 8)
        }
        #expect(journal.lines == ["0", "1", "2", "3", "4", "5", "5", "5", "6", "7"])
    }

    @Test("children that were stopped with their parent go on")
    func stopped() async throws {
        let ends = Journal()
        let isSlow = Switch()
        let flow = try TestFlow(
            MapRunTests.machine(#""MaxConcurrency": 2"#),
            TestHandler("work") { input, _ in
                ends.note("began \(input.text)")
                if isSlow.isOn { try await Task.sleep(for: .seconds(3_600)) }
                return input
            }
        )
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: [1, 2, 3])
            await ends.wait(for: "began 2")
            try await engine.stop(Self.id)
            _ = try await engine.result(of: Self.id)
            let run = try await engine.mapRuns(of: Self.id)[0]
            #expect(run.status == .aborted)
            isSlow.turnOff()
            _ = try await engine.redrive(Self.id)
            #expect(try await engine.result(of: Self.id).output == [1, 2, 3])
            #expect(try await engine.mapRuns(of: Self.id)[0].items.aborted == 0)
        }
    }

    @Test("a child alone is not redriven")
    func child() async throws {
        let flow = try Self.flow("STANDARD", Switch())
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.run(flow.program, as: TestFlow.identity, input: [5])
            let run = try await engine.mapRuns(of: Self.id)[0]
            let child = try await flow.configuration.store.list(.mapRun(run.arn))[0]
            await refuses(.isChild) { _ = try await engine.redrive(child.id) }
        }
    }

    /// Kills the engine at every commit of a redrive, before and after it is kept, and lets another one go on.
    @Test("a redriven map run goes on after a crash", arguments: ["STANDARD", "EXPRESS"], 1...12)
    func crash(type: String, commit: Int) async throws {
        for moment in [DyingStore.Moment.beforeTheCommit, .afterTheCommit] {
            let isBroken = Switch()
            var flow = try Self.flow(type, isBroken)
            let store = MemoryStore()
            flow.configuration.store = store
            _ = try await flow.run(Self.numbers)
            isBroken.turnOff()
            flow.configuration.store = DyingStore(store, at: commit, moment)
            do {
                try await Engine.with(flow.configuration) { engine in
                    _ = try await engine.redrive(Self.id)
                    _ = try await engine.result(of: Self.id)
                }
            } catch let error as StoreError {
                #expect(error.code == .unavailable)
            }
            flow.configuration.store = store
            let (result, run) = try await Engine.with(flow.configuration) { engine in
                let resumed = try await engine.resume()
                if resumed.isEmpty, try await store.load(Self.id)?.interpreter.redriveCount == 0 {
                    _ = try await engine.redrive(Self.id)
                }
                let result = try await engine.result(of: Self.id)
                return (result, try await engine.mapRuns(of: Self.id)[0])
            }
            #expect(result.output == Self.doubles)
            #expect(result.types.filter { $0 == "MapRunRedriven" }.count == 1)
            #expect(run.items.succeeded == 5)
            #expect(try await store.list(.running).isEmpty)
        }
    }
}
