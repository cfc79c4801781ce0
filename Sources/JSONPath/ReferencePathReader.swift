/// Reads the steps of a reference path one by one.
struct ReferencePathReader {
    enum Step {
        case name(String)
        case position(Int)
    }

    var rest: ArraySlice<Unicode.Scalar>

    mutating func readRoot() throws(PathSyntaxError) {
        guard rest.first == "$" else { throw PathSyntaxError(reason: "it does not begin with \"$\"") }
        rest = rest.dropFirst()
    }

    mutating func readStep() throws(PathSyntaxError) -> Step? {
        guard let first = rest.first else { return nil }
        rest = rest.dropFirst()
        switch first {
        case ".": return .name(try readName())
        case "[": return rest.first == "'" ? .name(try readQuotedName()) : .position(try readPosition())
        default: throw PathSyntaxError(reason: "\"\(first)\" stands where \".\" or \"[\" should be")
        }
    }

    private mutating func readName() throws(PathSyntaxError) -> String {
        let name = rest.prefix { $0 != "." && $0 != "[" }
        rest = rest[name.endIndex...]
        if name.isEmpty { throw PathSyntaxError(reason: "a name is missing behind \".\"") }
        for scalar in name where "@,:?*()'\"] ".unicodeScalars.contains(scalar) || scalar.value < 0x20 {
            throw PathSyntaxError(reason: "a name without brackets cannot hold \"\(scalar)\"")
        }
        return String(String.UnicodeScalarView(name))
    }

    private mutating func readQuotedName() throws(PathSyntaxError) -> String {
        rest = rest.dropFirst()
        var name = String.UnicodeScalarView()
        while let scalar = rest.first {
            rest = rest.dropFirst()
            if scalar == "\\", let escaped = rest.first {
                name.append(escaped)
                rest = rest.dropFirst()
            } else if scalar == "'" {
                guard rest.first == "]" else {
                    throw PathSyntaxError(reason: "a \"]\" is missing behind a quoted name")
                }
                rest = rest.dropFirst()
                return String(name)
            } else {
                name.append(scalar)
            }
        }
        throw PathSyntaxError(reason: "the quote before a name is not closed")
    }

    private mutating func readPosition() throws(PathSyntaxError) -> Int {
        let digits = rest.prefix { $0 != "]" }
        let text = String(String.UnicodeScalarView(digits))
        guard digits.endIndex < rest.endIndex else { throw PathSyntaxError(reason: "a \"[\" has no \"]\"") }
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let position = Int(text) else {
            throw PathSyntaxError(reason: "\"[\(text)]\" is no index and no name in single quotes")
        }
        rest = rest[(digits.endIndex + 1)...]
        return position
    }
}
