package import FlowDiagnostics
import FlowJSON

/// What `ValidateStateMachineDefinition` says of a definition, in AWS's words.
package struct AWSDiagnostic: Hashable, Sendable {
    /// `error` is AWS's `ERROR`, and `warning` its `WARNING`; there is nothing else.
    package var severity: Diagnostic.Severity
    /// Such as `SCHEMA_VALIDATION_FAILED`.
    package var code: String
    /// What is wrong.
    package var message: String
    /// Where, such as `/States/Load/Choices[0]/Next`; absent where AWS names no place.
    package var location: String?

    /// A diagnostic of the given parts.
    package init(severity: Diagnostic.Severity, code: String, message: String, location: String? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
    }

    /// How the refusal of a definition quotes it: `CODE: message at /place`.
    package var quoted: String { "\(code): \(message) at \(location ?? "null")" }
}

extension StateMachineDefinition {
    /// What AWS would say of a definition, in text order; it accepts one without errors.
    ///
    /// Only what the language itself forbids is an error. The messages are AWS's where they were recorded, and built
    /// alike elsewhere.
    package static func awsDiagnostics(
        of text: String,
        executionType: ItemProcessor.ExecutionType = .standard,
        reading: SpecificationReading = SpecificationReading()
    ) -> [AWSDiagnostic] {
        if text.isEmpty {
            let message = "Definition must be a valid JSON object"
            return [AWSDiagnostic(severity: .error, code: "SCHEMA_VALIDATION_FAILED", message: message)]
        }
        let (_, diagnostics) = decode(
            text: text,
            executionType: executionType,
            rules: .language,
            reading: reading
        )
        // A text that can't be parsed has one diagnostic, and the words need no value.
        let words = AWSWords(document: (try? JSON(parsing: text)) ?? .null, text: text)
        var found: [AWSDiagnostic] = []
        for diagnostic in diagnostics where diagnostic.severity != .information {
            guard let code = diagnostic.awsCode(by: reading) else { continue }
            let (message, location) = words.words(for: diagnostic)
            let aws = AWSDiagnostic(
                severity: diagnostic.severity,
                code: code,
                message: message,
                location: location
            )
            // Two of ours may be one of AWS's.
            if !found.contains(aws) { found.append(aws) }
        }
        return found
    }
}
