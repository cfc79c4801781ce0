import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// How a report is written.
enum ReportFormat: String, CaseIterable {
    case text, json, sarif, github
}

/// What was found in all documents.
struct ValidationReport {
    /// Whether warnings count as errors.
    let strict: Bool
    /// How codes are read where sources disagree.
    let reading: SpecificationReading
    private(set) var documents: [CheckedDocument] = []

    init(strict: Bool, reading: SpecificationReading = SpecificationReading()) {
        self.strict = strict
        self.reading = reading
    }

    mutating func add(_ document: CheckedDocument) { documents.append(document) }

    /// Whether a document has something that fails the command.
    func isWrong(_ document: CheckedDocument) -> Bool {
        document.diagnostics.contains { $0.severity == .error || strict && $0.severity == .warning }
    }

    // MARK: Text

    /// One document for people: each diagnostic with its line, a caret and its pointer, and whether all is well.
    func text(of document: CheckedDocument) -> String {
        let color = Terminal.standardOutput.hasColor
        var text = ""
        for diagnostic in document.diagnostics {
            text += diagnostic.rendered(in: document.source, color: color) + "\n"
            if let pointer = diagnostic.location.pointer, !pointer.isEmpty { text += "  at: \(pointer)\n" }
        }
        let counted = Self.words(document.count(.error), document.count(.warning), document.count(.information))
        let verdict = isWrong(document) ? "not valid" : "valid"
        let unknown = document.placeholder.map { ", as far as placeholders such as \($0) let see" } ?? ""
        return text + "\(document.name): \(verdict)\(counted.isEmpty ? "" : " (\(counted))")\(unknown)\n"
    }

    /// A last line where several documents were checked.
    var summary: String {
        guard documents.count > 1 else { return "" }
        func sum(_ severity: Diagnostic.Severity) -> Int { documents.reduce(0) { $0 + $1.count(severity) } }
        let wrong = documents.count(where: isWrong)
        let counted = Self.words(sum(.error), sum(.warning), sum(.information))
        let verdict = wrong == 0 ? "all valid" : "\(wrong) not valid"
        return "\(documents.count) checked, \(verdict)\(counted.isEmpty ? "" : ": \(counted)")\n"
    }

    private static func words(_ errors: Int, _ warnings: Int, _ informations: Int) -> String {
        var parts: [String] = []
        if errors > 0 { parts.append("\(errors) error\(errors == 1 ? "" : "s")") }
        if warnings > 0 { parts.append("\(warnings) warning\(warnings == 1 ? "" : "s")") }
        if informations > 0 { parts.append("\(informations) information\(informations == 1 ? "" : "s")") }
        return parts.joined(separator: ", ")
    }

    // MARK: Annotations

    /// Workflow commands of GitHub Actions, which show beside the lines.
    var annotations: String {
        var text = ""
        for document in documents {
            for diagnostic in document.diagnostics {
                let level =
                    switch diagnostic.severity {
                    case .error: "error"
                    case .warning: "warning"
                    case .information: "notice"
                    }
                var properties = ["file=\(Self.escaped(diagnostic.location.file ?? document.name, isProperty: true))"]
                if let line = diagnostic.location.line { properties.append("line=\(line)") }
                if let column = diagnostic.location.column { properties.append("col=\(column)") }
                properties.append("title=\(diagnostic.code.text)")
                let message = diagnostic.message + (diagnostic.hint.map { "\n\($0)" } ?? "")
                text += "::\(level) \(properties.joined(separator: ","))::\(Self.escaped(message, isProperty: false))\n"
            }
        }
        return text
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            case ":" where isProperty: escaped += "%3A"
            case "," where isProperty: escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
