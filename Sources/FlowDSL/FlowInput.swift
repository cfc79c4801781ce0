public import FlowTasks

/// The input of a flow: a type of ``Parameter`` fields.
public protocol FlowInput: Sendable {
    /// The input's parameters with their defaults.
    init()
}

/// The input of a flow that takes none.
public struct NoInput: FlowInput {
    /// An input without fields.
    public init() {}
}

/// One field of a flow's input.
public struct Parameter<Wrapped: Codable & Sendable>: Sendable {
    /// What a start without the field gets; `nil` where the field must be given.
    public let defaultValue: Wrapped?
    /// What the field is for.
    public let help: String

    /// A field that must be given.
    public init(_ help: String) {
        defaultValue = nil
        self.help = help
    }

    /// A field with a default.
    public init(_ defaultValue: Wrapped, _ help: String) {
        self.defaultValue = defaultValue
        self.help = help
    }
}

/// References to the fields of a flow's input.
@dynamicMemberLookup
public struct References<Input: FlowInput>: Sendable {
    /// A reference to a field, by its name.
    public subscript<Field>(dynamicMember member: KeyPath<Input, Parameter<Field>>) -> Value<Field> {
        Value(form: .expression("\(VariableNames.input).\(JSONataSource.name(memberName(of: member)))"))
    }
}
