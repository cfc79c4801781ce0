import StatesLanguage

extension Completer {
    /// What may stand in an expression at the offset; `nil` where the value is none.
    func expression(at node: NodeID, key: String?) -> [CompletionItem]? {
        guard tree.kind(of: node) == .string else { return nil }
        let content = tree.contentRange(of: tree.range(of: node))
        let text = String(decoding: tree.bytes[content], as: UTF8.self)
        guard let kind = ExpressionKind(key: key, role: place.role, language: place.language, text: text) else {
            return nil
        }
        let word = Word(at: offset, within: content, in: tree.bytes)
        switch kind {
        case .jsonata: return jsonata(word)
        case .referencePath: return []
        case .path: return paths(word)
        case .pathOrIntrinsic: return paths(word) + intrinsics(word)
        }
    }

    private func jsonata(_ word: Word) -> [CompletionItem] {
        if word.before.hasPrefix("$states.context.") {
            return context(word, prefix: "$states.context.")
        }
        if word.before.hasPrefix("$states.") {
            let rest = word.before.dropFirst("$states.".count)
            guard !rest.contains(".") else { return [] }
            return ContextWord.states.map { member in
                item("$states.\(member.path)", .field, member.text, word)
            }
        }
        guard word.before.isEmpty || word.before.hasPrefix("$"), !word.before.contains(".") else { return [] }
        var items = [item("$states", .variable, "What the state knows: input, result, error output and context.", word)]
        items += variables(word)
        items += FunctionWord.jsonata.map { function in
            var item = item("$\(function.name)", .function, function.text, word)
            item.detail = function.arguments
            item.newText = "$\(function.name)("
            return item
        }
        return items
    }

    private func paths(_ word: Word) -> [CompletionItem] {
        if word.before.hasPrefix("$$.") { return context(word, prefix: "$$.") }
        guard word.before.isEmpty || word.before.hasPrefix("$"), !word.before.contains(".") else { return [] }
        return [
            item("$", .value, "The state's input, or the result where the field is about it.", word),
            item("$$", .value, "The context object.", word),
        ] + variables(word)
    }

    private func intrinsics(_ word: Word) -> [CompletionItem] {
        guard !word.before.hasPrefix("$") else { return [] }
        return FunctionWord.intrinsics.map { function in
            var item = item(function.name, .function, function.text, word)
            item.detail = function.arguments
            item.newText = "\(function.name)("
            return item
        }
    }

    private func context(_ word: Word, prefix: String) -> [CompletionItem] {
        let typed = word.before.dropFirst(prefix.count)
        let parent = typed.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
        return ContextWord.members(below: parent).map { item(prefix + $0.path, .field, $0.text, word) }
    }

    private func variables(_ word: Word) -> [CompletionItem] {
        guard let scope = place.scope else { return [] }
        var names: [String] = []
        for variable in analysis.outline.variables(visibleIn: scope) where !names.contains(variable.name) {
            names.append(variable.name)
        }
        return names.map { item("$\($0)", .variable, "A variable of this machine.", word) }
    }

    private func item(_ name: String, _ kind: CompletionItem.Kind, _ text: String, _ word: Word) -> CompletionItem {
        CompletionItem(label: name, kind: kind, text: text, range: word.range, newText: name)
    }
}
