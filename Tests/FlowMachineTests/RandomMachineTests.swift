import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Random machines")
struct RandomMachineTests {
    /// Runs a random machine with random answers, at most so many events, and gives the run.
    private func run(seed: UInt64, restoring: Bool = false) throws -> VirtualRun? {
        var machine = RandomMachine(seed: seed)
        let limits = ExecutionLimits(historyEvents: 600, transitionsPerEvent: 17)
        guard var run = try? VirtualRun(machine.definition(), limits: limits, seed: seed) else { return nil }
        run.send(.start(input: machine.input()))
        var turns = 0
        while run.status == nil {
            turns += 1
            #expect(turns < 2000, "an execution comes to an end")
            guard turns < 2000 else { break }
            if restoring {
                run.interpreter = try Interpreter(
                    program: run.program,
                    execution: run.identity,
                    limits: limits,
                    snapshot: try JSON(parsing: run.interpreter.snapshot.text)
                )
            }
            guard !run.tasks.isEmpty || !run.timers.isEmpty else {
                Issue.record("seed \(seed): neither at its end nor waiting for anything")
                break
            }
            answer(&run, &machine)
        }
        return run
    }

    private func answer(_ run: inout VirtualRun, _ machine: inout RandomMachine) {
        let tasks = run.tasks.keys.sorted()
        guard !tasks.isEmpty, !machine.chance(4) || run.timers.isEmpty else {
            if let timer = run.nextTimer { run.fire(timer) }
            return
        }
        let task = tasks[machine.number(tasks.count)]
        switch machine.number(6) {
        case 0: run.send(.taskStarted(task))
        case 1: run.send(.taskHeartbeat(task))
        case 2: run.send(.taskFailed(task, TaskFailure(error: machine.chance(2) ? "A" : "B", cause: "c")))
        default: run.send(.taskSucceeded(task, machine.input()))
        }
    }

    @Test("they always end or wait for something, and their history is whole")
    func ends() throws {
        var ran = 0
        for seed in UInt64(1)...800 {
            guard let run = try run(seed: seed) else { continue }
            ran += 1
            #expect(run.events.map(\.id) == Array(1...run.events.count), "seed \(seed)")
            #expect(run.events.allSatisfy { $0.previousEventID < $0.id }, "seed \(seed)")
            #expect(run.tasks.isEmpty && run.timers.isEmpty, "seed \(seed): something is left behind")
            #expect(run.effects.last.map { "\($0)".hasPrefix("executionEnded") } == true, "seed \(seed)")
            _ = run.history
        }
        #expect(ran > 500, "most of them can be run at all: \(ran)")
    }

    @Test("one that is kept as a snapshot after every event goes on the same")
    func snapshots() throws {
        for seed in UInt64(1)...300 {
            guard let straight = try run(seed: seed), let restored = try run(seed: seed, restoring: true) else {
                continue
            }
            #expect(straight.events == restored.events, "seed \(seed)")
            #expect(straight.status == restored.status, "seed \(seed)")
        }
    }
}
