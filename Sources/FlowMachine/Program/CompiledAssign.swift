import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The variables that a state, a rule or a catcher assigns.
struct CompiledAssign: Sendable {
    private let values: [CompiledTemplate]
    private let slots: [Int]
    /// The names in the order of the values.
    private let shape: JSONShape

    /// Compiles an `Assign`.
    ///
    /// - Parameter location: the place of the field, such as `Catch[0]/Assign`.
    init(_ template: Template, at location: FieldLocation, in names: VariableNames) throws(Diagnostic) {
        var assigned: [String: Int] = [:]
        var order: [String] = []
        var values: [CompiledTemplate] = []
        var slots: [Int] = []
        for (name, value) in template.assignedVariables {
            guard let slot = names.slot(of: name) else { continue }
            let compiled = try CompiledTemplate(value, at: location.member(name), key: name + ".$", in: names)
            if let position = assigned[name] {
                values[position] = compiled
                continue
            }
            assigned[name] = order.count
            order.append(name)
            values.append(compiled)
            slots.append(slot)
        }
        self.values = values
        self.slots = slots
        shape = JSONShape(order)
    }

    var isEmpty: Bool { slots.isEmpty }

    var readsContext: Bool { values.contains { $0.readsContext } }

    /// The new values, none of which sees another.
    func values(in view: DataView) throws(Fault) -> Assignments {
        var assigned: [JSON] = []
        assigned.reserveCapacity(values.count)
        for value in values { assigned.append(try value.value(in: view)) }
        return Assignments(object: JSONObject(shape: shape, values: assigned), slots: slots)
    }
}

/// Variables and the values that they get.
struct Assignments: Sendable {
    /// The values by name, as history tells them.
    let object: JSONObject
    /// Where each value belongs.
    let slots: [Int]

    static let nothing = Assignments(object: JSONObject(), slots: [])

    var isEmpty: Bool { slots.isEmpty }
}

extension Template {
    /// The members of an `Assign` field in the order in which they were written.
    var assignedVariables: [(name: String, value: Template)] {
        switch self {
        case .literal(.object(let object)): object.map { ($0.key, .literal($0.value)) }
        case .object(let members): members.map { ($0.name, $0.value) }
        default: []
        }
    }
}

extension State {
    /// The names that the state assigns, those of its rules and catchers included, in the order in which they were written.
    var assignedNames: [String] {
        var templates = [assign]
        if case .choice(let choice) = kind { templates += choice.choices.map(\.assign) }
        templates += (catchers ?? []).map(\.assign)
        return templates.flatMap { $0?.assignedVariables.map(\.name) ?? [] }
    }
}
