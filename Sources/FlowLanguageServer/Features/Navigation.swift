import FlowJSON

extension LanguageServer {
    /// Where the state or the variable at a place is made.
    mutating func definition(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        let place = Place(at: offset, in: analysis)
        if let (state, _) = StateNames.state(at: place, in: analysis), let key = analysis.tree.keyRange(of: state.node)
        {
            return location(of: key, in: document)
        }
        guard let scope = place.scope, let name = VariableUses.name(at: place, offset: offset, in: analysis) else {
            return .null
        }
        let keys = VariableUses.assignments(of: name, in: scope, analysis).compactMap {
            analysis.tree.keyRange(of: $0.node)
        }
        return keys.isEmpty ? .null : .array(keys.map { location(of: $0, in: document) })
    }

    /// Where the state or the variable at a place is named.
    mutating func references(_ params: JSON) throws(ResponseError) -> JSON {
        let (document, analysis, offset) = try spot(params)
        let withDeclaration = params["context"]?["includeDeclaration"]?.boolValue ?? false
        let place = Place(at: offset, in: analysis)
        var ranges: [Range<Int>] = []
        if let (state, _) = StateNames.state(at: place, in: analysis) {
            ranges = StateNames.references(to: state.name, in: state.scope, of: analysis)
            if withDeclaration, let key = analysis.tree.keyRange(of: state.node) { ranges.append(key) }
        } else if let scope = place.scope, let name = VariableUses.name(at: place, offset: offset, in: analysis) {
            let assignments = VariableUses.assignments(of: name, in: scope, analysis)
            for scope in Set(assignments.map(\.scope)).sorted() {
                ranges += VariableUses.reads(of: name, assignedIn: scope, analysis)
            }
            if withDeclaration { ranges += assignments.compactMap { analysis.tree.keyRange(of: $0.node) } }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        return .array(ranges.map { location(of: $0, in: document) })
    }

    private func location(of range: Range<Int>, in document: OpenDocument) -> JSON {
        ["uri": .string(document.uri), "range": document.text.range(of: range, encoding).json]
    }
}
