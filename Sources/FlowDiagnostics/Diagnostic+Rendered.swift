extension Diagnostic {
    /// The diagnostic as people read it: place, message, the line of the source with a caret under the column, hint.
    ///
    ///     flow.json:3:14: error[J05]: A comma stands before "}".
    ///       3 |   "a": 1,
    ///         |         ^
    ///       hint: Remove the comma after the last one.
    ///
    /// - Parameter source: the text that the location is in; without it there is no line and no caret.
    /// - Parameter color: whether to use a terminal's colours.
    public func rendered(in source: String? = nil, color: Bool = false) -> String {
        let ink = Ink(isOn: color)
        let place = location.completed(in: source)
        var text = place.prefix.isEmpty ? "" : ink.bold(place.prefix + ": ")
        text += ink.severity(severity, "\(severity.rawValue)[\(code.text)]") + ink.bold(": \(message)")
        if let source, let line = place.line, let snippet = Snippet(of: source, line: line, column: place.column) {
            let number = String(line)
            let margin = String(repeating: " ", count: number.count)
            text += "\n  \(ink.faint("\(number) |")) \(snippet.text)"
            if let blanks = snippet.caretCell {
                text += "\n  \(ink.faint("\(margin) |")) \(String(repeating: " ", count: blanks))\(ink.caret("^"))"
            }
        }
        if let hint { text += "\n  \(ink.faint("hint:")) \(hint)" }
        return text
    }
}

extension TextLocation {
    /// `file:3:14`, or with the pointer where there is no line: `file: /States/Load`.
    fileprivate var prefix: String {
        var parts: [String] = []
        if let file { parts.append(file) }
        if let line {
            parts.append(String(line))
            if let column { parts.append(String(column)) }
            return parts.joined(separator: ":")
        }
        if let pointer, !pointer.isEmpty { parts.append(pointer) }
        return parts.joined(separator: ": ")
    }

    /// With line and column, where only the offset was known.
    fileprivate func completed(in source: String?) -> TextLocation {
        guard line == nil, let offset, let source else { return self }
        var completed = self
        (completed.line, completed.column) = lineAndColumn(ofByte: offset, in: source)
        return completed
    }
}

/// Text in a terminal's colours, or plain.
private struct Ink {
    let isOn: Bool

    func bold(_ text: String) -> String { paint("1", text) }
    func faint(_ text: String) -> String { paint("2", text) }
    func caret(_ text: String) -> String { paint("1;32", text) }

    func severity(_ severity: Diagnostic.Severity, _ text: String) -> String {
        switch severity {
        case .error: paint("1;31", text)
        case .warning: paint("1;33", text)
        case .information: paint("1;36", text)
        }
    }

    private func paint(_ style: String, _ text: String) -> String { isOn ? "\u{1b}[\(style)m\(text)\u{1b}[0m" : text }
}
