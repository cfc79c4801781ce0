import FlowMachine

/// The states and ways that executions took.
package struct TakenWays: Hashable, Sendable {
    /// How often each part was taken, by its key.
    private var counts: [String: Int] = [:]

    /// Nothing taken.
    package init() {}

    /// Adds what other executions took.
    package mutating func add(_ other: TakenWays) {
        for (key, count) in other.counts { counts[key, default: 0] += count }
    }

    mutating func add(_ event: HistoryEvent, in program: Program) {
        guard let name = event.stateName(in: program) else { return }
        if event.type.isEntry { counts["entered/\(name)", default: 0] += 1 }
        if event.type.isExit { counts["exited/\(name)", default: 0] += 1 }
    }

    mutating func add(_ decision: Decision, in program: Program) {
        switch decision {
        case .rule(let state, let number): add("rule", number, program.name(of: state))
        case .byDefault(let state): add("default", 0, program.name(of: state))
        case .retrier(let state, let number): add("retrier", number, program.name(of: state))
        case .catcher(let state, let number):
            add("catcher", number, program.name(of: state))
            add("caught", 0, program.name(of: state))
        }
    }

    private mutating func add(_ kind: String, _ number: Int, _ name: String?) {
        guard let name else { return }
        counts["\(kind)/\(number)/\(name)", default: 0] += 1
    }

    /// Whether a part of a state was taken.
    func has(_ part: Coverage.Part) -> Bool {
        switch part.kind {
        case .state: return counts["entered/\(part.state)"] != nil
        // A state that was left by a catcher is exited too.
        case .transition:
            return counts["exited/\(part.state)", default: 0] > counts["caught/0/\(part.state)", default: 0]
        case .rule: return counts["rule/\(part.number)/\(part.state)"] != nil
        case .byDefault: return counts["default/0/\(part.state)"] != nil
        case .retrier: return counts["retrier/\(part.number)/\(part.state)"] != nil
        case .catcher: return counts["catcher/\(part.number)/\(part.state)"] != nil
        }
    }
}

extension HistoryEvent {
    /// The name of the event's state, or `nil` for an event of none.
    func stateName(in program: Program) -> String? { program.name(of: state) }
}

extension HistoryEventType {
    /// Whether the event is that of a state that is entered.
    var isEntry: Bool { rawValue.hasSuffix("StateEntered") }
    /// Whether the event is that of a state that is exited.
    var isExit: Bool { rawValue.hasSuffix("StateExited") }
}
