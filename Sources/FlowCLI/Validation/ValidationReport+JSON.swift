import FlowDiagnostics
import FlowJSON
import StatesLanguage

extension ValidationReport {
    /// The report as one JSON object, for programs.
    var json: JSON {
        func sum(_ severity: Diagnostic.Severity) -> JSON {
            .integer(Int64(documents.reduce(0) { $0 + $1.count(severity) }))
        }
        return [
            "documents": .array(
                documents.map { document in
                    [
                        "name": .string(document.name), "valid": .bool(!isWrong(document)),
                        "placeholder": document.placeholder.map(JSON.string) ?? .null,
                        "diagnostics": .array(document.diagnostics.map { $0.json(reading) }),
                    ]
                }
            ),
            "errors": sum(.error), "warnings": sum(.warning), "informations": sum(.information),
        ]
    }
}

extension Diagnostic {
    fileprivate func json(_ reading: SpecificationReading) -> JSON {
        var object = JSONObject()
        object["code"] = .string(code.text)
        object["severity"] = .string(severity.rawValue)
        object["message"] = .string(message)
        object["hint"] = hint.map(JSON.string)
        object["file"] = location.file.map(JSON.string)
        object["line"] = location.line.map { .integer(Int64($0)) }
        object["column"] = location.column.map { .integer(Int64($0)) }
        object["offset"] = location.offset.map { .integer(Int64($0)) }
        object["pointer"] = location.pointer.map(JSON.string)
        object["awsCode"] = awsCode(by: reading).map(JSON.string)
        return .object(object)
    }
}
