/// Reads a text as the JSON reader behind AWS's API does, to say what it says where the text is not JSON.
package struct JacksonReader {
    /// What it says.
    package struct Failure: Error {
        /// Such as `Unrecognized token 'x': was expecting …`.
        package let message: String
        /// Where: `[Source: (String)"…"; line: 1, column: 4]`.
        package let location: String
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private static let valueKinds = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The first thing that is wrong in a text, or `nil` where nothing is.
    package static func error(in text: String) -> Failure? {
        var reader = JacksonReader(text)
        do throws(Failure) {
            try reader.read()
            return nil
        } catch {
            return error
        }
    }

    private mutating func read() throws(Failure) {
        // One entry for each open object or array, so that depth costs no stack.
        var open: [(isObject: Bool, start: Int)] = []
        while true {
            // 1. A value begins.
            guard let scalar = next() else { throw endOfInput(in: open.last) }
            switch scalar {
            case "{":
                open.append((true, position - 1))
                if try fieldName(isFirst: true, open) { continue }
                open.removeLast()
            case "[":
                open.append((false, position - 1))
                skipBlanks()
                if position < scalars.count, scalars[position] != "]" { continue }
                guard next() != nil else { throw endOfInput(in: open.last) }
                open.removeLast()
            case "\"": try string("in string value")
            case "-", "0"..."9": try number(scalar)
            default: try literal(scalar)
            }
            // 2. What follows a value.
            while true {
                guard let (isObject, start) = open.last else {
                    guard let scalar = next() else { return }
                    throw unexpected(scalar, "Expected space separating root-level values")
                }
                guard let scalar = next() else { throw endOfInput(in: (isObject, start)) }
                if scalar == "," {
                    if isObject { _ = try fieldName(isFirst: false, open) }
                    break
                }
                guard scalar == (isObject ? "}" : "]") else {
                    throw unexpected(
                        scalar,
                        "was expecting comma to separate \(isObject ? "Object" : "Array") entries"
                    )
                }
                open.removeLast()
            }
        }
    }

    /// Reads a field's name and its colon; `false` where the object ends instead.
    private mutating func fieldName(isFirst: Bool, _ open: [(isObject: Bool, start: Int)]) throws(Failure) -> Bool {
        guard let scalar = next() else { throw endOfInput(in: open.last) }
        if isFirst, scalar == "}" { return false }
        guard scalar == "\"" else {
            throw unexpected(scalar, "was expecting double-quote to start field name")
        }
        try string("in field name")
        guard let colon = next() else { throw endOfInput(in: open.last) }
        guard colon == ":" else {
            throw unexpected(colon, "was expecting a colon to separate field name and value")
        }
        return true
    }

    private mutating func string(_ place: String) throws(Failure) {
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            switch scalar {
            case "\"": return
            case "\\":
                guard position < scalars.count else { break }
                let escaped = scalars[position]
                position += 1
                guard "\"\\/bfnrtu".unicodeScalars.contains(escaped) else {
                    throw failure(
                        "Unrecognized character escape \(Self.described(escaped))"
                    )
                }
            case _ where scalar.value < 0x20:
                throw failure(
                    "Illegal unquoted character (\(Self.described(scalar))): has to be escaped using backslash "
                        + "to be included \(place)"
                )
            default: break
            }
        }
        throw failure(
            place == "in field name"
                ? "Unexpected end-of-input in field name"
                : "Unexpected end-of-input: was expecting closing quote for a string value"
        )
    }

    private mutating func number(_ first: Unicode.Scalar) throws(Failure) {
        var digits = first == "-" ? 0 : 1
        let leadingZero = first == "0"
        if first == "-", position < scalars.count, !Self.isDigit(scalars[position]) {
            let scalar = scalars[position]
            position += 1
            throw unexpected(
                scalar,
                "in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value"
            )
        }
        while position < scalars.count {
            let scalar = scalars[position]
            if Self.isDigit(scalar) {
                digits += 1
                if leadingZero, digits == 2 {
                    throw failure("Invalid numeric value: Leading zeroes not allowed")
                }
            } else if !".eE+-".unicodeScalars.contains(scalar) {
                return
            }
            position += 1
        }
    }

    private mutating func literal(_ first: Unicode.Scalar) throws(Failure) {
        guard Self.isNamePart(first) else {
            throw unexpected(first, "expected a valid value \(Self.valueKinds)")
        }
        let start = position - 1
        while position < scalars.count, Self.isNamePart(scalars[position]) { position += 1 }
        var token = String.UnicodeScalarView()
        token.append(contentsOf: scalars[start..<position])
        let text = String(token)
        guard !["null", "true", "false"].contains(text) else { return }
        throw failure("Unrecognized token '\(text)': was expecting \(Self.valueKinds)")
    }

    /// The next scalar that is no blank.
    private mutating func next() -> Unicode.Scalar? {
        skipBlanks()
        guard position < scalars.count else { return nil }
        defer { position += 1 }
        return scalars[position]
    }

    private mutating func skipBlanks() {
        while position < scalars.count, " \t\r\n".unicodeScalars.contains(scalars[position]) { position += 1 }
    }

    private func unexpected(_ scalar: Unicode.Scalar, _ expectation: String) -> Failure {
        failure("Unexpected character (\(Self.described(scalar))): \(expectation)")
    }

    private func endOfInput(in container: (isObject: Bool, start: Int)?) -> Failure {
        guard let container else { return failure("No content to map due to end-of-input") }
        let kind = container.isObject ? "Object" : "Array"
        let start = "[Source: (String)\(excerpt); \(Self.place(of: container.start + 1, in: scalars))]"
        return failure("Unexpected end-of-input: expected close marker for \(kind) (start marker at \(start))")
    }

    private func failure(_ message: String) -> Failure {
        Failure(message: message, location: "[Source: (String)\(excerpt); \(Self.place(of: position, in: scalars))]")
    }

    /// The text's first 500 characters, in quotes.
    private var excerpt: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.prefix(500))
        let rest = scalars.count - 500
        return "\"\(String(text))\"" + (rest > 0 ? "[truncated \(rest) chars]" : "")
    }

    private static func place(of position: Int, in scalars: [Unicode.Scalar]) -> String {
        let read = scalars.prefix(position)
        let line = read.count { $0 == "\n" } + 1
        let column = read.reversed().firstIndex(of: "\n").map { read.endIndex - $0.base } ?? read.count
        return "line: \(line), column: \(column + 1)"
    }

    private static func described(_ scalar: Unicode.Scalar) -> String {
        scalar.value < 0x20
            ? "(CTRL-CHAR, code \(scalar.value))" : "'\(String(Character(scalar)))' (code \(scalar.value))"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || isDigit(scalar) || scalar.properties.isAlphabetic
    }
}
