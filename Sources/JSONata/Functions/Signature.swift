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
    private struct Check {
        let kinds: Kinds
        let isArray: Bool
        let subtype: Kinds?
    }

    // Far more than anybody writes, and few enough to match all with all.
    private static let mostParameters = 50
    private static let mostArguments = 255

    private(set) var parameters: [Parameter] = []
    private var checks: [Check] = []

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

    // MARK: Matching

    /// The arguments by parameter, the context put in where it is taken.
    func validate(_ arguments: [Value], context: @autoclosure () -> Value) throws(EvaluationError) -> [Value] {
        if let simple = simpleMatch(arguments) { return simple }
        guard arguments.count <= Self.mostArguments else {
            throw EvaluationError("T0410", details: [("index", .integer(Int64(Self.mostArguments + 1)))])
        }
        let kinds = arguments.map { Kinds(of: $0) }
        guard let counts = match(kinds) else { throw mismatch(arguments, kinds) }
        var validated: [Value] = []
        var position = 0
        for (index, parameter) in parameters.enumerated() {
            guard counts[index] > 0 else {
                if parameter.takesContext {
                    let context = context()
                    guard parameter.kinds.contains(Kinds(of: context)) else {
                        throw EvaluationError(
                            "T0411",
                            value: context.shown,
                            details: [("index", .integer(Int64(position + 1)))]
                        )
                    }
                    validated.append(context)
                } else {
                    validated.append(arguments.argument(position))
                    position += 1
                }
                continue
            }
            for _ in 0..<counts[index] {
                validated.append(try parameter.converted(arguments.argument(position), index: position + 1))
                position += 1
            }
        }
        return validated
    }

    /// As many arguments as parameters, each of the right kind: nothing to move.
    private func simpleMatch(_ arguments: [Value]) -> [Value]? {
        guard arguments.count == checks.count else { return nil }
        for index in 0..<checks.count {
            let check = checks[index]
            let kind = Kinds(of: arguments[index])
            guard check.kinds.contains(kind) else { return nil }
            guard check.isArray else { continue }
            guard kind == .array else { return nil }
            guard let subtype = check.subtype else { continue }
            guard let items = arguments[index].jsonItems, items.allSatisfy({ subtype.contains(Kinds(of: $0)) })
            else { return nil }
        }
        return arguments
    }

    /// How many arguments each parameter takes, the first ones as many as they can; `nil` where they do not fit.
    private func match(_ kinds: [Kinds]) -> [Int]? {
        // Which arguments the parameters from one on could begin with, from the last parameter to the first.
        let width = kinds.count + 1
        var fits = Array(repeating: false, count: (parameters.count + 1) * width)
        fits[fits.count - 1] = true
        for parameter in parameters.indices.reversed() {
            for argument in 0..<width {
                fits[parameter * width + argument] =
                    mostTaken(parameter, kinds, argument, width) { fits[(parameter + 1) * width + $0] } != nil
            }
        }
        guard fits[0] else { return nil }
        var counts: [Int] = []
        var argument = 0
        for parameter in parameters.indices {
            let taken = mostTaken(parameter, kinds, argument, width) { fits[(parameter + 1) * width + $0] } ?? 0
            counts.append(taken)
            argument += taken
        }
        return counts
    }

    /// The most arguments that a parameter can take so that the rest fits.
    private func mostTaken(
        _ parameter: Int,
        _ kinds: [Kinds],
        _ argument: Int,
        _ width: Int,
        _ restFits: (Int) -> Bool
    ) -> Int? {
        let current = parameters[parameter]
        let limit = current.isRepeated ? width - 1 - argument : min(1, width - 1 - argument)
        var most: Int?
        var taken = current.isOptional || current.takesContext ? 0 : 1
        if taken == 1, limit < 1 || !current.kinds.contains(kinds[argument]) { return nil }
        while true {
            if restFits(argument + taken) { most = taken }
            guard taken < limit, current.kinds.contains(kinds[argument + taken]) else { return most }
            taken += 1
        }
    }

    /// The first argument at which the signature can no longer be met.
    private func mismatch(_ arguments: [Value], _ kinds: [Kinds]) -> EvaluationError {
        var reached = 0
        for count in parameters.indices {
            let prefix = Signature(parameters: Array(parameters[...count]))
            guard let good = prefix.longestPrefix(of: kinds) else { break }
            reached = good
        }
        return EvaluationError(
            "T0410",
            value: reached < arguments.count ? arguments[reached].shown : nil,
            details: [("index", .integer(Int64(reached + 1)))]
        )
    }

    private init(parameters: [Parameter]) { self.parameters = parameters }

    /// How many arguments all parameters together can take at most; `nil` where they cannot be met.
    private func longestPrefix(of kinds: [Kinds]) -> Int? {
        var ends = [true] + Array(repeating: false, count: kinds.count)
        for parameter in parameters {
            var next = Array(repeating: false, count: ends.count)
            for start in ends.indices where ends[start] {
                var end = start
                if parameter.isOptional || parameter.takesContext { next[end] = true }
                while end < kinds.count, parameter.kinds.contains(kinds[end]), end == start || parameter.isRepeated {
                    end += 1
                    next[end] = true
                }
            }
            ends = next
        }
        return ends.lastIndex(of: true)
    }
}

extension Signature.Parameter {
    /// The argument as the function takes it: a single value becomes an array where one is declared.
    fileprivate func converted(_ value: Value, index: Int) throws(EvaluationError) -> Value {
        guard isArray else { return value }
        let kind = Signature.Kinds(of: value)
        if kind == .missing { return .undefined }
        if let subtype {
            let isRight: Bool
            switch value {
            case .json(.array(let items)), .sequence(let items, _), .constructed(let items):
                isRight = items.allSatisfy { subtype.contains(Signature.Kinds(of: $0)) }
            case .mixed(let array): isRight = array.items.allSatisfy { subtype.contains(Signature.Kinds(of: $0)) }
            default: isRight = subtype.contains(kind)
            }
            guard isRight else {
                throw EvaluationError(
                    "T0412",
                    value: value.shown,
                    details: [("index", .integer(Int64(index))), ("type", .string(subtypeName))]
                )
            }
        }
        if kind == .array { return value }
        var items = ItemBuilder()
        items.append(value)
        return items.array()
    }
}
