import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

/// Judges the definitions that requests bring.
enum CheckedDefinition {
    /// Everything that AWS would say of a definition, in text order.
    static func diagnostics(of text: String, type: StateMachineType) -> [AWSDiagnostic] {
        decode(text, type).diagnostics.compactMap { AWSDiagnostic($0, definition: text) }
    }

    /// Compiles a definition, and finds the variables that its states read.
    ///
    /// - Throws: `InvalidDefinition` with all that is wrong.
    static func program(of text: String, type: StateMachineType) throws(APIError) -> (Program, JSONObject) {
        let decoded = decode(text, type)
        let errors = decoded.diagnostics
            .filter { $0.severity == .error }
            .compactMap { AWSDiagnostic($0, definition: text) }
        guard errors.isEmpty else { throw refusal(errors.map(\.text).joined(separator: ", ")) }
        do throws(Diagnostic) {
            // What only we call an error runs there too, and fails where it must.
            let json = try JSON(parsing: text)
            var definition: StateMachineDefinition
            if let decodedDefinition = decoded.definition {
                definition = decodedDefinition
            } else {
                definition = try unjudged(json)
            }
            if type == .express {
                definition.timeoutSeconds = min(definition.timeoutSeconds ?? longestExpress, longestExpress)
            }
            return (try Program(definition), VariableReferences.of(json))
        } catch {
            let code = error.awsCode ?? "SCHEMA_VALIDATION_FAILED"
            let place = error.location.pointer.map { $0.isEmpty ? "/" : $0 } ?? "null"
            throw refusal("\(code): \(error.message) at \(place)")
        }
    }

    /// Seconds that an EXPRESS execution may take.
    private static let longestExpress: Int64 = 300

    private static func decode(_ text: String, _ type: StateMachineType) -> StateMachineDefinition.Decoded {
        StateMachineDefinition.decode(text: text, executionType: type == .express ? .express : .standard)
    }

    private static func unjudged(_ json: JSON) throws(Diagnostic) -> StateMachineDefinition {
        let decoded = StateMachineDefinition.readUnjudged(json)
        if let definition = decoded.definition { return definition }
        throw decoded.diagnostics.first { $0.severity == .error }
            ?? Diagnostic(code: "A04", message: "The definition can't be read.")
    }

    private static func refusal(_ text: String) -> APIError {
        APIError(.invalidDefinition, "Invalid State Machine Definition: '\(text)'")
    }
}
