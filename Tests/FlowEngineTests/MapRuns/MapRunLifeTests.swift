import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

/// Map runs that are stopped, changed, or cut off by a crash.
@Suite("The life of map runs", .timeLimit(.minutes(5)))
struct MapRunLifeTests {
    @Test("stopping the execution stops the children")
    func stop() async throws {
        let ends = Journal()
        let flow = try TestFlow(MapRunTests.machine(#""MaxConcurrency": 2"#), .endless("work", ends))
        let (result, run, children) = try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [1, 2, 3])
            await ends.wait(for: "began Item")
            try await engine.stop(id, error: "Enough", cause: nil)
            let result = try await engine.result(of: id)
            let run = try await engine.mapRuns(of: id)[0]
            return (result, run, try await flow.configuration.store.list(.mapRun(run.arn)))
        }
        #expect(result.types.suffix(2) == ["MapRunAborted", "ExecutionAborted"])
        #expect(run.status == .aborted)
        #expect(run.executions.running == 0)
        #expect(run.items.pending == 3 - run.executions.total)
        #expect(!children.isEmpty)
        #expect(children.allSatisfy { $0.status?.name == "ABORTED" })
        #expect(ends.lines.filter { $0 == "began Item" }.count == ends.lines.filter { $0 == "ended Item" }.count)
    }

    @Test("a reader that blocks on a full pipe ends with the execution")
    func stopReading() async throws {
        let ends = Journal()
        var flow = try TestFlow(
            MapRunTests.machine(MapRunTests.reader + #", "MaxConcurrency": 1"#),
            .endless("work", ends)
        )
        flow.configuration.itemReading = TestItems(count: .max)
        flow.configuration.mapRunBytes = 100
        let result = try await Engine.with(flow.configuration) { [flow] engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [:])
            await ends.wait(for: "began Item")
            try await engine.stop(id)
            return try await engine.result(of: id)
        }
        #expect(result.status == .aborted(error: nil, cause: nil))
    }

    @Test("terms can be changed while it runs, and not afterwards")
    func update() async throws {
        let journal = Journal()
        let gate = Signal()
        let flow = try TestFlow(
            MapRunTests.machine(#""MaxConcurrency": 1"#),
            TestHandler("work") { input, _ in
                journal.note("began \(input.text)")
                if input == 0 { await gate.wait() }
                if input == 1 { throw TaskFailure(error: "E") }
                return input
            }
        )
        let (result, run, isLate) = try await Engine.with(flow.configuration) { engine in
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [0, 1, 2])
            await journal.wait(for: "began 0")
            let arn = try await engine.mapRuns(of: id)[0].arn
            #expect(try await engine.mapRun(arn)?.executions.running == 1)
            #expect(try await engine.mapRun(arn)?.items.pending == 2)
            #expect(try await engine.updateMapRun(arn, maxConcurrency: 3, toleratedFailureCount: 1))
            // The others begin though the first one has not ended.
            await journal.wait(for: "began 2")
            gate.fire()
            let result = try await engine.result(of: id)
            let isLate = try await engine.updateMapRun(arn, maxConcurrency: 1)
            return (result, try await engine.mapRun(arn), isLate)
        }
        #expect(result.output?.arrayValue?.count == 3)
        #expect(run?.maxConcurrency == 3)
        #expect(run?.toleratedFailureCount == 1)
        #expect(!isLate)
    }

    @Test("children that wait take no handler, and many wait at a time")
    func waiting() async throws {
        let clock = ManualClock()
        let wait = #"{"Type": "Wait", "Seconds": 3600, "End": true}"#
        let flow = try TestFlow(MapRunTests.machine(children: wait), clock: clock)
        let start = clock.now
        let result = try await flow.run(
            .array((0..<500).map { .integer($0) }),
            beside: { await clock.skipEverySleep() }
        )
        #expect(result.output?.arrayValue?.count == 500)
        #expect(clock.now == start.adding(seconds: 3_600))
    }

    /// Kills the engine at every commit of a map run, before and after it is kept, and lets another one go on.
    @Test("a map run goes on after a crash, and no child is lost or done twice", arguments: 1...24)
    func crash(commit: Int) async throws {
        let machine = MapRunTests.machine(
            #""MaxConcurrency": 2, "ToleratedFailureCount": 2, "ItemBatcher": {"MaxItemsPerBatch": 2}"#
        )
        func flow(_ journal: Journal) throws -> TestFlow {
            try TestFlow(
                machine,
                TestHandler("work") { input, context in
                    journal.note("\(context.idempotencyKey) \(input.text)")
                    if input["Items"]?[0] == 5 { throw TaskFailure(error: "Broken") }
                    return .integer((input["Items"]?.arrayValue ?? []).reduce(0) { $0 + ($1.integerValue ?? 0) })
                }
            )
        }
        let input: JSON = [1, 2, 3, 4, 5, 6, 7]
        let undisturbed = Journal()
        let expected = try await flow(undisturbed).run(input)
        #expect(expected.output?[0] == 3)
        #expect(expected.output?[2]?["Error"] == "Broken")

        for moment in [DyingStore.Moment.beforeTheCommit, .afterTheCommit] {
            let disturbed = Journal()
            var flow = try flow(disturbed)
            let store = MemoryStore()
            flow.configuration.store = DyingStore(store, at: commit, moment)
            do {
                let result = try await flow.run(input)
                #expect(result.output == expected.output)
            } catch let error as StoreError {
                #expect(error.code == .unavailable)
            }
            flow.configuration.store = store
            let id = ExecutionID(TestFlow.identity.id)
            guard try await store.load(id) != nil else { continue }
            let (result, run) = try await Engine.with(flow.configuration) { engine in
                _ = try await engine.resume()
                let result = try await engine.result(of: id)
                return (result, try await engine.mapRuns(of: id)[0])
            }
            #expect(result.types == expected.types)
            #expect(result.output?.arrayValue?.filter { $0["Status"] == nil } == [3, 7, 7])
            #expect(result.output?[2]?["Error"] == "Broken")
            // The same keys; a child whose end was kept is not done again.
            #expect(Set(disturbed.lines) == Set(undisturbed.lines))
            #expect(run.items.total == 7)
            #expect(run.executions.total == 4)
            #expect(run.executions.succeeded == 3)
            #expect(try await store.list(.mapRun(run.arn)).count == 4)
            #expect(try await store.list(.running).isEmpty)
        }
    }
}
