import FlowJSON

/// A filter `[?(…)]`: criteria joined by `&&`, joined by `||`.
///
/// As in Jayway 2.0.0 parentheses around criteria are taken away, so that `&&` always binds tighter than `||`.
struct Filter: Sendable {
    private let alternatives: [[Criterion]]

    /// Reads a filter from its `[` to its `]`.
    init(_ fragment: PathCompiler.Text) throws(PathSyntaxError) {
        var text = PathCompiler.trimmed(fragment.dropFirst().dropLast())
        guard text.first == "?" else { throw PathSyntaxError(reason: "a filter is written [?(…)]") }
        text = PathCompiler.trimmed(text.dropFirst())
        guard text.first == "(", text.last == ")", text.count >= 2 else {
            throw PathSyntaxError(reason: "a filter is written [?(…)]")
        }
        text = PathCompiler.trimmed(text.dropFirst().dropLast())

        var alternatives: [[Criterion]] = [[]]
        while true {
            let end = text.indices.first { position in
                let pair = text[position...].prefix(2)
                return pair == ["&", "&"] || pair == ["|", "|"]
            }
            let part = text[..<(end ?? text.endIndex)]
            alternatives[alternatives.count - 1].append(try Criterion(Self.bare(part)))
            guard let end else { break }
            if text[end] == "|" { alternatives.append([]) }
            text = text[(end + 2)...]
        }
        self.alternatives = alternatives
    }

    func accepts(_ item: JSON, document: JSON) -> Bool {
        alternatives.contains { criteria in criteria.allSatisfy { $0.holds(for: item, document: document) } }
    }

    /// A criterion without the parentheses and blanks around it.
    private static func bare(_ text: PathCompiler.Text) throws(PathSyntaxError) -> PathCompiler.Text {
        let opened = text.drop { $0 == "[" || $0 == "?" || $0 == "(" || $0 == " " }
        guard let last = opened.lastIndex(where: { $0 != ")" && $0 != " " }) else {
            throw PathSyntaxError(reason: "a filter has nothing to test")
        }
        return opened[...last]
    }
}
