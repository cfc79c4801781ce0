import FlowJSON

extension LanguageServer {
    /// The most characters of a state's name.
    private static let longestName = 80

    /// The name that a rename would change, or `null` where there is none.
    mutating func prepareRename(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        guard let (state, token) = StateNames.state(at: Place(at: offset, in: analysis), in: analysis) else {
            return .null
        }
        let content = analysis.tree.contentRange(of: token)
        return ["range": document.text.range(of: content, encoding).json, "placeholder": .string(state.name)]
    }

    /// The changes that give a state another name.
    mutating func rename(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        guard let new = params["newName"]?.stringValue else {
            throw ResponseError(.invalidParams, "The request has no new name.")
        }
        guard let (state, _) = StateNames.state(at: Place(at: offset, in: analysis), in: analysis),
            let key = analysis.tree.keyRange(of: state.node)
        else { throw ResponseError(.requestFailed, "Only states can be renamed, at their names.") }
        guard !new.isEmpty, new.unicodeScalars.count <= Self.longestName else {
            throw ResponseError(.requestFailed, "A state's name has 1 to \(Self.longestName) characters.")
        }
        let isTaken = analysis.outline.states.contains { $0.node != state.node && $0.name.utf8.elementsEqual(new.utf8) }
        guard !isTaken else {
            throw ResponseError(.requestFailed, "There is a state \"\(new)\" already.")
        }
        let tokens = StateNames.references(to: state.name, in: state.scope, of: analysis) + [key]
        let edits = tokens.sorted { $0.lowerBound < $1.lowerBound }.map { token -> JSON in
            ["range": document.text.range(of: token, encoding).json, "newText": .string(Mend.token(new))]
        }
        return ["changes": .object([document.uri: .array(edits)])]
    }
}
