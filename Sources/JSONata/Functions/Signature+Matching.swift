import FlowJSON

/// Which argument goes to which parameter.
extension Signature {
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
