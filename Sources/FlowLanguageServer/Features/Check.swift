import FlowDiagnostics
import FlowJSON

/// A document to be judged, apart from the server: it may be done on another thread.
package struct DocumentCheck: Sendable {
    let uri: String
    let version: JSON
    let text: String
    let isYAML: Bool
    let judge: LanguageServer.Judge

    /// Judges the document.
    package func run() -> Findings {
        Findings(uri: uri, version: version, text: text, diagnostics: judge(text, isYAML))
    }

    /// What is wrong in one version of a document.
    package struct Findings: Sendable {
        let uri: String
        let version: JSON
        let text: String
        let diagnostics: [Diagnostic]
    }
}

extension LanguageServer {
    /// The document that is to be judged next, or `nil` where all are.
    package mutating func nextCheck() -> DocumentCheck? {
        while !unchecked.isEmpty {
            let uri = unchecked.removeFirst()
            guard documents[uri]?.isStateMachine() == true, let document = documents[uri] else { continue }
            return DocumentCheck(
                uri: uri,
                version: document.version,
                text: document.text.text,
                isYAML: document.form == .yaml,
                judge: judge
            )
        }
        return nil
    }

    /// Publishes what a check found, unless the document has changed since.
    package mutating func take(_ findings: DocumentCheck.Findings) {
        guard let analysis = documents[findings.uri]?.analysis(), let document = documents[findings.uri],
            document.version == findings.version, !unchecked.contains(findings.uri)
        else { return }
        diagnostics[findings.uri] = findings.diagnostics
        let places = DiagnosticPlaces(document: document, analysis: analysis, encoding: encoding)
        notify(
            "textDocument/publishDiagnostics",
            [
                "uri": .string(findings.uri), "version": findings.version,
                "diagnostics": .array(findings.diagnostics.map(places.json)),
            ]
        )
    }
}
