import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Synchronization
import Testing

@Suite("Redrive", .timeLimit(.minutes(5)))
struct RedriveTests {
    private static let id = ExecutionID(TestFlow.identity.id)

    /// A handler that fails for as long as a switch says so.
    private static func breakable(_ isBroken: Switch, _ journal: Journal = Journal()) -> TestHandler {
        TestHandler("work") { input, context in
            journal.note("\(context.stateName) \(input.text)")
            if isBroken.isOn, input != "fine" { throw TaskFailure(error: "Broken") }
            return input
        }
    }

    @Test("a failed execution goes on with its failed task and can be waited for again")
    func task() async throws {
        let isBroken = Switch()
        let journal = Journal()
        let task = #"{"Type": "Task", "Resource": "\#(TaskResource.arn(of: "work"))""#
        let flow = try TestFlow(
            #"{"StartAt": "A", "States": {"A": \#(task), "Next": "B"}, "B": \#(task), "End": true}}}"#,
            TestHandler("work") { input, context in
                journal.note(context.stateName)
                if isBroken.isOn, context.stateName == "B" { throw TaskFailure(error: "Broken") }
                return input
            }
        )
        let observer = JournalObserver()
        try await Engine.with(flow.configuration) { engine in
            let first = try await engine.run(flow.program, as: TestFlow.identity, input: 7)
            #expect(first.error == "Broken")
            isBroken.turnOff()
            let moment = try await engine.redrive(Self.id, observer: observer)
            let second = try await engine.result(of: Self.id)
            #expect(second.output == 7)
            #expect(second.history.prefix(first.history.count) == first.history[...])
            #expect(second.types[first.history.count] == "ExecutionRedriven")
            let stored = try #require(try await flow.configuration.store.load(Self.id))
            #expect(stored.interpreter.redrivenAt == moment)
            #expect(stored.stoppedAt != nil)
            let summary = try #require(try await flow.configuration.store.summary(of: Self.id))
            #expect(summary.redriveCount == 1)
            #expect(summary.status == .succeeded(output: 7))
        }
        #expect(journal.lines == ["A", "B", "B"])
        #expect(observer.journal.lines.first == "ExecutionRedriven")
    }

    @Test("while it goes on it is listed as running, and no other redrive is taken")
    func running() async throws {
        let ends = Journal()
        let flow = try TestFlow(task: "endless", .endless("endless", ends))
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.start(flow.program, as: TestFlow.identity, input: [:])
            await ends.wait(for: "began Work")
            await refuses(.running) { _ = try await engine.redrive(Self.id) }
            try await engine.stop(Self.id)
            _ = try await engine.result(of: Self.id)
            let moment = try await engine.redrive(Self.id)
            #expect(moment == flow.configuration.clock.now)
            await refuses(.running) { _ = try await engine.redrive(Self.id) }
            #expect(try await flow.configuration.store.list(.running).map(\.id) == [Self.id])
            #expect(try await flow.configuration.store.load(Self.id)?.stoppedAt == nil)
            try await engine.stop(Self.id)
            #expect(try await engine.result(of: Self.id).types.last == "ExecutionAborted")
        }
    }

    @Test("one that succeeded, is unknown, or ended too long ago is refused")
    func refused() async throws {
        let clock = ManualClock()
        let isBroken = Switch()
        isBroken.turnOff()
        let flow = try TestFlow(task: "work", Self.breakable(isBroken), clock: clock)
        try await Engine.with(flow.configuration) { engine in
            _ = try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            await refuses(.succeeded) { _ = try await engine.redrive(Self.id) }
            let error = await #expect(throws: StoreError.self) { _ = try await engine.redrive(ExecutionID("none")) }
            #expect(error?.code == .notFound)
        }
        let old = try TestFlow(task: "work", Self.breakable(Switch()), clock: clock)
        try await Engine.with(old.configuration) { engine in
            _ = try await engine.run(old.program, as: TestFlow.identity, input: [:])
            clock.advance(bySeconds: 14 * 86_400)
            _ = try await engine.redrive(Self.id)
            _ = try await engine.result(of: Self.id)
            clock.advance(bySeconds: 14 * 86_400 + 1)
            await refuses(.periodIsOver) { _ = try await engine.redrive(Self.id) }
        }
    }

    @Test("an activity that was missing is looked for again")
    func activity() async throws {
        let directory = Directory()
        var flow = try TestFlow(task: "by-hand")
        flow.configuration.activities = directory
        try await Engine.with(flow.configuration) { [flow] engine in
            let first = try await engine.run(flow.program, as: TestFlow.identity, input: [:])
            #expect(first.error == "States.Runtime")
            directory.isThere.turnOff()
            _ = try await engine.redrive(Self.id)
            let resource = TaskResource.arn(of: "by-hand")
            let later = flow.configuration.clock.now.adding(seconds: 60)
            let task = try #require(try await engine.nextActivityTask(of: resource, worker: nil, until: later))
            try await engine.succeed(token: task.token, output: 1)
            #expect(try await engine.result(of: Self.id).output == 1)
        }
    }

    @Test("a redrive goes on after a crash", arguments: 1...8)
    func crash(commit: Int) async throws {
        let task =
            #"{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "\#(TaskResource.arn(of: "work"))", "End": true}}}"#
        let definition =
            #"{"StartAt": "P", "States": {"P": {"Type": "Map", "ItemProcessor": \#(task), "End": true}}}"#
        for moment in [DyingStore.Moment.beforeTheCommit, .afterTheCommit] {
            let isBroken = Switch()
            var flow = try TestFlow(definition, Self.breakable(isBroken))
            let store = MemoryStore()
            flow.configuration.store = store
            let input: JSON = ["fine", 1, 2]
            #expect(try await flow.run(input).error == "Broken")
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
            let result = try await Engine.with(flow.configuration) { engine in
                let resumed = try await engine.resume()
                if resumed.isEmpty, try await store.load(Self.id)?.interpreter.redriveCount == 0 {
                    _ = try await engine.redrive(Self.id)
                }
                return try await engine.result(of: Self.id)
            }
            #expect(result.output == input)
            #expect(result.types.filter { $0 == "ExecutionRedriven" }.count == 1)
        }
    }
}

/// Expects a redrive to be refused.
func refuses(_ reason: RedriveError.Reason, _ body: () async throws -> Void) async {
    let error = await #expect(throws: RedriveError.self) { try await body() }
    #expect(error?.reason == reason)
}

/// Something that is on until it is turned off.
final class Switch: Sendable {
    private let value = Atomic<Bool>(true)

    var isOn: Bool { value.load(ordering: .sequentiallyConsistent) }

    func turnOff() { value.store(false, ordering: .sequentiallyConsistent) }
}

private struct Directory: ActivityDirectory {
    let isThere = Switch()

    func hasActivity(_ arn: String) -> Bool { !isThere.isOn }
}
