import FlowConnections
import FlowDiagnostics
import FlowJSON
import FlowTesting

/// A file in JSON or YAML that people write, with the places of its parts.
struct TestDocument {
    let value: JSON
    let text: String
    let location: (String) -> TextLocation

    init(_ path: String) throws(CommandFailure) {
        let text = String(decoding: try LocalFile.read(path), as: UTF8.self)
        self.text = text
        do throws(Diagnostic) {
            if path.hasSuffix(".json") {
                let located = try LocatedJSON(parsing: text, file: path)
                value = located.value
                location = located.keyLocation
            } else {
                let located = try LocatedYAML(parsing: text, file: path)
                value = located.value
                location = located.location
            }
        } catch {
            throw CommandFailure([error], source: text)
        }
    }
}

/// AWS's `MockConfigFile.json`, read.
struct MockConfigurationFile {
    let path: String
    let value: MockConfiguration

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        let document = try TestDocument(path)
        do throws(Diagnostic) { value = try MockConfiguration(document.value) } catch {
            var diagnostic = error
            if let pointer = error.location.pointer { diagnostic.location = document.location(pointer) }
            diagnostic.location.file = path
            throw CommandFailure([diagnostic], source: document.text)
        }
    }
}
