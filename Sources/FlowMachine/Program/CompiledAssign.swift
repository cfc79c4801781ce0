import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The variables that a state, a rule or a catcher assigns.
struct CompiledAssign: Sendable {
    let variables: [(name: String, slot: Int, value: CompiledTemplate)]

    /// Compiles an `Assign`.
    ///
    /// - Parameter location: the place of the field, such as `Catch[0]/Assign`.
    init(_ template: Template, at location: FieldLocation, in names: VariableNames) throws(Diagnostic) {
        var variables: [(name: String, slot: Int, value: CompiledTemplate)] = []
        for (name, value) in template.assignedVariables {
            guard let slot = names.slot(of: name) else { continue }
            let compiled = try CompiledTemplate(value, at: location.member(name), key: name + ".$", in: names)
            variables.append((name, slot, compiled))
        }
        self.variables = variables
    }

    var readsContext: Bool { variables.contains { $0.value.readsContext } }

    /// The new values, none of which sees another.
    func values(in view: DataView) throws(Fault) -> [Assignment] {
        var assignments: [Assignment] = []
        assignments.reserveCapacity(variables.count)
        for variable in variables {
            assignments.append(
                Assignment(name: variable.name, slot: variable.slot, value: try variable.value.value(in: view))
            )
        }
        return assignments
    }
}

/// A variable and the value that it gets.
struct Assignment: Sendable {
    let name: String
    let slot: Int
    let value: JSON
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
