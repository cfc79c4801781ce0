package import FlowDiagnostics
package import StatesLanguage

/// Why a state cannot be tested as it was asked for.
package enum StateTestError: Error, Hashable, Sendable {
    /// The definition is wrong: AWS's `InvalidDefinition`, which quotes each diagnostic.
    case definition([AWSDiagnostic])
    /// The definition cannot be tested: AWS's `InvalidDefinition` with this message.
    case unsupported(String)
    /// The input is no JSON: AWS's `InvalidExecutionInput`.
    case input(Diagnostic)
    /// Anything else: AWS's `ValidationException` with this message.
    case validation(String)
}

extension StateTestError {
    /// What only showed when the state was put together.
    static func definition(_ diagnostic: Diagnostic) -> StateTestError {
        .definition([
            AWSDiagnostic(
                severity: .error,
                code: diagnostic.awsCode ?? "SCHEMA_VALIDATION_FAILED",
                message: diagnostic.message,
                location: diagnostic.location.pointer
            )
        ])
    }
}
