import FlowConnections
import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// A definition in YAML, whose diagnostics have their places in the text.
enum YAMLDefinition {
    /// Whether a file's name says that it holds YAML.
    static func isNamed(_ path: String) -> Bool { path.hasSuffix(".yaml") || path.hasSuffix(".yml") }

    /// Reads and validates a text; each diagnostic has its line and column.
    static func decode(
        text: String,
        file: String,
        executionType: ItemProcessor.ExecutionType = .standard,
        reading: SpecificationReading = SpecificationReading()
    ) -> StateMachineDefinition.Decoded {
        if let tooLarge = StateMachineDefinition.tooLarge(text, file: file) { return (nil, [tooLarge]) }
        do throws(Diagnostic) {
            let yaml = try LocatedYAML(parsing: text, file: file)
            guard !yaml.value.isNull else {
                let message = "This YAML holds no value."
                return (nil, [Diagnostic(code: .invalidJSON, message: message, location: TextLocation(file: file))])
            }
            var decoded = StateMachineDefinition.decode(yaml.value, executionType: executionType, reading: reading)
            for index in decoded.diagnostics.indices {
                let pointer = decoded.diagnostics[index].location.pointer
                decoded.diagnostics[index].location = yaml.location(of: pointer ?? "")
                decoded.diagnostics[index].location.pointer = pointer
            }
            return decoded
        } catch {
            var diagnostic = error
            // The codes of the same mistakes in JSON.
            diagnostic.code = error.code == .repeatedKey ? .duplicateKey : .invalidJSON
            return (nil, [diagnostic])
        }
    }
}
