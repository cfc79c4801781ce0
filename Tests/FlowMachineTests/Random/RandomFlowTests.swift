import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Random flows")
struct RandomFlowTests {
    /// The definition of a seed: every third one is slightly broken.
    private func definition(_ seed: UInt64) -> JSON {
        var flow = RandomFlow(seed: seed)
        let definition = flow.definition()
        guard seed % 3 == 0 else { return definition }
        var breakage = Breakage(random: RandomNumbers(seed: seed))
        return breakage.broken(definition)
    }

    /// Whether the language itself forbids a definition; a flow that can only fail runs all the same.
    private func isRefused(_ definition: JSON) -> Bool {
        StateMachineDefinition.decode(definition, rules: .language).diagnostics.contains { $0.severity == .error }
    }

    @Test("what the validator lets pass can be compiled and run, and what cannot be compiled has an error")
    func agreement() {
        var accepted = 0
        for seed in UInt64(1)...1_500 {
            let json = definition(seed)
            let isRefused = isRefused(json)
            if !isRefused { accepted += 1 }
            guard let definition = StateMachineDefinition.readUnjudged(json).definition else {
                #expect(isRefused, "seed \(seed): what cannot be read has an error\n\(json.text)")
                continue
            }
            do throws(Diagnostic) { _ = try Program(definition) } catch {
                #expect(isRefused, "seed \(seed): \(error.message)\n\(json.text)")
            }
        }
        #expect(accepted > 700, "most of them are accepted: \(accepted)")
    }

    @Test("a run ends, its history is whole, and what was accepted fails for no impossible reason")
    func runs() throws {
        var types: Set<HistoryEventType> = []
        for seed in UInt64(1)...900 {
            let json = definition(seed)
            guard var random = RandomRun(json, seed: seed) else { continue }
            try random.toItsEnd()
            #expect(random.problem == nil, "seed \(seed)\n\(json.text)")
            let run = random.run
            #expect(run.events.map(\.id) == Array(1...run.events.count), "seed \(seed)")
            #expect(run.events.allSatisfy { $0.previousEventID < $0.id }, "seed \(seed)")
            #expect(zip(run.events, run.events.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp }, "seed \(seed)")
            #expect(withoutCause(run) == nil, "seed \(seed)\n\(json.text)")
            #expect(run.tasks.isEmpty && run.timers.isEmpty, "seed \(seed): something is left behind")
            #expect(run.history.count == run.events.count)
            types.formUnion(run.events.map(\.type))
            if !isRefused(json) { expectPossible(run, "seed \(seed)\n\(json.text)") }
        }
        #expect(types.count > 45, "nearly every type of event happens: \(types.count)")
    }

    /// The first event whose previous one is neither of the same state nor of one that leads to it.
    private func withoutCause(_ run: VirtualRun) -> String? {
        let event = run.events.first { event in
            let previous = event.previousEventID == 0 ? nil : run.events[event.previousEventID - 1]
            return switch event.type {
            case .executionStarted, .executionAborted, .executionTimedOut: previous != nil
            case .taskScheduled, .lambdaFunctionScheduled, .activityScheduled, .waitStateExited, .taskStarted,
                .lambdaFunctionStarted, .activityStarted, .taskSubmitted, .taskSucceeded, .lambdaFunctionSucceeded,
                .activitySucceeded, .passStateExited, .choiceStateExited, .succeedStateExited, .taskStateExited:
                previous.map { event.stateName(in: run.program) != $0.stateName(in: run.program) } ?? true
            case .passStateEntered, .taskStateEntered, .waitStateEntered, .choiceStateEntered:
                previous.map { !$0.type.rawValue.hasSuffix("Exited") && !$0.type.rawValue.hasSuffix("Started") }
                    ?? (event.id != 2)
            // One that is tried again follows what ended its branches.
            case .parallelStateStarted, .mapStateStarted: previous == nil
            default: false
            }
        }
        return event.map { "\($0.json(in: run.program, of: run.identity).text) after \($0.previousEventID)" }
    }

    /// A machine that was accepted has no syntax error, no unknown function and no lost state inside.
    private func expectPossible(_ run: VirtualRun, _ comment: String) {
        guard case .failed(_, let cause?)? = run.status else { return }
        #expect(!cause.contains(". S0"), "\(comment)")
        #expect(!cause.contains("unknown function"), "\(comment)")
        #expect(!cause.contains("can't be read"), "\(comment)")
    }

    @Test("one that is made anew from its snapshot before every event goes on the same")
    func snapshots() throws {
        for seed in UInt64(1)...250 {
            let json = definition(seed)
            guard var straight = RandomRun(json, seed: seed), var restored = RandomRun(json, seed: seed) else {
                continue
            }
            try straight.toItsEnd()
            try restored.toItsEnd(restoring: true)
            #expect(straight.run.events == restored.run.events, "seed \(seed)")
            #expect(straight.run.status == restored.run.status, "seed \(seed)")
        }
    }

    @Test("replaying a history gives the same history and the same execution")
    func replays() throws {
        var exact = 0
        for seed in UInt64(1)...700 {
            let json = definition(seed)
            guard var random = RandomRun(json, seed: seed) else { continue }
            try random.toItsEnd()
            var choice = RandomNumbers(seed: seed)
            var milestones = (0..<2).map { _ in choice.pick(random.milestones) }
            if let last = random.milestones.last { milestones.append(last) }
            for milestone in milestones {
                let history = Array(random.run.events.prefix(milestone.eventCount))
                do throws(Diagnostic) {
                    let replay = try replay(of: history, random)
                    #expect(texts(of: replay.events, random.run) == texts(of: history, random.run), "seed \(seed)")
                    guard milestone.isExact, !isFull(history) else { continue }
                    exact += 1
                    #expect(replay.interpreter.snapshot.text == milestone.snapshot.text, "seed \(seed)\n\(json.text)")
                } catch {
                    Issue.record("seed \(seed): \(error.message)\n\(json.text)")
                }
            }
        }
        #expect(exact > 1_000, "most histories tell all: \(exact)")
    }

    private func replay(of history: [HistoryEvent], _ random: RandomRun) throws(Diagnostic) -> Replay {
        try Replay(
            of: history,
            program: random.run.program,
            execution: random.run.identity,
            limits: RandomRun.limits,
            randomSeed: random.seed
        )
    }

    private func texts(of events: [HistoryEvent], _ run: VirtualRun) -> [String] {
        events.map { $0.json(in: run.program, of: run.identity).text }
    }

    /// Whether the history ended since it was full: what did not fit is not known.
    private func isFull(_ history: [HistoryEvent]) -> Bool { history.count == RandomRun.limits.historyEvents }
}
