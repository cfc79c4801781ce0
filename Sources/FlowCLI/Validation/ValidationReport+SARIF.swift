import FlowDiagnostics
import FlowJSON
import StatesLanguage

extension ValidationReport {
    /// The report in SARIF 2.1.0, the Static Analysis Results Interchange Format.
    ///
    /// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
    var sarif: JSON {
        let pages = RulePage.all
        let indices = Dictionary(pages.enumerated().map { ($0.element.code, $0.offset) }) { first, _ in first }
        var results: [JSON] = []
        for document in documents {
            for diagnostic in document.diagnostics {
                results.append(result(of: diagnostic, in: document, ruleIndex: indices[diagnostic.code.text]))
            }
        }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "flow-task", "semanticVersion": .string(Installation.version),
                            "rules": .array(pages.map(rule)),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "results": .array(results),
                ]
            ],
        ]
    }

    private func rule(_ page: RulePage) -> JSON {
        [
            "id": .string(page.code),
            "shortDescription": ["text": .string(page.title)],
            "fullDescription": ["text": .string(page.why)],
            "help": ["text": .string(page.why), "markdown": .string(page.markdown)],
            "defaultConfiguration": ["level": .string(level(of: page.severity))],
        ]
    }

    private func result(of diagnostic: Diagnostic, in document: CheckedDocument, ruleIndex: Int?) -> JSON {
        var result = JSONObject()
        result["ruleId"] = .string(diagnostic.code.text)
        result["ruleIndex"] = ruleIndex.map { .integer(Int64($0)) }
        result["level"] = .string(level(of: diagnostic.severity))
        let text = diagnostic.message + (diagnostic.hint.map { " \($0)" } ?? "")
        result["message"] = ["text": .string(text)]
        var physical: JSONObject = [
            "artifactLocation": ["uri": .string(uri(of: diagnostic.location.file ?? document.name))]
        ]
        if let line = diagnostic.location.line {
            var region: JSONObject = ["startLine": .integer(Int64(line))]
            region["startColumn"] = diagnostic.location.column.map { .integer(Int64($0)) }
            physical["region"] = .object(region)
        }
        var location: JSONObject = ["physicalLocation": .object(physical)]
        if let pointer = diagnostic.location.pointer, !pointer.isEmpty {
            location["logicalLocations"] = [["fullyQualifiedName": .string(pointer), "kind": "member"]]
        }
        result["locations"] = [.object(location)]
        return .object(result)
    }

    private func level(of severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .information: "note"
        }
    }

    /// A path as a relative or absolute reference, its other bytes escaped.
    private func uri(of path: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        let reference = String(decoding: bytes, as: UTF8.self)
        return path.hasPrefix("/") ? "file://" + reference : reference
    }
}
