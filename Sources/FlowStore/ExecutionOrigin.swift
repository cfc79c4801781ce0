package import FlowMachine

/// What an execution runs and who it is: what its history events are read with.
package struct ExecutionOrigin: Sendable {
    /// The program.
    package var program: Program
    /// Who the execution is.
    package var identity: ExecutionIdentity

    /// An origin of the given parts.
    package init(program: Program, identity: ExecutionIdentity) {
        self.program = program
        self.identity = identity
    }
}
