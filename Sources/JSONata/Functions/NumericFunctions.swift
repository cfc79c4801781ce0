import FlowJSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `$number`, `$floor`, `$ceil`, `$round`, `$abs`, `$sqrt`, `$power`, `$random`
extension Evaluator {
    func callNumeric(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        if builtin == .number { return try number(arguments.argument(0)) }
        if builtin == .random { return try randomNumber(arguments) }
        guard case .json(let argument) = arguments.argument(0), let value = argument.number else { return .undefined }
        switch builtin {
        case .floor: return Number.value(value.rounded(.down))
        case .ceil: return Number.value(value.rounded(.up))
        case .abs: return Number.value(value.magnitude)
        case .round: return Number.value(Self.round(value, to: Int(bounded: arguments.number(1) ?? 0)))
        case .sqrt:
            guard value >= 0 else { throw EvaluationError("D3060", value: argument) }
            return Number.value(value.squareRoot())
        default:
            let exponent = arguments.number(1) ?? .nan
            let result = pow(value, exponent)
            guard result.isFinite else {
                throw EvaluationError("D3061", value: argument, details: [("exp", Number.json(exponent))])
            }
            return Number.value(result)
        }
    }

    private func number(_ argument: Value) throws(EvaluationError) -> Value {
        switch argument {
        case .undefined, .json(.integer), .json(.double): return argument
        case .json(.bool(let value)): return .integer(value ? 1 : 0)
        case .json(.string(let text)):
            if let number = Self.parse(text) { return .json(number) }
            throw EvaluationError("D3030", value: .string(text))
        default: throw EvaluationError("D3030", value: argument.shown)
        }
    }

    /// A number in JSON's notation, or in hexadecimal, octal or binary.
    static func parse(_ text: String) -> JSON? {
        let bytes = Array(text.utf8)
        if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
            let radix: Int? =
                switch bytes[1] {
                case UInt8(ascii: "x"), UInt8(ascii: "X"): 16
                case UInt8(ascii: "o"), UInt8(ascii: "O"): 8
                case UInt8(ascii: "b"), UInt8(ascii: "B"): 2
                default: nil
                }
            if let radix {
                var value = 0.0
                for byte in bytes.dropFirst(2) {
                    guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { return nil }
                    value = value * Double(radix) + Double(digit)
                }
                return value.isFinite ? Number.json(value) : nil
            }
        }
        var position = bytes.first == UInt8(ascii: "-") ? 1 : 0
        func digits() -> Bool {
            let start = position
            while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
                position += 1
            }
            return position > start
        }
        guard digits() else { return nil }
        if position == bytes.count, let integer = Int64(text), integer.magnitude <= Number.largestExact.magnitude {
            return .integer(integer)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() else { return nil }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() else { return nil }
        }
        guard position == bytes.count, let value = Double(text), value.isFinite else { return nil }
        return Number.json(value)
    }

    /// Rounds halves to the even neighbour, at a decimal place.
    static func round(_ value: Double, to places: Int) -> Double {
        func shifted(_ value: Double, by exponent: Int) -> Double {
            let parts = NumberText.text(value).split(separator: "e")
            let old = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            return Double("\(parts[0])e\(old + exponent)") ?? value
        }
        guard value.isFinite else { return value }
        let scaled = places == 0 ? value : shifted(value, by: places)
        guard scaled.isFinite else { return value }
        let rounded = scaled.rounded(.toNearestOrEven)
        return places == 0 ? rounded : shifted(rounded, by: -places)
    }

    private func randomNumber(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let seed = arguments.number(0) else { return .json(.double(random.nextDouble())) }
        guard program.dialect == .stepFunctions else {
            throw EvaluationError("T0410", details: [("index", .integer(1))])
        }
        var generator = JavaRandom(seed: Int64(Int(bounded: seed)))
        return .json(.double(generator.nextDouble()))
    }
}
