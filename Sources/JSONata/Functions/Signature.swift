import FlowJSON

/// What a function takes, as `<s-nn?:s>` says it: types, `-` for the context, `?` for optional, `+` for many.
struct Signature: Sendable {
    /// The kinds of values, as bits.
    struct Kinds: OptionSet {
        let rawValue: UInt16
        static let string = Kinds(rawValue: 1)
        static let number = Kinds(rawValue: 2)
        static let boolean = Kinds(rawValue: 4)
        static let null = Kinds(rawValue: 8)
        static let array = Kinds(rawValue: 16)
        static let object = Kinds(rawValue: 32)
        static let function = Kinds(rawValue: 64)
        static let missing = Kinds(rawValue: 128)
        static let json: Kinds = [.string, .number, .boolean, .null, .array, .object, .missing]
        static let any: Kinds = [.json, .function]

        init(rawValue: UInt16) { self.rawValue = rawValue }

        /// The kinds of one letter; an array is also given by the one item that it could hold.
        init?(letter: Character) {
            switch letter {
            case "s": self = .string
            case "n": self = .number
            case "b": self = .boolean
            case "l": self = .null
            case "a": self = .array
            case "o": self = .object
            case "f": self = .function
            case "j": self = .json
            case "x": self = .any
            default: return nil
            }
        }

        init(of value: Value) {
            switch value {
            case .json(let json): self.init(of: json)
            case .sequence, .constructed, .mixed: self = .array
            case .record: self = .object
            case .function: self = .function
            case .undefined, .unbound, .tuples, .tailCall: self = .missing
            }
        }

        init(of json: JSON) {
            switch json {
            case .string: self = .string
            case .integer, .double: self = .number
            case .bool: self = .boolean
            case .null: self = .null
            case .array: self = .array
            case .object: self = .object
            }
        }
    }

    struct Parameter: Sendable {
        var kinds: Kinds
        /// Whether one value is taken for an array of it.
        var isArray = false
        /// What the array's items must be.
        var subtype: Kinds?
        var subtypeName = ""
        var takesContext = false
        var isOptional = false
        var isRepeated = false
    }

    /// What the usual case looks at, without any text in it.
    struct Check {
        let kinds: Kinds
        let isArray: Bool
        let subtype: Kinds?
    }

    // Far more than anybody writes, and few enough to match all with all.
    private static let mostParameters = 50
    static let mostArguments = 255

    private(set) var parameters: [Parameter] = []
    private(set) var checks: [Check] = []

    /// A signature that is known to be well-formed.
    static func known(_ text: String) -> Signature {
        do throws(EvaluationError) {
            return try Signature(text)
        } catch {
            preconditionFailure("the built-in signature \(text) is well-formed")
        }
    }

    init(_ text: String) throws(EvaluationError) {
        let letters = Array(text)
        var position = 1
        while position < letters.count, letters[position] != ":", letters[position] != ">" {
            let letter = letters[position]
            switch letter {
            case "-":
                guard !parameters.isEmpty else { break }
                parameters[parameters.count - 1].takesContext = true
            case "?":
                guard !parameters.isEmpty else { break }
                parameters[parameters.count - 1].isOptional = true
            case "+":
                guard !parameters.isEmpty else { break }
                parameters[parameters.count - 1].isRepeated = true
            case "(":
                var kinds: Kinds = .missing
                position += 1
                while position < letters.count, letters[position] != ")" {
                    if letters[position] == "<" {
                        throw EvaluationError("S0402", value: .string(String(letters[position...])))
                    }
                    kinds.formUnion(Kinds(letter: letters[position]) ?? [])
                    position += 1
                }
                parameters.append(Parameter(kinds: kinds))
            case "<":
                let close = Self.closing(letters, from: position)
                guard let last = parameters.last, last.isArray || last.kinds == .function else {
                    throw EvaluationError("S0401", value: .string("\(letters[max(0, position - 1)])"))
                }
                if last.isArray, position + 1 < close {
                    parameters[parameters.count - 1].subtype = Kinds(letter: letters[position + 1])
                    parameters[parameters.count - 1].subtypeName = Self.name(of: letters[position + 1])
                }
                position = close
            case "a": parameters.append(Parameter(kinds: .any, isArray: true))
            case "f": parameters.append(Parameter(kinds: .function))
            default:
                if let kinds = Kinds(letter: letter) { parameters.append(Parameter(kinds: kinds.union(.missing))) }
            }
            position += 1
        }
        guard parameters.count <= Self.mostParameters else {
            throw EvaluationError("S0402", text: "A signature has at most \(Self.mostParameters) parameters")
        }
        checks = parameters.map { Check(kinds: $0.kinds, isArray: $0.isArray, subtype: $0.subtype) }
    }

    private static func closing(_ letters: [Character], from start: Int) -> Int {
        var depth = 0
        for position in start..<letters.count {
            if letters[position] == "<" { depth += 1 }
            if letters[position] == ">" { depth -= 1 }
            if depth == 0 { return position }
        }
        return letters.count - 1
    }

    private static func name(of letter: Character) -> String {
        switch letter {
        case "a": "arrays"
        case "b": "booleans"
        case "f": "functions"
        case "n": "numbers"
        case "o": "objects"
        case "s": "strings"
        default: "\(letter)"
        }
    }

    /// The first parameters of a signature.
    init(parameters: [Parameter]) { self.parameters = parameters }
}
