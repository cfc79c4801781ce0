import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import StatesLanguage

/// How many whole executions an engine runs in a second, with a memory store and handlers that do nothing.
///
/// One line a machine and number of executions at a time; best of three.
@main
struct EngineBench {
    static func main() async throws {
        print("machine        at a time  executions   executions/s")
        let task = #"{"Type": "Task", "Resource": "\#(TaskResource.arn(of: "nothing"))", "End": true}"#
        let machines = [("one pass", #"{"Type": "Pass", "End": true}"#), ("one task", task)]
        for (name, state) in machines {
            let program = try program(#"{"StartAt": "S", "States": {"S": \#(state)}}"#)
            for lanes in [1, 16, 256] { try await measure(name, program, lanes: lanes) }
        }
    }

    private static func program(_ definition: String) throws -> Program {
        try Program(StateMachineDefinition(json: JSON(parsing: definition)))
    }

    private static func measure(_ name: String, _ program: Program, lanes: Int) async throws {
        let count = 25_600
        var handlers = HandlerRegistry()
        handlers.register(AnyTaskHandler(taskName: "nothing") { input, _ in input })
        var best = Duration.seconds(1_000_000)
        for _ in 0..<3 {
            let configuration = EngineConfiguration(handlers: handlers)
            let began = ContinuousClock.now
            try await Engine.with(configuration) { engine in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for lane in 0..<lanes {
                        group.addTask { try await run(count / lanes, of: program, in: lane, on: engine) }
                    }
                    try await group.waitForAll()
                }
            }
            best = min(best, ContinuousClock.now - began)
        }
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
        let rate = Int(Double(count) / seconds)
        print("\(name)       \(padded(lanes, 9))  \(padded(count, 10))  \(padded(rate, 13))")
    }

    private static func run(_ count: Int, of program: Program, in lane: Int, on engine: Engine) async throws {
        for number in 0..<count {
            let identity = ExecutionIdentity(
                id: "arn:aws:states:us-east-1:123456789012:execution:bench:\(lane)-\(number)",
                name: "\(lane)-\(number)",
                stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
                stateMachineName: "bench",
                roleARN: "arn:aws:iam::123456789012:role/bench"
            )
            let result = try await engine.run(program, as: identity, input: .integer(Int64(number)))
            precondition(result.output?.integerValue == Int64(number), "The output is not the input.")
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
