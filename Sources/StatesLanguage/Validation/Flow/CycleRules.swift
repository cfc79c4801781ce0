import FlowDiagnostics
import FlowJSON

extension Rule {
    /// F01 and F02: ways that go round.
    static let cycles: [Rule] = [Rule(endlessCycles), Rule(busyCycles)]

    /// F01; where a scope has no end at all, that has been said.
    private static func endlessCycles(_ reading: Reading) {
        guard reading.machineTimeoutSeconds == nil else { return }
        for cycle in reading.graph.cycles where !reading.isLeft(cycle) {
            let scope = reading.states[cycle[0]].scope
            guard reading.graph.isComplete[scope],
                reading.scopes[scope].states.contains(where: { reading.graph.isReached[$0] && reading.canEnd($0) })
            else { continue }
            reading.report(
                .endlessCycle,
                "Nothing leaves the cycle \(reading.words(for: cycle)).",
                at: reading.states[cycle[0]].pointer,
                hint: "Lead out of it by a Choice state; if it shall run until it is stopped, give the machine a "
                    + "\"TimeoutSeconds\"."
            )
        }
    }

    /// F02, a guess: what counts or waits is looked for in the fields and the names of the cycle's states.
    private static func busyCycles(_ reading: Reading) {
        for (index, cycle) in reading.graph.cycles.enumerated() where reading.isLeft(cycle) {
            guard reading.graph.isComplete[reading.states[cycle[0]].scope],
                reading.goesRoundWithoutFailing(index, cycle),
                !cycle.contains(where: { reading.waitsOrCounts(StateFields(reading: reading, index: $0)) })
            else { continue }
            reading.report(
                .busyCycle,
                "The cycle \(reading.words(for: cycle)) neither waits nor counts.",
                at: reading.states[cycle[0]].pointer,
                severity: .warning,
                hint: "Put a Wait state in it, or count the rounds, before the 25,000 events of an execution are used "
                    + "up. Assumed that no task waits; if one does, silence this by \"flow-task: ignore F02\" in its "
                    + "Comment or that of \"\(reading.states[cycle[0]].name)\"."
            )
        }
    }
}

extension Reading {
    /// `"A" → "B" → "A"`, the states in text order.
    fileprivate func words(for cycle: [Int]) -> String {
        let names = cycle.prefix(5).map { "\"\(states[$0].name)\"" }
        return names.joined(separator: ", ") + (cycle.count > 5 ? " and \(cycle.count - 5) more" : "")
    }

    /// Whether a way leads out of a cycle, or a state of it can end.
    fileprivate func isLeft(_ cycle: [Int]) -> Bool {
        let members = Set(cycle)
        return cycle.contains { state in
            canEnd(state) || graph.edges[state].contains { !members.contains($0.target) }
        }
    }

    /// Whether the cycle is one without its catchers.
    fileprivate func goesRoundWithoutFailing(_ index: Int, _ cycle: [Int]) -> Bool {
        // A state that no other one of the cycle leads to is taken away until none is left to take.
        var incoming: [Int: Int] = [:]
        func targets(_ state: Int) -> [Int] {
            graph.edges[state].compactMap { edge in
                if case .catcher = edge.kind { return nil }
                return graph.cycle[edge.target] == index ? edge.target : nil
            }
        }
        for state in cycle {
            for target in targets(state) { incoming[target, default: 0] += 1 }
        }
        var open = cycle.filter { incoming[$0, default: 0] == 0 }
        var removed = 0
        while let state = open.popLast() {
            removed += 1
            for target in targets(state) {
                incoming[target, default: 0] -= 1
                if incoming[target] == 0 { open.append(target) }
            }
        }
        return removed < cycle.count
    }

    fileprivate func waitsOrCounts(_ state: StateFields) -> Bool {
        // Who assigns in a loop counts, or takes the next of something.
        if state.type == .wait || state["Assign"] != nil { return true }
        let text = JSON.object(state.state.fields).text
        if text.contains("\"Type\":\"Wait\"") || text.contains(".sync") || text.contains(".waitForTaskToken") {
            return true
        }
        if text.contains(":activity:") || text.contains("${") { return true }
        let small = (state.state.name + text).lowercased()
        return Self.signsOfCounting.contains { small.contains($0) }
    }

    private static let signsOfCounting = [
        "mathadd", "numeric", "ispresent", "$append", "count", "index", "iterat", "retries", "attempt", "token", "page",
        "marker", "cursor", "remaining", "limit", "queue", "poll", "delay", "sleep", "wait", " + ", " - ", "[1",
        "batch",
        "offset", "loop", "hasnext", "has_next", "nextitem",
    ]
}
