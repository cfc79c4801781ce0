import FlowJSON

/// Calls built-in functions; each family has a file of its own.
extension Evaluator {
    func callBuiltin(
        _ builtin: Builtin,
        _ arguments: [Value],
        _ input: Value
    ) throws(EvaluationError) -> Value {
        let arguments = try builtin.signature.validate(arguments, context: context(input))
        switch builtin {
        case .sum, .count, .max, .min, .average: return try aggregate(builtin, arguments)
        case .string, .substring, .substringBefore, .substringAfter, .lowercase, .uppercase, .length, .trim, .pad,
            .join:
            return try callString(builtin, arguments)
        case .match, .contains, .replace, .split: return try callMatching(builtin, arguments)
        case .base64encode, .base64decode, .encodeUrlComponent, .encodeUrl, .decodeUrlComponent, .decodeUrl:
            return try callEncoding(builtin, arguments)
        case .formatNumber, .formatBase, .formatInteger, .parseInteger: return try callFormatting(builtin, arguments)
        case .number, .floor, .ceil, .round, .abs, .sqrt, .power, .random:
            return try callNumeric(builtin, arguments)
        case .boolean, .not, .exists: return Self.callBoolean(builtin, arguments)
        case .map, .filter, .single, .reduce, .sift, .each, .sort:
            return try callHigherOrder(builtin, arguments, input)
        case .zip, .append, .reverse, .shuffle, .distinct: return try callArray(builtin, arguments)
        case .keys, .lookup, .spread, .merge, .error, .assert, .type, .clone:
            return try callObject(builtin, arguments)
        case .toMillis, .fromMillis, .now, .millis: return try callDateTime(builtin, arguments)
        case .eval: return try callEval(arguments, input)
        case .partition, .range, .hash, .uuid, .parse: return try callStepFunctions(builtin, arguments)
        }
    }
}

extension [Value] {
    /// The argument at a position; nothing where it was not given.
    func argument(_ position: Int) -> Value { position < count ? self[position] : .undefined }

    /// The text at a position.
    func text(_ position: Int) -> String? { argument(position).text }

    /// The number at a position.
    func number(_ position: Int) -> Double? {
        if case .json(let json) = argument(position) { json.number } else { nil }
    }
}
