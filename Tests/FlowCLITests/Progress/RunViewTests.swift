import FlowDSL
import FlowEngine
import FlowMachine
import FlowTasks
import Synchronization
import Testing

@testable import FlowCLI

/// Moves three bytes, and fails at its first attempt.
private struct Flaky: TaskInput {
    static let taskName = "test-flaky"
    @Value var name: String
    struct Output: Codable, Sendable { var bytes: Int }
}

private struct FlakyHandler: TaskHandler {
    func run(_ input: Flaky, _ context: TaskContext) async throws -> Flaky.Output {
        context.report(TaskProgress(bytes: 1_500, totalBytes: 3_000, rows: 12, note: input.name))
        if context.attempt == 1 { throw TaskFailure(error: "Test.Flaky", cause: "not yet") }
        return Flaky.Output(bytes: 3)
    }
}

private struct Sample: Flow {
    static let name = "sample"
    static let summary = "A map over a flaky task."
    func states(_ input: References<NoInput>) {
        map("Each", over: ["a", "b"], maxConcurrency: 1) { name in
            task("Move", Flaky(name: name)).retry(interval: .seconds(1), maxAttempts: 2)
        }
    }
}

@Suite("A run is shown while it goes on")
struct RunViewTests {
    /// Runs the sample, with time skipped.
    private func run(_ view: some ExecutionObserver) async throws -> (ExecutionResult, Program, ExecutionIdentity) {
        let domain = Domain("test", summary: "", flows: [Sample()], handlers: [AnyTaskHandler(FlakyHandler())])
        let compiled = try Sample().compile(domain: "test")
        let program = try Program(StateMachineDefinition(json: compiled.definition))
        let identity = ExecutionIdentity.local("sample", execution: "one")
        let configuration = Installation(domains: [domain]).engineConfiguration(Connections())
        let result = try await Engine.with(configuration) { engine in
            try await engine.run(program, as: identity, input: [:], observer: view)
        }
        return (result, program, identity)
    }

    @Test("as lines: entered, failed, retried, done")
    func lines() async throws {
        let lines = Mutex<[String]>([])
        _ = try await run(LineView { line in lines.withLock { $0.append(String(line.dropLast())) } })
        let words = lines.withLock { lines in
            lines.map { line in line.split(separator: "  ").dropFirst().prefix(2).joined(separator: " ").prefix(20) }
        }
        #expect(words.prefix(4) == ["Each entered", "Move entered", "Move failed: Test.Fl", "Move attempt 2 follo"])
        #expect(words.contains { $0.hasPrefix("Move done in") })
        #expect(words.last?.hasPrefix("Each done in") == true)
    }

    @Test("as lines: how far tasks are, and what they moved")
    func amounts() async throws {
        let lines = Mutex<[String]>([])
        _ = try await run(LineView(every: .zero) { line in lines.withLock { $0.append(String(line.dropLast())) } })
        let moved = lines.withLock { $0.filter { $0.hasSuffix("  1.5 kB of 3.0 kB  12 rows") } }
        #expect(moved.count { $0.contains("Z  Move  1.5 kB") } == 4, "\(moved)")
        #expect(moved.count { $0.contains("Z  Move  done in ") } == 2, "\(moved)")
    }

    @Test("as JSON: each line is one object, events as AWS writes them")
    func jsonLines() async throws {
        let lines = Mutex<[String]>([])
        let identity = ExecutionIdentity.local("sample", execution: "one")
        _ = try await run(JSONLinesView(identity) { line in lines.withLock { $0.append(line) } })
        let objects = try lines.withLock { try $0.map { try JSON(parsing: $0) } }
        let events = objects.compactMap { $0["event"]?["type"]?.stringValue }
        #expect(events.first == "ExecutionStarted")
        #expect(events.last == "ExecutionSucceeded")
        #expect(objects.contains { $0["progress"]?["bytes"] == 1_500 && $0["progress"]?["state"] == "Move" })
    }

    @Test("as a frame: marks, iterations, attempts, bytes, rows")
    func frame() async throws {
        let recorder = ProgressRecorder()
        _ = try await run(recorder)
        let progress = recorder.progress.withLock { $0 }
        let now = ContinuousClock.now
        let depths = StateDepths(try Sample().compile(domain: "test").definition)
        let frame = ProgressFrame(size: (100, 24), hasColor: false, depths: depths)
        let drawn = frame.draw(progress, title: "sample  one", began: now, now: now)
        #expect(drawn.count == 3)
        #expect(drawn[0] == "sample  one  0 ms")
        #expect(drawn[1].hasPrefix("✓ Each  "))
        #expect(drawn[2].hasPrefix("✓   Move  "))
        #expect(drawn[2].contains("2/2") && drawn[2].contains("attempt 2") && drawn[2].contains("24 rows"), "\(drawn)")
        let narrow = ProgressFrame(size: (20, 3), hasColor: false, depths: depths)
        let cut = narrow.draw(progress, title: "sample  one", began: now, now: now)
        #expect(cut.allSatisfy { $0.count <= 20 })
        #expect(cut[1] == "  … 1 earlier states")
    }
}

/// Keeps a run's progress.
private final class ProgressRecorder: ExecutionObserver {
    let progress = Mutex(RunProgress())
    func recorded(_ events: [HistoryEvent], in program: Program) {
        progress.withLock { $0.record(events, in: program, at: .now) }
    }
    func taskStarted(_ attempt: TaskAttempt) { progress.withLock { $0.start(attempt, at: .now) } }
    func taskProgressed(_ attempt: TaskAttempt, _ told: TaskProgress) {
        progress.withLock { $0.advance(attempt, told, at: .now) }
    }
    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {
        progress.withLock { $0.end(attempt, end, at: .now) }
    }
}
