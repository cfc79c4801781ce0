import FlowJSON
import StatesLanguage

/// Finds what may stand at an offset.
struct Completer {
    typealias NodeID = SyntaxTree.NodeID

    let analysis: Analysis
    let offset: Int
    let takesSnippets: Bool
    let isYAML: Bool
    let place: Place
    var tree: SyntaxTree { analysis.tree }

    init(analysis: Analysis, offset: Int, takesSnippets: Bool, isYAML: Bool = false) {
        self.analysis = analysis
        self.offset = offset
        self.takesSnippets = takesSnippets
        self.isYAML = isYAML
        place = Place(at: offset, in: analysis)
    }

    func items() -> [CompletionItem] {
        switch place.position {
        case .key(let node): return keys(at: node)
        case .value(let node):
            guard let key = tree.keyText(of: node) else { return [] }
            return values(of: key, at: node)
        case .element(let node):
            if place.container == 0 { return node == nil && takesSnippets ? [machine] : [] }
            if place.role == .errorNames {
                return texts(errorNames, at: node, kind: .value, LanguageWords.text(ofError:))
            }
            if let node, let items = expression(at: node, key: nil) { return items }
            return node == nil ? elements() : []
        }
    }

    private func keys(at node: NodeID?) -> [CompletionItem] {
        if place.role == .states { return states(at: node) }
        guard let table = place.role.fields(of: place.state?.type ?? .pass) else { return [] }
        let language = place.role == .machine ? .jsonPath : place.language
        var names = table.always + (language == .jsonPath ? table.inJSONPath : table.inJSONata)
        // A state without a type may have any field that some state has; the type comes first.
        if place.role == .state, place.state?.type == nil { names = anyField }
        let present = tree.children(of: place.container).filter { $0 != node }.compactMap(tree.keyText(of:))
        return names.filter { !present.contains($0) }.map { field($0, at: node) }
    }

    private var anyField: [String] {
        var names: [String] = []
        for type in StateType.allCases {
            let table = FieldTable.state(type)
            let all = table.always + (place.language == .jsonPath ? table.inJSONPath : table.inJSONata)
            for name in all where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func field(_ name: String, at node: NodeID?) -> CompletionItem {
        var item = CompletionItem(
            label: name,
            kind: .field,
            text: FieldWords.text(of: name, in: place.role),
            range: offset..<offset,
            newText: name
        )
        let key = node.flatMap(tree.keyRange(of:))
        let isQuoted = key.map { tree.bytes[$0.lowerBound] == UInt8(ascii: "\"") } ?? false
        let hasColon = node.map { tree.nodes[$0].hasColon } ?? false
        if isYAML {
            item.range = key.map(tree.contentRange(of:)) ?? offset..<offset
            item.newText = hasColon ? name : "\(name): "
            return item
        }
        if let key, hasColon || isQuoted && !takesSnippets {
            item.range = isQuoted ? tree.contentRange(of: key) : key
            if !isQuoted { item.newText = "\"\(name)\"" }
            return item
        }
        item.range = key ?? offset..<offset
        if isQuoted { item.filter = "\"\(name)\"" }
        let value = Snippets.value(of: name, in: place.role, place.language)
        item.isSnippet = takesSnippets
        item.newText = takesSnippets ? "\"\(name)\": \(value)" : "\"\(name)\""
        return item
    }

    private func values(of key: String, at node: NodeID) -> [CompletionItem] {
        if StateNames.isReference(key, in: place.role) {
            guard let scope = StateNames.scope(of: place, in: analysis) else { return [] }
            let states = analysis.outline.scopes[scope].states.map { analysis.outline.states[$0] }
            let types = Dictionary(states.map { ($0.name, $0.type) }) { first, _ in first }
            return texts(states.map(\.name), at: node, kind: .reference) { name in
                (types[name] ?? nil).map { "A \($0.rawValue) state." }
            }
        }
        if let items = expression(at: node, key: key) { return items }
        switch (place.role, key) {
        case (.state, "Resource"):
            let resources = LanguageWords.resources
            return texts(resources.map(\.arn), at: node, kind: .value) { arn in
                resources.first { $0.arn == arn }?.text
            }
        case (.state, "End"), (_, "IsPresent"), (_, "IsNull"), (_, "IsNumeric"), (_, "IsString"), (_, "IsBoolean"),
            (_, "IsTimestamp"):
            return words(key == "End" ? ["true"] : ["true", "false"], at: node)
        default:
            let values = LanguageWords.values(of: key, in: place.role)
            let isType = place.role == .state && key == "Type"
            return texts(values, at: node, kind: .enumMember) { value in
                isType ? StateType(rawValue: value).map(LanguageWords.text(of:)) : nil
            }
        }
    }

    /// The predefined names, and those that Fail states of this machine raise.
    private var errorNames: [String] {
        var names = ErrorName.predefined.map(\.text)
        for state in analysis.outline.states where state.type == .fail {
            guard let name = tree.string(of: tree.member("Error", of: state.node)), !name.hasPrefix("{%"),
                !name.isEmpty, !names.contains(name)
            else { continue }
            names.append(name)
        }
        return names
    }

    /// Texts in the place of a string, with its quotes where it has none yet.
    func texts(
        _ values: [String],
        at node: NodeID?,
        kind: CompletionItem.Kind,
        _ documentation: (String) -> String? = { _ in nil }
    ) -> [CompletionItem] {
        let token = node.map(tree.range(of:)) ?? offset..<offset
        let isString = node.map { tree.kind(of: $0) == .string } ?? false
        let isWord = node.map { [.word, .number].contains(tree.kind(of: $0)) } ?? false
        guard isString || isWord || node.map({ tree.kind(of: $0) == .missing }) ?? true else { return [] }
        return values.map { value in
            CompletionItem(
                label: value,
                kind: kind,
                text: documentation(value),
                range: isString ? tree.contentRange(of: token) : isWord ? token : offset..<offset,
                newText: isString ? Mend.escaped(value) : Mend.token(value)
            )
        }
    }

    /// `true` and `false`.
    private func words(_ values: [String], at node: NodeID) -> [CompletionItem] {
        guard tree.kind(of: node) == .word || tree.kind(of: node) == .missing else { return [] }
        let range = tree.kind(of: node) == .word ? tree.range(of: node) : offset..<offset
        return values.map { CompletionItem(label: $0, kind: .value, range: range, newText: $0) }
    }

    private func states(at node: NodeID?) -> [CompletionItem] {
        // A name that is being typed is the author's; those that are named and missing are worth proposing.
        let known = Set(tree.children(of: place.container).filter { $0 != node }.compactMap(tree.keyText(of:)))
        var items: [CompletionItem] = []
        for name in missingStates(known) { items.append(field(name, at: node)) }
        guard takesSnippets, node == nil else { return items }
        for type in StateType.allCases {
            items.append(
                CompletionItem(
                    label: "\(type.rawValue) state",
                    kind: .snippet,
                    text: LanguageWords.text(of: type),
                    range: offset..<offset,
                    newText: Snippets.state(type, analysis.outline.machineLanguage),
                    isSnippet: true
                )
            )
        }
        return items
    }

    /// The names that states of the scope go to, and that no state has.
    private func missingStates(_ known: Set<String>) -> [String] {
        guard let scope = place.scope else { return [] }
        var names: [String] = []
        func take(_ node: NodeID?) {
            guard let name = tree.string(of: node), !name.isEmpty, !known.contains(name), !names.contains(name) else {
                return
            }
            names.append(name)
        }
        take(tree.member("StartAt", of: analysis.outline.scopes[scope].machine))
        for index in analysis.outline.scopes[scope].states {
            let state = analysis.outline.states[index].node
            take(tree.member("Next", of: state))
            take(tree.member("Default", of: state))
        }
        return names
    }

    private func elements() -> [CompletionItem] {
        guard takesSnippets, let snippet = Snippets.element(of: place.role, place.language) else { return [] }
        return [
            CompletionItem(
                label: snippet.label,
                kind: .snippet,
                range: offset..<offset,
                newText: snippet.text,
                isSnippet: true
            )
        ]
    }

    private var machine: CompletionItem {
        CompletionItem(
            label: "state machine",
            kind: .snippet,
            range: offset..<offset,
            newText: """
                {
                \t"Comment": "${1}",
                \t"QueryLanguage": "${2:JSONata}",
                \t"StartAt": "${3:First}",
                \t"States": {
                \t\t"${3:First}": {
                \t\t\t"Type": "Pass",
                \t\t\t"End": true
                \t\t}
                \t}
                }
                """,
            isSnippet: true
        )
    }
}
