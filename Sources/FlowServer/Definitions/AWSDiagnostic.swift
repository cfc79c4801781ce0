import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// A diagnostic in AWS's form.
struct AWSDiagnostic: Hashable {
    let severity: String
    let code: String
    let message: String
    let location: String?

    /// `nil` where AWS has no word for it.
    init?(_ diagnostic: Diagnostic, definition: String) {
        guard let code = diagnostic.awsCode else { return nil }
        self.code = code
        severity = diagnostic.severity == .error ? "ERROR" : "WARNING"
        if diagnostic.code == .invalidJSON, let error = JacksonReader.error(in: definition) {
            message = "\(error.message)\n at \(error.location)"
            location = error.location
        } else {
            message = diagnostic.message
            location = diagnostic.location.pointer.map { $0.isEmpty ? "/" : $0 }
        }
    }

    /// As ValidateStateMachineDefinition gives it.
    var json: JSON {
        var object: JSONObject = [
            "severity": .string(severity), "code": .string(code), "message": .string(message),
        ]
        object["location"] = location.map(JSON.string)
        return .object(object)
    }

    /// As `InvalidDefinition` gives it.
    var text: String { "\(code): \(message) at \(location ?? "null")" }
}
