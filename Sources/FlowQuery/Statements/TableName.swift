import StatesLanguage

/// A table's name in its parts, quoted when it goes into SQL and never pasted as it is.
struct TableName {
    /// Schema and table, or the table alone.
    let parts: [String]

    /// Reads `orders`, `sales.orders` or `"Odd.Name"`.
    ///
    /// - Parameter foldsCase: whether parts without quotes become lower case, as PostgreSQL reads names.
    init(_ text: String, foldsCase: Bool) throws {
        var parts: [String] = []
        var rest = Substring(text)
        while true {
            guard let (part, remainder) = Self.part(rest, foldsCase: foldsCase) else {
                throw TaskFailure(
                    error: .sqlInvalidData,
                    cause: "\"\(text)\" is no table's name; write it as table, schema.table or \"Odd Name\" in quotes."
                )
            }
            parts.append(part)
            guard remainder.first == ".", parts.count < 3 else {
                rest = remainder
                break
            }
            rest = remainder.dropFirst()
        }
        guard rest.isEmpty else {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "\"\(text)\" is no table's name: \"\(rest)\" is left over; put odd names in double quotes."
            )
        }
        self.parts = parts
    }

    /// The name as SQL takes it.
    var quoted: String { parts.map(Self.quoted).joined(separator: ".") }

    /// A name in double quotes.
    static func quoted(_ name: String) -> String {
        var text = "\""
        for scalar in name.unicodeScalars {
            if scalar == "\"" { text += "\"" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }

    private static func part(_ text: Substring, foldsCase: Bool) -> (String, Substring)? {
        guard text.first == "\"" else {
            let name = text.prefix { $0 != "." }
            guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\"") }) else { return nil }
            return (foldsCase ? name.lowercased() : String(name), text[name.endIndex...])
        }
        var name = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            guard character == "\"" else {
                name.append(character)
                continue
            }
            guard rest.first == "\"" else { return name.isEmpty || name.utf8.contains(0) ? nil : (name, rest) }
            rest.removeFirst()
            name.append("\"")
        }
        return nil
    }
}
