package import FlowDiagnostics
package import FlowJSON

extension StateMachineDefinition {
    /// What reading a definition gave: the definition where nothing is wrong, and everything that is worth a word.
    package typealias Decoded = (definition: StateMachineDefinition?, diagnostics: [Diagnostic])

    /// The most characters of a definition.
    package static let lengthLimit = 1_048_576

    /// Reads and validates a definition.
    ///
    /// Every diagnostic of the document comes in one pass and in text order, with its JSON pointer. The definition is
    /// `nil` where at least one of them is an error.
    ///
    /// - Parameter executionType: what its executions will be, which some rules ask.
    package static func decode(
        _ json: JSON,
        executionType: ItemProcessor.ExecutionType = .standard
    ) -> Decoded {
        let reading = Reading()
        reading.machineIsExpress = executionType == .express
        guard let fields = json.objectValue else {
            let message = "A state machine should be an object but is \(json.kindInWords)."
            reading.report(.wrongType, message, at: "")
            return (nil, reading.diagnostics)
        }
        let reader = FieldReader(fields: fields, pointer: "", language: .jsonPath, state: 0, reading: reading)
        reading.machineLanguage = reader.choice("QueryLanguage", QueryLanguage.self) ?? .jsonPath
        let definition = reader.machine()
        for rule in Rule.all { rule.judge(reading) }
        let hasError = reading.diagnostics.contains { $0.severity == .error }
        return (hasError ? nil : definition, reading.diagnostics.inTextOrder(of: json))
    }

    /// Reads and validates a definition's text; diagnostics also have line, column and offset.
    ///
    /// - Parameter file: what diagnostics call the text.
    package static func decode(
        text: String,
        file: String? = nil,
        executionType: ItemProcessor.ExecutionType = .standard
    ) -> Decoded {
        if text.utf8.count > lengthLimit, text.unicodeScalars.count > lengthLimit {
            let diagnostic = Diagnostic(
                code: .definitionTooLarge,
                message: "The definition has \(text.unicodeScalars.count) characters, but can have \(lengthLimit).",
                location: TextLocation(file: file)
            )
            return (nil, [diagnostic])
        }
        do throws(Diagnostic) {
            var (definition, diagnostics) = decode(try JSON(parsing: text, file: file), executionType: executionType)
            if let duplicate = duplicateKey(in: text, file: file) {
                definition = nil
                diagnostics.insert(duplicate, at: 0)
            }
            return (definition, diagnostics.located(in: text, file: file))
        } catch {
            var diagnostic = error
            diagnostic.code = .invalidJSON
            return (nil, [diagnostic])
        }
    }

    /// Reads a definition; the first error is thrown.
    package init(json: JSON) throws(Diagnostic) {
        self = try Self.firstError(of: Self.decode(json))
    }

    /// Reads a definition's text; the first error is thrown.
    package init(text: String, file: String? = nil) throws(Diagnostic) {
        self = try Self.firstError(of: Self.decode(text: text, file: file))
    }

    /// A07: the first key that stands twice in an object.
    private static func duplicateKey(in text: String, file: String?) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try JSON(parsing: text, options: .strict, file: file)
            return nil
        } catch {
            var diagnostic = error
            diagnostic.code = .duplicateKey
            diagnostic.hint = diagnostic.hint ?? "Only the last one counts; keep the one that is meant."
            return diagnostic
        }
    }

    private static func firstError(of decoded: Decoded) throws(Diagnostic) -> StateMachineDefinition {
        if let definition = decoded.definition { return definition }
        throw decoded.diagnostics.first { $0.severity == .error }
            ?? Diagnostic(code: .wrongType, message: "The definition can't be read.")
    }
}
