import FlowDiagnostics
import FlowJSON

extension Rule {
    /// A04 to A06 and A12 to A16: names and the ways between states.
    static let structure: [Rule] = [
        Rule(stateNameLength), Rule(duplicateStateNames), Rule(startNames), Rule(targets), Rule(reachability),
    ]

    /// A05.
    private static func stateNameLength(_ reading: Reading) {
        for state in reading.states {
            let length = state.name.unicodeScalars.count
            if length == 0 {
                reading.report(.stateNameLength, "A state's name is empty.", at: state.pointer)
            } else if length > 80 {
                reading.report(
                    .stateNameLength,
                    "The name \"\(state.name)\" has \(length) characters, but a state's name has at most 80.",
                    at: state.pointer
                )
            }
        }
    }

    /// A06; one object can't have a name twice, so the first one is in another scope.
    private static func duplicateStateNames(_ reading: Reading) {
        var first: [ByteText: StateOutline] = [:]
        for state in reading.states {
            if let other = first[ByteText(state.name)] {
                reading.report(
                    .duplicateStateName,
                    "The name \"\(state.name)\" is taken by the state at \(other.pointer).",
                    at: state.pointer,
                    hint: "Names are unique in the whole state machine, branches and item processors included."
                )
            } else {
                first[ByteText(state.name)] = state
            }
        }
    }

    /// A04.
    private static func startNames(_ reading: Reading) {
        for scope in reading.scopes {
            guard let startAt = scope.startAt, !scope.states.isEmpty else { continue }
            let names = scope.states.map { reading.states[$0].name }
            if names.contains(where: { sameBytes($0, startAt) }) { continue }
            reading.report(
                .unknownStart,
                "\"StartAt\" names the state \"\(startAt)\", which is not among \"States\".",
                at: "\(scope.pointer)/StartAt",
                hint: reading.suggestion(for: startAt, in: names)
            )
        }
    }

    /// A12, A13 and A14.
    private static func targets(_ reading: Reading) {
        var everywhere: [ByteText: String] = [:]
        for state in reading.states { everywhere[ByteText(state.name)] = state.pointer }
        for scope in reading.scopes {
            let names = scope.states.map { reading.states[$0].name }
            let known = Set(names.map(ByteText.init))
            for index in scope.states {
                for way in reading.ways(from: index) where !known.contains(ByteText(way.target)) {
                    let elsewhere = everywhere[ByteText(way.target)]
                    report(way, of: reading.states[index], elsewhere: elsewhere, names: names, reading)
                }
            }
        }
    }

    private static func report(
        _ way: Way,
        of state: StateOutline,
        elsewhere: String?,
        names: [String],
        _ reading: Reading
    ) {
        let field = way.kind == .defaultNext ? "Default" : "Next"
        let place = "\(state.pointer)/\(way.place)"
        if let elsewhere {
            reading.report(
                .targetInOtherScope,
                "\"\(field)\" names the state \"\(way.target)\", which is in another \"States\" object.",
                at: place,
                hint: "It is at \(elsewhere); a state can only lead to one beside it."
            )
        } else {
            reading.report(
                way.kind == .defaultNext ? .unknownDefault : .unknownTransitionTarget,
                "\"\(field)\" names the state \"\(way.target)\", which this state machine does not have.",
                at: place,
                hint: reading.suggestion(for: way.target, in: names)
            )
        }
    }

    /// A15 and A16, where every way of a scope is known; otherwise one wrong name would make many errors.
    private static func reachability(_ reading: Reading) {
        for scope in reading.scopes {
            guard let reached = reading.reachable(in: scope) else { continue }
            for state in scope.states where !reached.contains(state) {
                let outline = reading.states[state]
                reading.report(
                    .unreachableState,
                    "No way leads to the state \"\(outline.name)\".",
                    at: outline.pointer,
                    hint: "Lead to it by \"Next\", or remove it."
                )
            }
            if !reached.contains(where: { reading.canEnd($0) }) {
                reading.report(
                    .noPathToEnd,
                    "No way leads to an end.",
                    at: "\(scope.pointer)/States",
                    hint: "Give a state \"End\": true, or lead to a Succeed or Fail state."
                )
            }
        }
    }
}
