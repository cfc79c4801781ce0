/// Reads what stands in the brackets of an array's step, from its first digit, sign, colon or `@` on.
struct ArrayStepCompiler {
    private var rest: PathCompiler.Text
    private var digits = ""
    private var numbers: [Int] = []

    init(rest: PathCompiler.Text) { self.rest = rest }

    mutating func compile() throws(PathSyntaxError) -> Step {
        if rest.first == "@" { return try compileFromEnd() }
        var isSequence = false
        var slice: ((_ numbers: [Int]) -> Step)?
        while let scalar = rest.first, "0123456789, :-".unicodeScalars.contains(scalar) {
            switch scalar {
            case " ": break
            case ",":
                try takeNumber()
                isSequence = true
            case ":" where digits.isEmpty:
                takeBound()
                try takeNumber()
                slice = { .slice(.to($0[0])) }
            case ":":
                try takeNumber()
                takeBound()
                if digits.isEmpty {
                    slice = { .slice(.from($0[0])) }
                } else {
                    try takeNumber()
                    slice = { .slice(.between($0[0], $0[1])) }
                }
            default: digits.unicodeScalars.append(scalar)
            }
            guard let stop = rest.first else { throw Self.unclosed }
            if stop == "]" { break }
            rest = rest.dropFirst()
        }
        if rest.isEmpty { throw Self.unclosed }
        if !digits.isEmpty { try takeNumber() }
        if isSequence { return .indices(numbers) }
        if let slice { return slice(numbers) }
        guard let index = numbers.first else { throw PathSyntaxError(reason: "an index is missing") }
        return .index(index)
    }

    private static let unclosed = PathSyntaxError(reason: "a \"[\" has no \"]\"")

    /// Reads the other end of a slice, behind its colon.
    private mutating func takeBound() {
        rest = rest.dropFirst()
        while let scalar = rest.first, "0123456789 -".unicodeScalars.contains(scalar) {
            if scalar != " " { digits.unicodeScalars.append(scalar) }
            rest = rest.dropFirst()
        }
    }

    private mutating func takeNumber() throws(PathSyntaxError) {
        guard let number = Int32(digits) else { throw PathSyntaxError(reason: "\"\(digits)\" is no index") }
        numbers.append(Int(number))
        digits = ""
    }

    /// Reads `@.length-1` and `@.size()-1`.
    private mutating func compileFromEnd() throws(PathSyntaxError) -> Step {
        rest = rest.dropFirst(2)
        let name = rest.prefix { $0 != "-" }
        let offset = rest[name.endIndex...].prefix { $0 != ")" }
        guard offset.first == "-", offset.endIndex < rest.endIndex else {
            throw PathSyntaxError(reason: "only (@.length-n) is possible in parentheses")
        }
        let function = PathCompiler.string(name.filter { $0 != " " && $0 != "(" && $0 != ")" })
        guard function == "length" || function == "size" else {
            throw PathSyntaxError(reason: "\"@.\(function)\" is no function; only (@.length-n) is possible")
        }
        digits = PathCompiler.string(offset.filter { $0 != " " })
        try takeNumber()
        return .fromEnd(numbers[0])
    }
}

extension PathCompiler {
    static func string(_ text: [Unicode.Scalar]) -> String { string(ArraySlice(text)) }
}
