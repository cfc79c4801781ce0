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
    /// `nil` where at least one of them is an error. What a `Comment` silences is left out.
    ///
    /// - Parameters:
    ///   - executionType: what its executions will be, which some rules ask.
    ///   - specification: how rules are read where sources disagree.
    package static func decode(
        _ json: JSON,
        executionType: ItemProcessor.ExecutionType = .standard,
        rules: RuleSelection = .all,
        reading specification: SpecificationReading = SpecificationReading()
    ) -> Decoded {
        guard let (reading, definition) = Reading.read(json, executionType: executionType, by: specification) else {
            let message = "A state machine should be an object but is \(json.kindInWords)."
            return (nil, [Diagnostic(code: .wrongType, message: message, location: TextLocation(pointer: ""))])
        }
        for rule in rules.rules { rule.judge(reading) }
        let diagnostics = Silencer(document: json).audible(reading.diagnostics)
        let hasError = diagnostics.contains { $0.severity == .error }
        return (hasError ? nil : definition, diagnostics.inTextOrder(of: json))
    }

    /// Reads and validates a definition's text; diagnostics also have line, column and offset.
    ///
    /// - Parameter file: what diagnostics call the text.
    package static func decode(
        text: String,
        file: String? = nil,
        executionType: ItemProcessor.ExecutionType = .standard,
        rules: RuleSelection = .all,
        reading: SpecificationReading = SpecificationReading()
    ) -> Decoded {
        if let tooLarge = tooLarge(text, file: file) { return (nil, [tooLarge]) }
        do throws(Diagnostic) {
            let json = try JSON(parsing: text, file: file)
            var (definition, diagnostics) = decode(json, executionType: executionType, rules: rules, reading: reading)
            if let duplicate = duplicateKey(in: text, file: file) {
                definition = nil
                diagnostics.insert(duplicate, at: 0)
            }
            return (definition, diagnostics.located(in: text, file: file))
        } catch {
            var diagnostic = error
            diagnostic.code = .invalidJSON
            let bytes = Array(text.utf8)
            if let offset = error.location.offset, offset < bytes.count, bytes[offset...].starts(with: "${".utf8) {
                diagnostic.hint = "A template's placeholder outside of quotes can be judged once it is filled in."
            }
            return (nil, [diagnostic])
        }
    }

    /// Reads a definition; the first error of the language is thrown.
    package init(json: JSON, reading: SpecificationReading = SpecificationReading()) throws(Diagnostic) {
        self = try Self.firstError(of: Self.decode(json, rules: .language, reading: reading))
    }

    /// Reads a definition's text; the first error of the language is thrown.
    package init(text: String, file: String? = nil) throws(Diagnostic) {
        self = try Self.firstError(of: Self.decode(text: text, file: file, rules: .language))
    }

    /// A02.
    package static func tooLarge(_ text: String, file: String?) -> Diagnostic? {
        guard text.utf8.count > lengthLimit, text.unicodeScalars.count > lengthLimit else { return nil }
        return Diagnostic(
            code: .definitionTooLarge,
            message: "The definition has \(text.unicodeScalars.count) characters, but can have \(lengthLimit).",
            location: TextLocation(file: file),
            hint: "Start parts of it as executions of their own."
        )
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

extension Reading {
    /// Walks over a definition; `nil` where it is no object.
    static func read(
        _ json: JSON,
        executionType: ItemProcessor.ExecutionType = .standard,
        by specification: SpecificationReading = SpecificationReading()
    ) -> (reading: Reading, definition: StateMachineDefinition?)? {
        guard let fields = json.objectValue else { return nil }
        let reading = Reading()
        reading.specification = specification
        reading.machineFields = fields
        reading.machineIsExpress = executionType == .express
        let reader = FieldReader(fields: fields, pointer: "", language: .jsonPath, state: 0, reading: reading)
        reading.machineLanguage = reader.choice("QueryLanguage", QueryLanguage.self) ?? .jsonPath
        var definition = reader.machine()
        definition?.reading = specification
        return (reading, definition)
    }
}
