/// A JSONata expression between `{%` and `%}`, as it was written.
package struct ExpressionText: Hashable, Sendable {
    /// The whole text with its delimiters.
    package let text: String

    /// The expression in a text, or `nil` where the text does not begin with `{%` and end with `%}`.
    package init?(_ text: String) {
        guard text.utf8.count >= 4, text.utf8.starts(with: "{%".utf8), text.utf8.suffix(2).elementsEqual("%}".utf8)
        else { return nil }
        self.text = text
    }

    /// The expression with that source, such as `$states.input.day`.
    package init(source: String) { text = "{% \(source) %}" }

    /// What stands between the delimiters, without the blanks around it.
    package var source: String {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        var inner = text.utf8.dropFirst(2).dropLast(2)
        while let first = inner.first, blanks.contains(first) { inner.removeFirst() }
        while let last = inner.last, blanks.contains(last) { inner.removeLast() }
        return String(inner) ?? ""
    }
}
