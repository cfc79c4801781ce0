package import FlowDiagnostics
import FlowJSON

extension IntrinsicCall {
    /// Reads a call; the location's offset in an error counts bytes from the beginning of `text`.
    package init(_ text: String) throws(Diagnostic) {
        var parser = IntrinsicParser(text: text)
        self = try parser.parse()
    }
}

/// Reads intrinsic calls from the left.
private struct IntrinsicParser {
    let bytes: [UInt8]
    var position = 0

    init(text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws(Diagnostic) -> IntrinsicCall {
        skipBlanks()
        let call = try parseCall(depth: 1)
        skipBlanks()
        guard position == bytes.count else {
            throw fail("\(quoted(from: position)) follows the call, where it should end.")
        }
        return call
    }

    private mutating func parseCall(depth: Int) throws(Diagnostic) -> IntrinsicCall {
        let start = position
        while let byte = peek, isNameByte(byte) { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let function = IntrinsicFunction(rawValue: name) else {
            position = start
            if name.isEmpty { throw fail("\(quoted(from: start)) is neither a path nor a call of a function.") }
            let known = nearestName(to: name, in: IntrinsicFunction.allCases.map(\.rawValue))
            throw fail("There is no intrinsic function \"\(name)\".", hint: known.map { "Did you mean \"\($0)\"?" })
        }
        guard depth <= IntrinsicCall.nestingLimit else {
            position = start
            throw fail("\"\(name)\" is nested over \(IntrinsicCall.nestingLimit) calls deep.")
        }
        skipBlanks()
        try expect("(", after: "\"\(name)\"")
        let arguments = try parseArguments(of: function, depth: depth)
        guard function.arity.contains(arguments.count) else {
            position = start
            throw fail("\"\(name)\" takes \(function.arityInWords), but is given \(arguments.count).")
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return IntrinsicCall(text: text, function: function, arguments: arguments)
    }

    private mutating func parseArguments(
        of function: IntrinsicFunction,
        depth: Int
    ) throws(Diagnostic) -> [IntrinsicCall.Argument] {
        var arguments: [IntrinsicCall.Argument] = []
        skipBlanks()
        if skip(")") { return arguments }
        while true {
            skipBlanks()
            // The template's escapes tell a brace from a placeholder, so `States.Format` reads them itself.
            arguments.append(try parseArgument(keepsEscapes: function == .format && arguments.isEmpty, depth: depth))
            skipBlanks()
            if skip(")") { return arguments }
            try expect(",", after: "an argument")
        }
    }

    private mutating func parseArgument(
        keepsEscapes: Bool,
        depth: Int
    ) throws(Diagnostic) -> IntrinsicCall.Argument {
        switch peek {
        case UInt8(ascii: "'"): return .literal(.string(try parseString(keepsEscapes: keepsEscapes)))
        case UInt8(ascii: "$"): return .path(parsePath())
        case nil: throw fail("The text ends where an argument should be.")
        default: break
        }
        let start = position
        while let byte = peek, isNameByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
            position += 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        default: break
        }
        if let number = number(word) { return .literal(number) }
        position = start
        if word.hasPrefix("States.") { return .call(try parseCall(depth: depth + 1)) }
        throw fail(
            "\(quoted(from: start)) is no argument.",
            hint: "An argument is a path, a string in single quotes, a number, true, false, null or a call."
        )
    }

    private func number(_ word: String) -> JSON? {
        guard let first = word.utf8.first, first == UInt8(ascii: "-") || isDigit(first) else { return nil }
        // A word that is no JSON number is reported as no argument by the caller.
        return try? JSON(parsing: word)
    }

    private mutating func parseString(keepsEscapes: Bool) throws(Diagnostic) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "'"): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = peek, "'{}\\".utf8.contains(escaped) else {
                    position -= 1
                    throw fail(
                        "The backslash at \(quoted(from: position)) escapes nothing.",
                        hint: "Only \\', \\{, \\} and \\\\ are escapes; write \\\\ for a backslash."
                    )
                }
                position += 1
                if keepsEscapes { text.append(byte) }
                text.append(escaped)
            default: text.append(byte)
            }
        }
        position = start
        throw fail("The string that begins at \(quoted(from: start)) has no closing quote.")
    }

    /// Takes everything to the comma or parenthesis that ends the argument; whether it is a path is judged elsewhere.
    private mutating func parsePath() -> String {
        let start = position
        var depth = 0
        var inQuotes = false
        scan: while let byte = peek {
            switch byte {
            case UInt8(ascii: "\\") where inQuotes && position + 1 < bytes.count: position += 1
            case UInt8(ascii: "'"): inQuotes.toggle()
            case _ where inQuotes: break
            case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ","), UInt8(ascii: ")"):
                if depth == 0 { break scan }
                if byte == UInt8(ascii: ")") { depth -= 1 }
            case UInt8(ascii: "]"): depth = max(0, depth - 1)
            default: break
            }
            position += 1
        }
        var end = position
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    private mutating func skipBlanks() {
        while let byte = peek, isBlank(byte) { position += 1 }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ scalar: Unicode.Scalar, after what: String) throws(Diagnostic) {
        guard !skip(scalar) else { return }
        let found = position < bytes.count ? "\(quoted(from: position)) stands there" : "the text ends"
        throw fail("\"\(scalar)\" should follow \(what), but \(found).")
    }

    private func quoted(from start: Int) -> String {
        let rest = String(decoding: bytes[min(start, bytes.count)...], as: UTF8.self)
        return rest.count > 20 ? "\"\(rest.prefix(20))…\"" : "\"\(rest)\""
    }

    private func fail(_ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(code: .intrinsic, message: message, location: TextLocation(offset: position), hint: hint)
    }
}

extension IntrinsicFunction {
    fileprivate var arityInWords: String {
        switch (arity.lowerBound, arity.upperBound) {
        case (0, 0): "no arguments"
        case (1, 1): "1 argument"
        case (let least, .max): "\(least) or more arguments"
        case (let least, let most) where least == most: "\(least) arguments"
        case (let least, let most): "\(least) to \(most) arguments"
        }
    }
}
