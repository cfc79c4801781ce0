import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Synchronization
import Testing

@Suite("Many executions at once", .timeLimit(.minutes(5)))
struct StressTests {
    static let machine = """
        {"StartAt": "All", "States": {"All": {"Type": "Map", "MaxConcurrency": 3, "End": true,
         "ItemProcessor": {"StartAt": "Each", "States": {"Each": {"Type": "Task",
          "Resource": "\(TaskResource.arn(of: "any"))", "End": true,
          "Retry": [{"ErrorEquals": ["Shaky"], "IntervalSeconds": 1, "MaxAttempts": 5}]}}}}}}
        """

    @Test("all end, stopped or not, with whole histories and no handler left")
    func stress() async throws {
        let alive = Counter()
        let clock = ManualClock()
        var flow = try TestFlow(
            Self.machine,
            TestHandler("any") { input, context in
                alive.add(1)
                defer { alive.add(-1) }
                context.heartbeat()
                context.report(TaskProgress(rows: 1))
                switch Int.random(in: 0..<6) {
                case 0: throw TaskFailure(error: "Shaky")
                case 1: try await Task.sleep(for: .microseconds(Int.random(in: 1...300)))
                case 2: try Task.checkCancellation()
                default: await Task.yield()
                }
                return input
            },
            clock: clock
        )
        flow.configuration.maximumConcurrentTasks = 8
        let (program, configuration) = (flow.program, flow.configuration)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await clock.skipEverySleep() }
            defer { group.cancelAll() }
            try await Engine.with(configuration) { engine in
                try await withThrowingTaskGroup(of: Void.self) { runs in
                    for number in 0..<150 {
                        runs.addTask { try await Self.run(number, program, engine) }
                    }
                    try await runs.waitForAll()
                }
                #expect(alive.value == 0)
                #expect(try await configuration.store.list(.running).isEmpty)
            }
        }
    }

    private static func run(_ number: Int, _ program: Program, _ engine: Engine) async throws {
        let identity = ExecutionIdentity(name: "run-\(number)", ofStateMachine: "stress")
        let items = JSON.array((0..<6).map { .integer($0) })
        let result: ExecutionResult
        if number % 3 == 0 {
            let id = try await engine.start(program, as: identity, input: items)
            for _ in 0..<Int.random(in: 0...30) { await Task.yield() }
            try await engine.stop(id)
            result = try await engine.result(of: id)
        } else {
            result = try await engine.run(program, as: identity, input: items)
        }
        switch result.status {
        case .succeeded(let output): #expect(output == items)
        case .failed(let error, _): #expect(error == "Shaky")
        case .aborted: #expect(number % 3 == 0)
        case .timedOut: Issue.record("Nothing has a timeout.")
        }
        #expect(result.history.map(\.id) == Array(1...result.history.count))
        #expect(zip(result.history, result.history.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
        #expect(result.history.allSatisfy { $0.previousEventID < $0.id })
    }
}

/// Counts up and down.
private final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func add(_ number: Int) { count.add(number, ordering: .sequentiallyConsistent) }
}
