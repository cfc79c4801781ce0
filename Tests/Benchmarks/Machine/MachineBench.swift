import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

/// How many states an interpreter runs through in a second, history kept.
///
/// One line a machine: its name, the transitions, the seconds and the transitions a second; then how the machines compare
/// that do the same in two languages.
@main
struct MachineBench {
    static func main() throws {
        let chosen = CommandLine.arguments.dropFirst()
        print("machine                         transitions     seconds      million/s")
        var rates: [String: Double] = [:]
        for machine in BenchMachine.all where chosen.isEmpty || chosen.contains(machine.name) {
            rates[machine.name] = try measure(machine)
        }
        for machine in BenchMachine.all {
            guard let twin = machine.twin, let ours = rates[machine.name], let other = rates[twin] else { continue }
            print("\(machine.name) takes \(rounded(other / ours)) times as long as \(twin)")
        }
    }

    /// Measures a machine, prints its line, and returns the millions of transitions a second.
    private static func measure(_ machine: BenchMachine) throws -> Double {
        // The rings never end, which a validated definition must.
        let decoded = StateMachineDefinition.readUnjudged(try JSON(parsing: machine.definition))
        guard let definition = decoded.definition else { throw decoded.diagnostics[0] }
        let program = try Program(definition)
        var best = Duration.seconds(1_000_000)
        var transitions = 0
        for _ in 0..<3 {
            let clock = ContinuousClock()
            var history: [[HistoryEvent]] = []
            let elapsed = clock.measure { history = run(program, input: machine.input, events: machine.events) }
            // Every state is entered once and exited once.
            transitions = history.reduce(0) { $0 + $1.count } / 2
            best = min(best, elapsed)
        }
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
        let rate = Double(transitions) / seconds / 1e6
        let name = machine.name + String(repeating: " ", count: max(1, 30 - machine.name.count))
        print("\(name)  \(padded(transitions, 11))  \(padded(rounded(seconds), 10))  \(padded(rounded(rate), 13))")
        return rate
    }

    /// Runs a machine, again where it ends, until it has made that many events; gives the history, a list a turn.
    private static func run(_ program: Program, input: JSON, events: Int) -> [[HistoryEvent]] {
        let identity = ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:bench:run",
            name: "run",
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
            stateMachineName: "bench",
            roleARN: "arn:aws:iam::123456789012:role/bench"
        )
        var limits = ExecutionLimits.aws
        limits.historyEvents = nil
        let now = Timestamp(milliseconds: 1_763_716_440_000)
        var history: [[HistoryEvent]] = []
        var count = 0
        while count < events {
            var interpreter = Interpreter(program: program, execution: identity, limits: limits, randomSeed: 1)
            var event = Event.start(input: input)
            while count < events {
                var outcome = Outcome()
                outcome.events.reserveCapacity(2 * limits.transitionsPerEvent + 1)
                interpreter.handle(event, at: now, into: &outcome)
                count += outcome.events.count
                history.append(outcome.events)
                guard outcome.needsContinuation else { break }
                event = .continue
            }
        }
        return history
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    private static func padded(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = value.description
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
