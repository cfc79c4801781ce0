import FlowDiagnostics
import FlowJSON

extension LanguageServer {
    /// The sure mends of the diagnostics that touch a range.
    mutating func codeActions(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis) = try document(params)
        guard let wanted = TextRange(params["range"]) else {
            throw ResponseError(.invalidParams, "The request has no range.")
        }
        let places = DiagnosticPlaces(document: document, analysis: analysis, encoding: encoding)
        var actions: [JSON] = []
        for diagnostic in diagnostics[document.uri] ?? [] where places.range(of: diagnostic).touches(wanted) {
            guard let node = places.node(of: diagnostic),
                let mend = Mend(of: diagnostic, at: node, in: analysis.tree)
            else { continue }
            let edit: JSON = [
                "range": document.text.range(of: mend.range, encoding).json, "newText": .string(mend.text),
            ]
            actions.append([
                "title": .string(mend.title),
                "kind": "quickfix",
                "isPreferred": true,
                "diagnostics": [places.json(diagnostic)],
                "edit": ["changes": .object([document.uri: [edit]])],
            ])
        }
        return .array(actions)
    }
}
