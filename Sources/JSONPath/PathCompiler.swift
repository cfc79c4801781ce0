import FlowJSON

/// Why a text is no path.
struct PathSyntaxError: Error {
    let reason: String
}

/// Turns a path's text into steps, with the lenience of Jayway 2.0.0: whole fragments are cut out first and read then.
struct PathCompiler {
    typealias Text = ArraySlice<Unicode.Scalar>

    mutating func compile(_ path: String) throws(PathSyntaxError) -> [Step] {
        var text = Self.trimmed(ArraySlice(path.unicodeScalars))
        guard let first = text.first else { throw PathSyntaxError(reason: "it is empty") }
        if first == "@" {
            text = ["$"] + text.dropFirst()
        } else if first != "$" {
            text = ["$", "."] + text
        }
        guard text.suffix(2) != [".", "."] else {
            throw PathSyntaxError(reason: "nothing stands behind its end \"..\"")
        }
        text = text.dropFirst()
        if let next = text.first, next != ".", next != "[" {
            throw PathSyntaxError(reason: "\"$\" is followed by \"\(next)\" where \".\" or \"[\" should be")
        }
        var steps: [Step] = []
        while let next = text.first {
            switch next {
            case " ": throw PathSyntaxError(reason: "a blank may stand only within brackets")
            case "[": steps.append(try bracket(Self.takeBracket(&text)))
            case "*":
                text = text.dropFirst()
                steps.append(.wildcard)
            case ".":
                text = text.dropFirst()
                guard let behind = text.first else {
                    throw PathSyntaxError(reason: "nothing stands behind its last \".\"")
                }
                if behind == "." {
                    text = text.dropFirst()
                    steps.append(.scan)
                } else {
                    let name = Self.takeName(&text)
                    if name == ["*"] {
                        steps.append(.wildcard)
                    } else if !name.isEmpty {
                        steps.append(try property(name))
                    }
                }
            default: steps.append(try property(Self.takeName(&text)))
            }
        }
        return steps
    }

    /// A name is read as if it stood in brackets and quotes, so that quotes within it are not part of it.
    private func property(_ name: Text) throws(PathSyntaxError) -> Step {
        name.contains("'") ? try bracket(["[", "'"] + name + ["'", "]"]) : .properties([JSONKey(Self.string(name))])
    }

    /// Reads a fragment from its `[` on; what kind it is tells the first character that only one kind has.
    private func bracket(_ fragment: Text) throws(PathSyntaxError) -> Step {
        if fragment == ["[", "*", "]"] { return .wildcard }
        for (position, scalar) in zip(fragment.indices, fragment) {
            switch scalar {
            case "?": return .filter(try Filter(Self.filterText(fragment)))
            case "'": return .properties(try Self.names(fragment[position...]).map(JSONKey.init))
            case "0"..."9", ":", "-", "@":
                var compiler = ArrayStepCompiler(rest: fragment[position...])
                return try compiler.compile()
            default: continue
            }
        }
        throw PathSyntaxError(
            reason: "\"\(Self.string(fragment))\" holds no name in single quotes, no index and no filter"
        )
    }

    /// The names in single quotes up to the bracket; one that is not closed is none.
    private static func names(_ text: Text) throws(PathSyntaxError) -> [String] {
        var names: [String] = []
        var name: Text?
        for scalar in text {
            if scalar == "]" { return names }
            if scalar == "'" {
                if let closed = name { names.append(string(closed)) }
                name = name == nil ? [] : nil
            } else {
                name?.append(scalar)
            }
        }
        throw PathSyntaxError(reason: "a \"[\" has no \"]\"")
    }

    /// The part of a fragment up to the bracket that closes it, where parentheses and quotes are closed, too.
    private static func filterText(_ fragment: Text) throws(PathSyntaxError) -> Text {
        var parentheses = 0
        var brackets = 0
        var isQuoted = false
        var previous: Unicode.Scalar = " "
        for (position, scalar) in zip(fragment.indices, fragment) {
            switch scalar {
            case "'" where previous != "\\": isQuoted.toggle()
            case "(" where !isQuoted: parentheses += 1
            case ")" where !isQuoted: parentheses -= 1
            case "[" where !isQuoted: brackets += 1
            case "]" where !isQuoted:
                brackets -= 1
                if parentheses == 0 {
                    if brackets == 0 { return fragment[...position] }
                    throw PathSyntaxError(reason: "the brackets of a filter are not balanced")
                }
            default: break
            }
            previous = scalar
        }
        throw PathSyntaxError(reason: "the parentheses or quotes of a filter are not closed")
    }

    // MARK: Text

    private static func takeName(_ text: inout Text) -> Text {
        let name = text.prefix { $0 != "." && $0 != "[" && $0 != " " }
        text = text[name.endIndex...]
        return name
    }

    /// The text up to the bracket that closes the first one; quotes do not count, as in Jayway.
    private static func takeBracket(_ text: inout Text) -> Text {
        var depth = 0
        for (position, scalar) in zip(text.indices, text) {
            if scalar == "[" { depth += 1 }
            if scalar == "]" { depth -= 1 }
            if depth == 0 {
                let fragment = text[...position]
                text = text[(position + 1)...]
                return fragment
            }
        }
        defer { text = [] }
        return text
    }

    static func trimmed(_ text: Text) -> Text {
        var text = text.drop { $0.value <= 0x20 }
        while let last = text.last, last.value <= 0x20 { text = text.dropLast() }
        return text
    }

    static func string(_ text: Text) -> String { String(String.UnicodeScalarView(text)) }
}
