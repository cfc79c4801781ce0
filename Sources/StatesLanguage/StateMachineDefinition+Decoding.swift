package import FlowDiagnostics
package import FlowJSON

extension StateMachineDefinition {
    /// What reading a definition gave: the definition where nothing is wrong, and everything that is worth a word.
    package typealias Decoded = (definition: StateMachineDefinition?, diagnostics: [Diagnostic])

    /// Reads and validates a definition.
    ///
    /// Every diagnostic of the document comes in one pass and in text order, with its JSON pointer. The definition is
    /// `nil` where at least one of them is an error.
    package static func decode(_ json: JSON) -> Decoded {
        let reading = Reading()
        guard let fields = json.objectValue else {
            let message = "A state machine should be an object but is \(json.kindInWords)."
            reading.report(.wrongType, message, at: "")
            return (nil, reading.diagnostics)
        }
        let reader = FieldReader(fields: fields, pointer: "", language: .jsonPath, state: 0, reading: reading)
        reading.machineLanguage = reader.choice("QueryLanguage", QueryLanguage.self) ?? .jsonPath
        let definition = reader.machine()
        let diagnostics = reading.diagnostics
        return (diagnostics.contains { $0.severity == .error } ? nil : definition, diagnostics)
    }

    /// Reads a definition; the first error is thrown.
    package init(json: JSON) throws(Diagnostic) {
        self = try Self.firstError(of: Self.decode(json))
    }

    private static func firstError(of decoded: Decoded) throws(Diagnostic) -> StateMachineDefinition {
        if let definition = decoded.definition { return definition }
        throw decoded.diagnostics.first { $0.severity == .error }
            ?? Diagnostic(code: .wrongType, message: "The definition can't be read.")
    }
}
