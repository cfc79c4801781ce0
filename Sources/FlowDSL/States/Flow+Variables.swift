import FlowJSON
public import FlowTasks

/// A variable of ASL that the flow itself changes, such as a counter.
public struct Variable<Wrapped: Codable>: BodyResult {
    /// The name, without `$`.
    let name: String
    /// What it holds.
    public var value: Value<Wrapped> { Value(jsonata: "$\(name)") }
    /// What it holds.
    public var result: Value<Wrapped> { value }

    /// An assignment of a new value, seen from the next state on.
    public func set(_ value: Value<Wrapped>) -> Assignment { Assignment(variable: name, value: value.template) }
}

extension DefaultStringInterpolation {
    /// Refused: a plain text is made while the flow is compiled, when the variable has no value.
    ///
    /// Deprecated, not unavailable: the compiler passes over what is unavailable. Warnings are errors in domains.
    @available(*, deprecated, message: "The variable has a value only at run time; use its value in a Value<String>.")
    public mutating func appendInterpolation<Wrapped>(_ variable: Variable<Wrapped>) {}
}

/// A variable and its new value.
public struct Assignment: Sendable {
    let variable: String
    let value: JSON
}

extension Flow {
    /// Declares a variable and gives it its first value, in a Pass state named `Set <name>`.
    public func variable<Wrapped>(
        _ name: String,
        _ value: Value<Wrapped>,
        file: String = #fileID,
        line: UInt = #line
    ) -> Variable<Wrapped> {
        declare(name, value, SourcePlace(file: file, line: line))
    }

    private func declare<Wrapped>(_ name: String, _ value: Value<Wrapped>, _ place: SourcePlace) -> Variable<Wrapped> {
        let unique = Recorder.current.edit { draft in
            draft.names.take(name) ? name : draft.names.make(for: name, holding: "Variable")
        }
        let variable = Variable<Wrapped>(name: unique)
        assign("Set \(unique)", [variable.set(value)], file: place.file, line: place.line)
        return variable
    }

    /// Declares a variable that holds a text, in a Pass state named `Set <name>`.
    public func variable(
        _ name: String,
        _ value: Value<String>,
        file: String = #fileID,
        line: UInt = #line
    ) -> Variable<String> {
        declare(name, value, SourcePlace(file: file, line: line))
    }

    /// Declares a variable whose first value is known now, in a Pass state named `Set <name>`.
    ///
    /// Disfavoured, since a text with references in it would otherwise become a plain one.
    @_disfavoredOverload
    public func variable<Wrapped: Codable>(
        _ name: String,
        _ value: Wrapped,
        file: String = #fileID,
        line: UInt = #line
    ) -> Variable<Wrapped> {
        declare(name, Value(value), SourcePlace(file: file, line: line))
    }

    /// Adds a Pass state that assigns variables, all at once.
    public func assign(_ name: String, _ assignments: [Assignment], file: String = #fileID, line: UInt = #line) {
        Recorder.current.edit { draft in
            let state = draft.add(name, "Pass", [:], at: SourcePlace(file: file, line: line))
            for assignment in assignments { draft.states[state].assignments[assignment.variable] = assignment.value }
        }
    }
}
