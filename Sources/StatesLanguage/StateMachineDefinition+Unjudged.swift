import FlowDiagnostics
package import FlowJSON

extension StateMachineDefinition {
    /// Reads a definition without judging it by the validator's rules.
    ///
    /// For machines that AWS runs though they will fail, such as one that reads a variable which nothing assigns. The
    /// definition is `nil` where a field cannot be read.
    package static func readUnjudged(
        _ json: JSON,
        reading specification: SpecificationReading = SpecificationReading()
    ) -> Decoded {
        guard let (reading, definition) = Reading.read(json, by: specification) else { return decode(json) }
        let hasError = reading.diagnostics.contains { $0.severity == .error }
        return (hasError ? nil : definition, reading.diagnostics.inTextOrder(of: json))
    }
}
