import FlowJSON

/// A way from one state to another, as it was written.
struct Way {
    enum Kind: Equatable {
        case next
        case choice(Int)
        case defaultNext
        case catcher(Int)
    }

    let kind: Kind
    let target: String
    /// Where the target is named, from the state.
    let place: String
}

extension Reading {
    /// The ways out of a state, in the order in which an execution would try them.
    func ways(from state: Int) -> [Way] {
        let fields = StateFields(reading: self, index: state)
        var ways: [Way] = []
        if fields.type != .choice, fields.type != .succeed, fields.type != .fail,
            let next = fields["Next"]?.stringValue
        {
            ways.append(Way(kind: .next, target: next, place: "Next"))
        }
        if fields.type == .choice {
            for (index, rule) in fields.objects(in: "Choices").enumerated() {
                guard let next = rule.fields["Next"]?.stringValue else { continue }
                ways.append(Way(kind: .choice(index), target: next, place: "\(rule.place)/Next"))
            }
            if let next = fields["Default"]?.stringValue {
                ways.append(Way(kind: .defaultNext, target: next, place: "Default"))
            }
        }
        for (index, catcher) in fields.objects(in: "Catch").enumerated() {
            guard let next = catcher.fields["Next"]?.stringValue else { continue }
            ways.append(Way(kind: .catcher(index), target: next, place: "\(catcher.place)/Next"))
        }
        return ways
    }

    /// Whether an execution can end in a state.
    func canEnd(_ state: Int) -> Bool {
        let fields = StateFields(reading: self, index: state)
        return switch fields.type {
        case .succeed, .fail: true
        case .choice: false
        default: fields["End"]?.boolValue == true
        }
    }

    /// The states that an execution of a scope can come to, or `nil` where not every way is known.
    func reachable(in scope: ScopeOutline) -> Set<Int>? {
        var indices: [ByteText: Int] = [:]
        for state in scope.states { indices[ByteText(states[state].name)] = state }
        guard let startAt = scope.startAt, let start = indices[ByteText(startAt)],
            !scope.states.contains(where: { states[$0].type == nil })
        else { return nil }
        for state in scope.states where ways(from: state).contains(where: { indices[ByteText($0.target)] == nil }) {
            return nil
        }
        var reached: Set<Int> = [start]
        var open = [start]
        while let state = open.popLast() {
            for way in ways(from: state) {
                if let target = indices[ByteText(way.target)], reached.insert(target).inserted { open.append(target) }
            }
        }
        return reached
    }
}

/// A text that equals only what has the same bytes.
struct ByteText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (first: ByteText, second: ByteText) -> Bool { sameBytes(first.text, second.text) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
