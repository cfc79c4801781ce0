import FlowJSON

/// `$formatBase`, `$formatNumber`, `$formatInteger`, `$parseInteger`
extension Evaluator {
    func callFormatting(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        try chargeSteps(10)
        if builtin == .parseInteger {
            guard let text = arguments.text(0), let picture = arguments.text(1) else { return .undefined }
            try chargeSteps(text.utf8.count + 3 * picture.utf8.count)
            return try IntegerPicture(picture).parse(text).map { Number.value($0) } ?? .undefined
        }
        guard let number = arguments.number(0) else { return .undefined }
        guard number.isFinite else { throw EvaluationError("D1001", value: .double(number)) }
        switch builtin {
        case .formatBase: return .string(try Self.formatBase(number, arguments.number(1)))
        case .formatInteger:
            guard let picture = arguments.text(1) else { return .undefined }
            try chargeSteps(3 * picture.utf8.count)
            return .string(try IntegerPicture(picture).format(number.rounded(.down)))
        default:
            guard let picture = arguments.text(1) else { return .undefined }
            var options: JSONObject?
            if case .json(.object(let object)) = arguments.argument(2) { options = object }
            try chargeSteps(5 * picture.utf8.count)
            return .string(try DecimalPicture.format(number, picture: picture, options: options))
        }
    }

    private static func formatBase(_ number: Double, _ radix: Double?) throws(EvaluationError) -> String {
        let value = round(number, to: 0)
        let base = radix.map { round($0, to: 0) } ?? 10
        guard base >= 2, base <= 36 else { throw EvaluationError("D3100", value: Number.json(base)) }
        if let integer = Int64(exactly: value) { return String(integer, radix: Int(base)) }
        return base == 10 ? NumberText.text(value) : longText(value, radix: base)
    }

    /// A whole number beyond 64 bits: zeros stand for the digits that a double does not hold, as V8 writes it.
    private static func longText(_ value: Double, radix: Double) -> String {
        var rest = value.magnitude
        var digits: [String] = []
        while rest >= 0x1p54 {
            rest /= radix
            digits.append("0")
        }
        repeat {
            let digit = rest.truncatingRemainder(dividingBy: radix)
            digits.append(String(Int(digit), radix: Int(radix)))
            rest = (rest - digit) / radix
        } while rest > 0
        return (value < 0 ? "-" : "") + digits.reversed().joined()
    }
}
