import FlowConnections
import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// A definition in YAML, whose diagnostics have their places in the text.
enum YAMLDefinition {
    /// Everything that is wrong with a text, each with its line and column.
    static func diagnostics(
        of text: String,
        file: String,
        executionType: ItemProcessor.ExecutionType = .standard,
        reading: SpecificationReading = SpecificationReading()
    ) -> [Diagnostic] {
        if let tooLarge = StateMachineDefinition.tooLarge(text, file: file) { return [tooLarge] }
        do throws(Diagnostic) {
            let yaml = try LocatedYAML(parsing: text, file: file)
            guard !yaml.value.isNull else {
                let message = "This YAML holds no value."
                return [Diagnostic(code: .invalidJSON, message: message, location: TextLocation(file: file))]
            }
            return StateMachineDefinition.decode(yaml.value, executionType: executionType, reading: reading).diagnostics
                .map { diagnostic in
                    var placed = diagnostic
                    placed.location = yaml.location(of: diagnostic.location.pointer ?? "")
                    placed.location.pointer = diagnostic.location.pointer
                    return placed
                }
        } catch {
            var diagnostic = error
            // The codes of the same mistakes in JSON.
            diagnostic.code = error.code == .repeatedKey ? .duplicateKey : .invalidJSON
            return [diagnostic]
        }
    }
}
