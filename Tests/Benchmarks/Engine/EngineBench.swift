import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import Glibc
import StatesLanguage

/// How many whole executions an engine runs in a second, with handlers that do nothing.
///
/// First with executions of memory alone (express) and with a memory store, best of three; then with the durable store in
/// the folder that `ENGINE_BENCH_FOLDER` names, `/var/tmp` where it names none. `ENGINE_BENCH_WAITING` and
/// `ENGINE_BENCH_FINISHED` are how many executions wait, and over how many that ended an engine starts; 100,000 and
/// 1,000,000 where they are not given.
@main
struct EngineBench {
    static func main() async throws {
        let task = #"{"Type": "Task", "Resource": "\#(TaskResource.arn(of: "nothing"))", "End": true}"#
        let machines = [("one pass", #"{"Type": "Pass", "End": true}"#), ("one task", task)]
            .map { (name: $0.0, state: $0.1) }
        let programs = try machines.map { (name: $0.name, program: try program(of: $0.state)) }
        var handlers = HandlerRegistry()
        handlers.register(AnyTaskHandler(taskName: "nothing") { input, _ in input })

        print("machine        kept       at a time  executions   executions/s")
        for (name, program) in programs {
            for keeping in [ExecutionKeeping.inMemory, .inStore] {
                for lanes in [1, 16, 256] {
                    let rate = try await rate(of: program, keeping: keeping, lanes: lanes, handlers)
                    let kept = keeping == .inMemory ? "express " : "in store"
                    print("\(name)       \(kept)   \(padded(lanes, 9))  \(padded(25_600, 10))  \(padded(rate, 13))")
                }
            }
        }
        let folder = variable("ENGINE_BENCH_FOLDER") ?? "/var/tmp"
        let own = "\(folder)/engine-bench.\(getpid())"
        mkdir(own, 0o700)
        let bench = DurableBench(folder: own, handlers: handlers)
        defer { rmdir(own) }
        try await bench.rates(of: programs)
        let wait = try program(of: #"{"Type": "Wait", "Seconds": 86400, "End": true}"#)
        try await bench.waiting(number("ENGINE_BENCH_WAITING") ?? 100_000, wait)
        try await bench.start(after: number("ENGINE_BENCH_FINISHED") ?? 1_000_000, programs[0].program)
    }

    private static func number(_ name: String) -> Int? { variable(name).flatMap { Int($0) } }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func program(of state: String) throws -> Program {
        let definition = #"{"StartAt": "S", "States": {"S": \#(state)}}"#
        return try Program(StateMachineDefinition(json: JSON(parsing: definition)))
    }

    private static func rate(
        of program: Program,
        keeping: ExecutionKeeping,
        lanes: Int,
        _ handlers: HandlerRegistry
    ) async throws -> Double {
        let count = 25_600
        var best = Duration.seconds(1_000_000)
        for _ in 0..<3 {
            let began = ContinuousClock.now
            try await Engine.with(EngineConfiguration(handlers: handlers)) { engine in
                try await Bench.run(count, of: program, clients: lanes, keeping: keeping, on: engine)
            }
            best = min(best, ContinuousClock.now - began)
        }
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
        return Double(count) / seconds
    }
}

/// What starts executions, so many clients at a time.
enum Bench {
    /// Runs executions to their ends.
    static func run(
        _ count: Int,
        of program: Program,
        clients: Int,
        keeping: ExecutionKeeping = .inStore,
        on engine: Engine
    ) async throws {
        try await each(count, clients) { number, identity in
            let result = try await engine.run(program, as: identity, input: .integer(Int64(number)), keeping: keeping)
            precondition(result.output?.integerValue == Int64(number), "The output is not the input.")
        }
    }

    /// Only starts them.
    static func start(_ count: Int, of program: Program, clients: Int, on engine: Engine) async throws {
        try await each(count, clients) { number, identity in
            try await engine.start(program, as: identity, input: .integer(Int64(number)))
        }
    }

    private static func each(
        _ count: Int,
        _ clients: Int,
        _ body: @escaping @Sendable (Int, ExecutionIdentity) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask {
                    for number in 0..<count / clients { try await body(number, identity("\(client)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func identity(_ name: String) -> ExecutionIdentity {
        ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:bench:\(name)",
            name: name,
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
            stateMachineName: "bench",
            roleARN: "arn:aws:iam::123456789012:role/bench"
        )
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

func padded(_ number: Double, _ width: Int) -> String { padded(Int(number), width) }
