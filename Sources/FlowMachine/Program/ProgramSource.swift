package import StatesLanguage

/// What a program was compiled from, so that a store can keep it and compile it again.
///
/// One object a compilation: whoever compiles once finds its program by the object.
package final class ProgramSource: Sendable {
    /// The whole definition.
    package let definition: StateMachineDefinition
    /// Names that states may read though no state assigns them.
    package let variables: [String]

    init(_ definition: StateMachineDefinition, variables: [String]) {
        self.definition = definition
        self.variables = variables
    }
}
