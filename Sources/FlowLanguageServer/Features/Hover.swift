import FlowJSON
import StatesLanguage

extension LanguageServer {
    /// What a name means: a field, a type, a state, a function, an error, a part of the context object.
    mutating func hover(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        let place = Place(at: offset, in: analysis)
        guard let (text, range) = HoverText(analysis: analysis, place: place, offset: offset).found() else {
            return .null
        }
        return [
            "contents": ["kind": "markdown", "value": .string(text)],
            "range": document.text.range(of: range, encoding).json,
        ]
    }
}

/// Finds what there is to say about a place.
private struct HoverText {
    let analysis: Analysis
    let place: Place
    let offset: Int

    private var tree: SyntaxTree { analysis.tree }

    func found() -> (String, Range<Int>)? {
        switch place.position {
        case .key(let node?): return aboutKey(node)
        case .value(let node): return aboutValue(node, key: tree.keyText(of: node))
        case .element(let node?): return aboutValue(node, key: nil)
        case .key(nil), .element(nil): return nil
        }
    }

    private func aboutKey(_ node: SyntaxTree.NodeID) -> (String, Range<Int>)? {
        guard let key = tree.keyText(of: node), let range = tree.keyRange(of: node) else { return nil }
        if place.role == .states, let state = place.state { return (about(state), range) }
        if place.role == .assign {
            return ("**$\(key.hasSuffix(".$") ? String(key.dropLast(2)) : key)** — a variable.", range)
        }
        guard let text = FieldWords.text(of: key, in: place.role) else { return nil }
        return ("**\(key)** — \(text)", range)
    }

    private func aboutValue(_ node: SyntaxTree.NodeID, key: String?) -> (String, Range<Int>)? {
        guard let text = tree.string(of: node) else { return nil }
        let range = tree.range(of: node)
        if place.role == .errorNames || place.role.element == .errorNames {
            return LanguageWords.text(ofError: text).map { ("**\(text)** — \($0)", range) }
        }
        guard let key else { return aboutExpression(node, nil) }
        switch (place.role, key) {
        case (.state, "Type"):
            return StateType(rawValue: text).map { ("**\(text)** state — \(LanguageWords.text(of: $0))", range) }
        case (.state, "Resource"):
            return LanguageWords.resources.first { $0.arn == text }.map { ("`\(text)` — \($0.text)", range) }
        case _ where StateNames.isReference(key, in: place.role):
            guard let scope = StateNames.scope(of: place, in: analysis) else { return nil }
            return analysis.outline.state(named: text, in: scope).map { (about($0), range) }
        default: return aboutExpression(node, key)
        }
    }

    private func about(_ state: Outline.StateEntry) -> String {
        var lines = ["**\(state.name)** — \(state.type.map { "a \($0.rawValue) state" } ?? "a state")"]
        if let comment = tree.string(of: tree.member("Comment", of: state.node)) { lines.append(comment) }
        if let resource = tree.string(of: tree.member("Resource", of: state.node)) { lines.append("`\(resource)`") }
        if let next = tree.string(of: tree.member("Next", of: state.node)) { lines.append("Next: **\(next)**") }
        if let type = state.type { lines.append("_\(LanguageWords.text(of: type))_") }
        return lines.joined(separator: "\n\n")
    }

    private func aboutExpression(_ node: SyntaxTree.NodeID, _ key: String?) -> (String, Range<Int>)? {
        let text = tree.string(of: node) ?? ""
        guard let kind = ExpressionKind(key: key, role: place.role, language: place.language, text: text) else {
            return nil
        }
        let word = Word(at: offset, within: tree.contentRange(of: tree.range(of: node)), in: tree.bytes)
        let name = word.whole
        if name.hasPrefix("$$."), kind != .jsonata { return context(String(name.dropFirst(3)), word.range, "$$") }
        if kind == .jsonata, name.hasPrefix("$states.context.") {
            return context(String(name.dropFirst("$states.context.".count)), word.range, "$states.context")
        }
        if kind == .jsonata, name.hasPrefix("$states.") {
            let member = name.dropFirst("$states.".count).prefix { $0 != "." }
            return ContextWord.states.first { $0.path == member }.map {
                ("**$states.\(member)** — \($0.text)", word.range)
            }
        }
        if kind != .jsonata, let function = FunctionWord.intrinsic(name) {
            return ("`\(function.name)\(function.arguments)` — \(function.text)", word.range)
        }
        guard let variable = word.variable else { return nil }
        if let scope = place.scope,
            let found = analysis.outline.variables(visibleIn: scope).first(where: { $0.name == variable })
        {
            let owner = analysis.surroundings(of: found.node).state?.name
            return ("**$\(variable)** — a variable" + (owner.map { " that \"\($0)\" assigns." } ?? "."), word.range)
        }
        guard kind == .jsonata, let function = FunctionWord.jsonata(variable) else { return nil }
        return ("`$\(function.name)\(function.arguments)` — \(function.text)", word.range)
    }

    private func context(_ path: String, _ range: Range<Int>, _ root: String) -> (String, Range<Int>)? {
        ContextWord.all.first { $0.path == path }.map { ("**\(root).\(path)** — \($0.text)", range) }
    }
}
