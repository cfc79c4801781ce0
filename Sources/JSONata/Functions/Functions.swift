import FlowJSON

/// Calls built-in functions; each family has a file of its own.
extension Evaluator {
    func callBuiltin(
        _ builtin: Builtin,
        _ arguments: [Value],
        _ input: Value
    ) throws(EvaluationError) -> Value {
        let arguments = try builtin.signature.validate(arguments, context: context(input))
        var steps = 7
        for argument in arguments { steps += argument.extent }
        try chargeSteps(steps)
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
        case .boolean, .not, .exists: return try callBoolean(builtin, arguments)
        case .map, .filter, .single, .reduce, .sift, .each, .sort:
            return try probed(builtin, try callHigherOrder(builtin, arguments, input))
        case .zip, .append, .reverse, .shuffle, .distinct:
            return try probed(builtin, try callArray(builtin, arguments))
        case .keys, .lookup, .spread, .merge, .error, .assert, .type, .clone:
            return try probed(builtin, try callObject(builtin, arguments))
        case .toMillis, .fromMillis, .now, .millis: return try callDateTime(builtin, arguments)
        case .eval: return try callEval(arguments, input)
        case .partition, .range, .hash, .uuid, .parse: return try callStepFunctions(builtin, arguments)
        }
    }

    /// Looks at what a function has made, unless it only chooses from what there was.
    private func probed(_ builtin: Builtin, _ value: Value) throws(EvaluationError) -> Value {
        switch builtin {
        case .map, .each, .zip, .append, .merge: try probe(value)
        default: value
        }
    }
}

extension Value {
    /// How many steps it is worth to look once at all its items or letters.
    var extent: Int {
        switch self {
        case .json(.string(let text)): text.utf8.count >> 6
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items):
            items.count >> 4 + items.count >> 6
        case .json(.object(let object)): object.count >> 4
        case .mixed(let array): array.items.count >> 4
        default: 0
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
