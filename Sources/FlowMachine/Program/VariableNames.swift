/// The variables that the states of one `States` object can read and assign, by slot.
///
/// Every variable of a program has a slot of its own, those of inner `States` objects included; a running scope holds
/// one value a slot. An inner assignment to an outer name changes the scope's own copy, which ends with the scope.
struct VariableNames {
    private var slots: [String: Int]

    /// The names of the outermost states.
    init(assigned: [String], table: inout VariableTable) { self.init(assigned: assigned, outer: [:], table: &table) }

    private init(assigned: [String], outer: [String: Int], table: inout VariableTable) {
        slots = outer
        for name in assigned where slots[name] == nil { slots[name] = table.add(name) }
    }

    /// The names of states inside one of these states.
    func inner(assigned: [String], table: inout VariableTable) -> VariableNames {
        VariableNames(assigned: assigned, outer: slots, table: &table)
    }

    /// The slot of a name, or `nil` where nobody assigns it.
    func slot(of name: String) -> Int? { slots[name] }
}

/// The names of all variables of a program; the position is the slot.
struct VariableTable {
    private(set) var names: [String] = []

    mutating func add(_ name: String) -> Int {
        names.append(name)
        return names.count - 1
    }
}
