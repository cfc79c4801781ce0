import FlowJSON
import StatesLanguage

extension LanguageServer {
    /// The deepest nesting of states that is shown.
    private static let deepestSymbols = 64

    /// The states, those of inner machines inside the states that hold them.
    mutating func symbols(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis) = try document(params)
        guard !analysis.outline.scopes.isEmpty else { return [] }
        var inner: [Int: [Int]] = [:]
        for (index, scope) in analysis.outline.scopes.enumerated() {
            guard let state = analysis.surroundings(of: scope.machine).state,
                let owner = analysis.outline.stateIndex(at: state.node)
            else { continue }
            inner[owner, default: []].append(index)
        }
        func symbols(of scope: Int, depth: Int) -> [JSON] {
            guard depth < Self.deepestSymbols else { return [] }
            return analysis.outline.scopes[scope].states.compactMap { index in
                let state = analysis.outline.states[index]
                guard let key = analysis.tree.keyRange(of: state.node) else { return nil }
                var symbol: JSONObject = [
                    "name": .string(state.name.isEmpty ? "\"\"" : state.name),
                    "detail": .string(state.type?.rawValue ?? ""),
                    "kind": .integer(Self.symbolKind(of: state.type)),
                    "range": document.text.range(of: analysis.tree.wholeRange(of: state.node), encoding).json,
                    "selectionRange": document.text.range(of: key, encoding).json,
                ]
                let children = (inner[index] ?? []).flatMap { symbols(of: $0, depth: depth + 1) }
                if !children.isEmpty { symbol["children"] = .array(children) }
                return .object(symbol)
            }
        }
        return .array(symbols(of: 0, depth: 0))
    }

    /// The protocol's kind for a type: a function for what calls, an event for an end, and so on.
    private static func symbolKind(of type: StateType?) -> Int64 {
        switch type {
        case .task: 12
        case .parallel, .map: 3
        case .choice: 10
        case .succeed, .fail: 24
        case .pass, .wait, nil: 13
        }
    }

    /// The objects and arrays of more than one line.
    mutating func folding(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis) = try document(params)
        var ranges: [JSON] = []
        for node in analysis.tree.nodes where node.kind == .object || node.kind == .array {
            let start = document.text.position(of: Int(node.start), encoding).line
            // The line of the closing bracket stays to be seen.
            let end = document.text.position(of: Int(node.end), encoding).line - (node.isClosed ? 1 : 0)
            guard end > start else { continue }
            ranges.append(["startLine": .integer(Int64(start)), "endLine": .integer(Int64(end))])
        }
        return .array(ranges)
    }
}
