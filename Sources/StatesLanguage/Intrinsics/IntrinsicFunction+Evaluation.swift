package import FlowJSON

extension IntrinsicCall {
    /// The value of the call.
    ///
    /// - Parameters:
    ///   - generator: where `States.UUID` and an unseeded `States.MathRandom` take their bits from.
    ///   - path: finds the value of a path among the arguments.
    package func evaluate(
        using generator: inout some RandomNumberGenerator,
        path: (String) throws(TaskFailure) -> JSON
    ) throws(TaskFailure) -> JSON {
        var values: [JSON] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            switch argument {
            case .literal(let value): values.append(value)
            case .path(let text): values.append(try path(text))
            case .call(let call): values.append(try call.evaluate(using: &generator, path: path))
            }
        }
        do throws(TaskFailure) {
            return try function.evaluate(values, using: &generator)
        } catch {
            let cause = "The function '\(text)' had the following error: \(error.cause)"
            throw TaskFailure(error: error.error, cause: cause)
        }
    }
}

extension IntrinsicFunction {
    /// The function's value; a failure is a `States.IntrinsicFailure`.
    ///
    /// - Parameters:
    ///   - arguments: the values of the arguments, the template of `States.Format` with its escapes.
    ///   - generator: where `States.UUID` and an unseeded `States.MathRandom` take their bits from.
    package func evaluate(
        _ arguments: [JSON],
        using generator: inout some RandomNumberGenerator
    ) throws(TaskFailure) -> JSON {
        guard arity.contains(arguments.count) else {
            throw .intrinsic("\(rawValue) is given \(arguments.count) arguments, which are too few or too many.")
        }
        let given = IntrinsicArguments(values: arguments, function: self)
        return switch self {
        case .format: try format(given)
        case .stringToJSON: try stringToJSON(given)
        case .jsonToString: .string(arguments[0].text)
        case .array: .array(arguments)
        case .arrayPartition: try arrayPartition(given)
        case .arrayContains: .bool(try given.array(0).contains(arguments[1]))
        case .arrayRange: try arrayRange(given)
        case .arrayGetItem: try arrayGetItem(given)
        case .arrayLength: .integer(Int64(try given.array(0).count))
        case .arrayUnique: try arrayUnique(given)
        case .base64Encode: .string(Base64.encode(Array(try given.shortString(0).utf8)))
        case .base64Decode: try base64Decode(given)
        case .hash: try hash(given)
        case .jsonMerge: try jsonMerge(given)
        case .mathRandom: try mathRandom(given, using: &generator)
        case .mathAdd: try mathAdd(given)
        case .stringSplit: try stringSplit(given)
        case .uuid: .string(uuid(using: &generator))
        }
    }

    /// A version 4 UUID.
    private func uuid(using generator: inout some RandomNumberGenerator) -> String {
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Array(high.hexadecimal + low.hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}

extension UInt64 {
    /// Sixteen hexadecimal digits.
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension TaskFailure {
    /// A failure of an intrinsic function.
    static func intrinsic(_ cause: String) -> TaskFailure { TaskFailure(error: .intrinsicFailure, cause: cause) }
}
