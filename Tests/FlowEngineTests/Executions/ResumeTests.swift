import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

/// Kills the engine at every commit, before and after it is kept, and lets another one go on.
@Suite("After a crash", .timeLimit(.minutes(5)))
struct ResumeTests {
    static let machine = """
        {"StartAt": "First", "States": {
         "First": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "note"))", "Next": "Pause"},
         "Pause": {"Type": "Wait", "Seconds": 60, "Next": "Both"},
         "Both": {"Type": "Map", "ItemsPath": "$.items", "End": true, "ItemProcessor": {"StartAt": "Each", "States": {
          "Each": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "note"))", "End": true,
           "Retry": [{"ErrorEquals": ["Shaky"], "IntervalSeconds": 1}]}}}}}}
        """

    /// The keys under which handlers worked, and what for.
    private func flow(_ journal: Journal, _ clock: ManualClock) throws -> TestFlow {
        try TestFlow(
            Self.machine,
            TestHandler("note") { input, context in
                journal.note("\(context.idempotencyKey) \(input.text)")
                if context.stateName == "Each", context.attempt == 1 { throw TaskFailure(error: "Shaky") }
                return input
            },
            clock: clock
        )
    }

    @Test("an execution goes on where its last commit was, with the same idempotency keys", arguments: 1...12)
    func resume(commit: Int) async throws {
        let input: JSON = ["items": [1, 2]]
        let undisturbed = Journal()
        var clock = ManualClock()
        let expected = try await flow(undisturbed, clock).run(
            input,
            beside: { [clock] in await clock.skipEverySleep() }
        )

        for moment in [DyingStore.Moment.beforeTheCommit, .afterTheCommit] {
            clock = ManualClock()
            let disturbed = Journal()
            var flow = try flow(disturbed, clock)
            let store = MemoryStore()
            flow.configuration.store = DyingStore(store, at: commit, moment)
            do {
                let result = try await flow.run(input, beside: { [clock] in await clock.skipEverySleep() })
                #expect(result.output == expected.output)
            } catch let error as StoreError {
                #expect(error.code == .unavailable)
            }

            flow.configuration.store = store
            let id = ExecutionID(TestFlow.identity.id)
            let isKnown = try await store.load(id) != nil
            #expect(isKnown || commit == 1 && moment == .beforeTheCommit)
            guard isKnown else { continue }
            let (configuration, driver) = (flow.configuration, clock)
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await driver.skipEverySleep() }
                defer { group.cancelAll() }
                return try await Engine.with(configuration) { engine in
                    _ = try await engine.resume()
                    return try await engine.result(of: id)
                }
            }
            #expect(result.output == expected.output)
            #expect(Set(disturbed.lines) == Set(undisturbed.lines))
            #expect(result.types.sorted() == expected.types.sorted())
            #expect(result.history.map(\.id) == Array(1...result.history.count))
            let replay = try Replay(
                of: result.history,
                program: flow.program,
                execution: TestFlow.identity,
                randomSeed: 1
            )
            #expect(replay.interpreter.status == result.status)
        }
    }

    @Test("an effect that was committed and not performed is performed once more, under the same key")
    func effect() async throws {
        let journal = Journal()
        var flow = try TestFlow(
            task: "note",
            TestHandler("note") { input, context in
                journal.note(context.idempotencyKey)
                return input
            }
        )
        let store = MemoryStore()
        // The first commit holds the scheduling; the power goes off before the handler is called.
        flow.configuration.store = DyingStore(store, at: 1, .afterTheCommit)
        let dying = flow
        await #expect(throws: StoreError.self) { try await dying.run() }
        #expect(journal.lines.isEmpty)
        // The second commit holds the answer; the power goes off before it is kept.
        flow.configuration.store = DyingStore(store, at: 1, .beforeTheCommit)
        try await Engine.with(flow.configuration) { engine in
            let resumed = try await engine.resume()
            #expect(resumed == [ExecutionID(TestFlow.identity.id)])
            await #expect(throws: StoreError.self) { try await engine.result(of: resumed[0]) }
        }
        flow.configuration.store = store
        try await Engine.with(flow.configuration) { engine in
            let resumed = try await engine.resume()
            #expect(try await engine.result(of: resumed[0]).output == [:])
            #expect(try await engine.resume().isEmpty)
        }
        #expect(journal.lines == ["\(TestFlow.identity.id):2:1", "\(TestFlow.identity.id):2:1"])
    }
}
