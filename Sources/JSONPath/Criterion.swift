import FlowJSON

/// One test of a filter: `@.price > 5`, `@.gift`, `!@.gift`.
struct Criterion: Sendable {
    private enum Test: Sendable {
        case exists(Path, isWanted: Bool)
        case compares(Operand, Comparison, Operand)
    }

    private enum Operand: Sendable {
        /// A path into the item.
        case item(Path)
        /// A path into the document.
        case document(Path)
        /// A text in quotes.
        case quoted(String)
        /// Anything else as it is written: numbers and words are compared by their text.
        case literal(String)
        case pattern(String, ignoresCase: Bool)

        var isQuoted: Bool {
            if case .quoted = self { true } else { false }
        }
    }

    private let test: Test

    init(_ text: PathCompiler.Text) throws(PathSyntaxError) {
        guard let (comparison, place) = Comparison.first(in: text) else {
            guard let path = try Self.path(text) else {
                throw PathSyntaxError(reason: "\"\(PathCompiler.string(text))\" is no test")
            }
            test = .exists(path.path, isWanted: text.first != "!")
            return
        }
        let left = PathCompiler.trimmed(text[..<place])
        let right = PathCompiler.trimmed(text[(place + comparison.rawValue.utf8.count)...])
        if right.first == "!", right.dropFirst().first == "@" {
            throw PathSyntaxError(reason: "\"!\" stands only before a path that is tested to be there")
        }
        test = .compares(try Self.operand(left), comparison, try Self.operand(right))
    }

    func holds(for item: JSON, document: JSON) -> Bool {
        switch test {
        case .exists(let path, let isWanted):
            let value = Self.value(of: path.isRelative ? .item(path) : .document(path), item, document)
            return (value.map { !$0.isNull } ?? false) == isWanted
        case .compares(let left, let comparison, let right):
            if case .pattern(let pattern, let ignoresCase) = right {
                return matches(left, pattern, ignoresCase, item, document)
            }
            if case .pattern(let pattern, let ignoresCase) = left {
                return matches(right, pattern, ignoresCase, item, document)
            }
            guard let actual = Self.value(of: left, item, document),
                let expected = Self.value(of: right, item, document)
            else { return false }
            return comparison.holds(actual: actual, expected: expected, isQuoted: right.isQuoted)
        }
    }

    private func matches(
        _ operand: Operand,
        _ pattern: String,
        _ ignoresCase: Bool,
        _ item: JSON,
        _ document: JSON
    )
        -> Bool
    {
        guard let value = Self.value(of: operand, item, document), !value.isNull else { return false }
        // Compiled here since a compiled expression is not Sendable; that it compiles was seen when the path was read.
        guard let expression = try? Regex(pattern).ignoresCase(ignoresCase) else { return false }
        return (value.stringValue ?? value.text).wholeMatch(of: expression) != nil
    }

    // MARK: Operands

    private static func value(of operand: Operand, _ item: JSON, _ document: JSON) -> JSON? {
        switch operand {
        // `try?`: that nothing is at the path is the answer.
        case .item(let path): try? path.evaluate(on: item, document: document)
        case .document(let path): try? path.evaluate(on: document, document: document)
        case .quoted(let text), .literal(let text): .string(text)
        case .pattern: nil
        }
    }

    private static func operand(_ text: PathCompiler.Text) throws(PathSyntaxError) -> Operand {
        if let (path, isOfItem) = try path(text) { return isOfItem ? .item(path) : .document(path) }
        if text.count >= 2, text.first == "'", text.last == "'" {
            return .quoted(unescaped(PathCompiler.string(text.dropFirst().dropLast())))
        }
        if text.first == "/", text.count >= 2 {
            let isPlain = text.last == "/"
            if isPlain || text.suffix(2) == ["/", "i"] {
                let pattern = PathCompiler.string(text.dropFirst().dropLast(isPlain ? 1 : 2))
                do { _ = try Regex(pattern) } catch {
                    throw PathSyntaxError(reason: "\"\(pattern)\" is no regular expression")
                }
                return .pattern(pattern, ignoresCase: !isPlain)
            }
        }
        if text.contains(" "), let first = text.first, !"\"[{".unicodeScalars.contains(first) {
            throw PathSyntaxError(reason: "\"\(PathCompiler.string(text))\" is no value to compare with")
        }
        return .literal(PathCompiler.string(text))
    }

    private static func unescaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "'", result.last == "\\" { result.removeLast() }
            result.append(scalar)
        }
        return String(result)
    }

    /// The path that an operand is, and whether it begins at the item; `nil` where it is something else.
    private static func path(_ text: PathCompiler.Text) throws(PathSyntaxError) -> (path: Path, isOfItem: Bool)? {
        let path = text.first == "!" ? text.dropFirst() : text
        guard path.first == "@" || (path.first == "$" && text.first != "!") else { return nil }
        var compiler = PathCompiler()
        let steps = try compiler.compile(PathCompiler.string(path))
        let compiled = Path(steps: steps, text: PathCompiler.string(path))
        guard compiled.isDefinite else {
            throw PathSyntaxError(reason: "\"\(compiled.text)\" in a filter selects more than one node")
        }
        return (compiled, path.first == "@")
    }
}

extension Path {
    /// Whether it begins at the item that a filter tests.
    fileprivate var isRelative: Bool { text.utf8.first == UInt8(ascii: "@") }
}
