package import FlowDiagnostics

/// Why a state cannot be tested as it was asked for.
package enum StateTestError: Error, Hashable, Sendable {
    /// The definition is wrong: AWS's `InvalidDefinition`, which words each diagnostic.
    case definition([Diagnostic])
    /// The definition cannot be tested: AWS's `InvalidDefinition` with this message.
    case unsupported(String)
    /// The input is no JSON: AWS's `InvalidExecutionInput`.
    case input(Diagnostic)
    /// Anything else: AWS's `ValidationException` with this message.
    case validation(String)
}
