import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

/// Judges the definitions that requests bring.
enum CheckedDefinition {
    /// Compiles a definition, and finds the variables that its states read.
    ///
    /// What only we call an error runs as on AWS, and fails where it must.
    ///
    /// - Throws: `InvalidDefinition` with all that is wrong.
    static func program(
        of text: String,
        type: StateMachineType,
        reading: SpecificationReading
    ) throws(APIError) -> (Program, JSONObject) {
        let found = StateMachineDefinition.awsDiagnostics(
            of: text,
            executionType: type.executionType,
            reading: reading
        )
        let errors = found.filter { $0.severity == .error }
        guard errors.isEmpty else { throw refusal(errors.map(\.quoted).joined(separator: ", ")) }
        return try compiled(text, type: type, reading: reading)
    }

    /// Compiles a definition that was judged before.
    ///
    /// - Throws: `InvalidDefinition` with the first thing that can't run.
    static func compiled(
        _ text: String,
        type: StateMachineType,
        reading: SpecificationReading
    ) throws(APIError) -> (Program, JSONObject) {
        do throws(Diagnostic) {
            let decoded = StateMachineDefinition.readUnjudged(try JSON(parsing: text), reading: reading)
            guard var definition = decoded.definition else {
                throw decoded.diagnostics.first ?? Diagnostic(code: "A04", message: "The definition can't be read.")
            }
            if type == .express {
                definition.timeoutSeconds = min(definition.timeoutSeconds ?? longestExpress, longestExpress)
            }
            return (try Program(definition), VariableReferences.of(definition))
        } catch {
            let place = error.location.pointer.map { $0.isEmpty ? "/" : $0 } ?? "null"
            throw refusal("\(error.awsCode(by: reading) ?? "SCHEMA_VALIDATION_FAILED"): \(error.message) at \(place)")
        }
    }

    /// Seconds that an EXPRESS execution may take.
    private static let longestExpress: Int64 = 300

    private static func refusal(_ text: String) -> APIError {
        APIError(.invalidDefinition, "Invalid State Machine Definition: '\(text)'")
    }
}

extension StateMachineType {
    /// What rules about executions ask.
    var executionType: ItemProcessor.ExecutionType { self == .express ? .express : .standard }
}
