import FlowJSON

/// Which variables have a value when a state is entered: surely, or on some way to it.
///
/// Source: Amazon States Language, "Variables"; the notes, 1.6.
struct VariableFlow {
    /// Every name that an `Assign` has, by number.
    private(set) var numbers: [ByteText: Int] = [:]
    /// What is assigned on every way to a state; `nil` where no way leads to it.
    private(set) var surely: [NameSet?]
    /// What is assigned on some way to a state.
    private(set) var perhaps: [NameSet?]

    init(_ reading: Reading) {
        for assignment in reading.assignments {
            let name = ByteText(assignment.name)
            if numbers[name] == nil { numbers[name] = numbers.count }
        }
        surely = Array(repeating: nil, count: reading.states.count)
        perhaps = surely
        guard !numbers.isEmpty else { return }
        let nothing = NameSet(count: numbers.count)
        for (index, scope) in reading.scopes.enumerated() {
            guard let start = reading.graph.starts[index] else { continue }
            // Outer scopes have lower numbers than the scopes inside them.
            let outer = scope.isDistributed ? nil : scope.parent?.state
            flow(
                from: start,
                surely: outer.flatMap { surely[$0] } ?? nothing,
                perhaps: outer.flatMap { perhaps[$0] } ?? nothing,
                reading
            )
        }
    }

    private mutating func flow(from start: Int, surely sure: NameSet, perhaps some: NameSet, _ reading: Reading) {
        surely[start] = sure
        perhaps[start] = some
        let order = reading.graph.order(from: start)
        var assigned: [[[Int]]] = []
        for state in order {
            let fields = StateFields(reading: reading, index: state)
            assigned.append(
                reading.graph.edges[state].map { edge in
                    fields.assignedNames(on: edge.kind).compactMap { numbers[ByteText($0)] }
                }
            )
        }
        // In this order few rounds are enough, one more than cycles are nested.
        var isChanged = true
        while isChanged {
            isChanged = false
            for (position, state) in order.enumerated() {
                guard let sure = surely[state], let some = perhaps[state] else { continue }
                for (edge, names) in zip(reading.graph.edges[state], assigned[position])
                where pass(sure, some, adding: names, to: edge.target) {
                    isChanged = true
                }
            }
        }
    }

    /// Joins what a way brings to a state with what others brought; tells whether that changed anything.
    private mutating func pass(_ sure: NameSet, _ some: NameSet, adding names: [Int], to target: Int) -> Bool {
        var (sure, some) = (sure, some)
        for number in names {
            sure.insert(number)
            some.insert(number)
        }
        guard surely[target] != nil else {
            (surely[target], perhaps[target]) = (sure, some)
            return true
        }
        let isSureChanged = surely[target]?.intersect(sure) ?? false
        let isSomeChanged = perhaps[target]?.unite(some) ?? false
        return isSureChanged || isSomeChanged
    }

    /// Whether a variable has a value on every way to a state, on some, or on none; `nil` where that is not known.
    func presence(of name: String, at state: Int) -> (surely: Bool, perhaps: Bool)? {
        guard let number = numbers[ByteText(name)] else { return (false, false) }
        guard let sure = surely[state], let some = perhaps[state] else { return nil }
        return (sure.contains(number), some.contains(number))
    }
}

extension StateFields {
    /// The object whose `Assign` and `Output` count when a state is left that way.
    ///
    /// A rule's and a catcher's own are used instead of the state's.
    func leaving(by kind: Way.Kind) -> JSONObject {
        func element(_ field: String, _ index: Int) -> JSONObject {
            let objects = objects(in: field)
            return index < objects.count ? objects[index].fields : JSONObject()
        }
        return switch kind {
        case .next, .defaultNext: state.fields
        case .choice(let index): element("Choices", index)
        case .catcher(let index): element("Catch", index)
        }
    }

    /// The variables that get a value when the state is left that way.
    func assignedNames(on kind: Way.Kind) -> [String] {
        (leaving(by: kind)["Assign"]?.objectValue?.keys ?? []).map { key in
            state.language == .jsonPath && key.hasSuffix(".$") ? String(key.dropLast(2)) : key
        }
    }
}
