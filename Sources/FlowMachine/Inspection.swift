package import FlowJSON
package import StatesLanguage

/// Each step of a state's data, where the state is run on its own.
package struct Inspection: Sendable {
    /// The raw input.
    package internal(set) var input: JSON?
    /// After `InputPath`.
    package internal(set) var afterInputPath: JSON?
    /// After `Parameters` or `Arguments`.
    package internal(set) var afterArguments: JSON?
    /// After `ItemsPath`.
    package internal(set) var afterItemsPath: JSON?
    /// The result of the state's work.
    package internal(set) var result: JSON?
    /// After `ResultSelector`.
    package internal(set) var afterResultSelector: JSON?
    /// After `ResultPath`.
    package internal(set) var afterResultPath: JSON?
    /// The output.
    package internal(set) var output: JSON?
    /// The variables after the state, by name.
    package internal(set) var variables: JSON?
    /// The state that follows, or `nil` at the end.
    package internal(set) var nextState: String?
    /// The number of the catcher that took the failure, from 0.
    package internal(set) var catcher: Int?
    var fault: Fault?

    /// What failed, or `nil`.
    package var failure: TaskFailure? { fault.map { TaskFailure(error: $0.error, cause: $0.cause) } }
}

extension Interpreter {
    /// Keeps what a single state ends with.
    mutating func inspect(output: JSON, next: StateIndex, of scope: ScopeIndex) {
        inspection?.output = output
        inspection?.nextState = program.name(of: next)
        var variables = JSONObject()
        for (slot, name) in program.variableNames.enumerated() {
            variables[name] = scopes[scope.position].variables[slot]
        }
        inspection?.variables = .object(variables)
    }
}
