import FlowJSON

/// `$map`, `$filter`, `$single`, `$reduce`, `$sift`, `$each`, `$sort`
extension Evaluator {
    func callHigherOrder(
        _ builtin: Builtin,
        _ arguments: [Value],
        _ input: Value
    ) throws(EvaluationError) -> Value {
        let collection = arguments.argument(0)
        if collection.isUndefined {
            // As in jsonata-js, the members of nothing are a list of none, which a lambda hands on as it is.
            return builtin == .each ? .sequence([], keep: false) : .undefined
        }
        switch builtin {
        case .map: return try map(collection, arguments.argument(1), input)
        case .filter: return try filter(collection, arguments.argument(1), input)
        case .single: return try single(collection, arguments.argument(1), input)
        case .reduce: return try reduce(collection, arguments, input)
        case .sift: return try sift(collection, arguments.argument(1), input)
        case .each: return try each(collection, arguments.argument(1), input)
        default: return try sort(collection, arguments.argument(1), input)
        }
    }

    /// Calls with as many of value, index and collection as the function takes.
    @inline(__always)
    private func callback(
        _ function: Value,
        _ value: Value,
        _ index: @autoclosure () -> Value,
        _ collection: Value,
        _ input: Value
    ) throws(EvaluationError) -> Value {
        guard case .function(let body) = function else { throw EvaluationError("T1006") }
        if body.lambda >= 0, lambdasTable[body.lambda].signature < 0 {
            let lambda = lambdasTable[body.lambda]
            let frame = try frame(for: lambda, of: body)
            if lambda.parameterCount > 0 { frame.slots[0] = value }
            if lambda.parameterCount > 1 { frame.slots[1] = index() }
            if lambda.parameterCount > 2 { frame.slots[2] = collection }
            for position in 3..<max(3, lambda.parameterCount) { frame.slots[position] = .undefined }
            return try run(body, consume frame)
        }
        switch body.arity {
        case ...1: return try apply(function, [value], input)
        case 2: return try apply(function, [value, index()], input)
        default: return try apply(function, [value, index(), collection], input)
        }
    }

    /// Calls a comparator.
    private func callback(
        _ function: Value,
        _ left: Value,
        _ right: Value,
        _ input: Value
    ) throws(EvaluationError) -> Value {
        guard case .function(let body) = function, body.lambda >= 0, lambdasTable[body.lambda].signature < 0 else {
            return try apply(function, [left, right], input)
        }
        let lambda = lambdasTable[body.lambda]
        let frame = try frame(for: lambda, of: body)
        if lambda.parameterCount > 0 { frame.slots[0] = left }
        if lambda.parameterCount > 1 { frame.slots[1] = right }
        for position in 2..<max(2, lambda.parameterCount) { frame.slots[position] = .undefined }
        return try run(body, consume frame)
    }

    private func map(_ collection: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        var results = ItemBuilder()
        let items = collection.itemsOrSelf
        for index in 0..<items.count {
            let result = try callback(function, items[index], .integer(index), collection, input)
            // The only result is handed on as the sequence that it is.
            if items.count == 1, result.isSequence { return .mixed(MixedArray([result], isSequence: true)) }
            results.append(result)
        }
        return results.sequence()
    }

    private func filter(_ collection: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        var results = ItemBuilder()
        let items = collection.itemsOrSelf
        for index in 0..<items.count {
            let item = items[index]
            if try isTrue(try callback(function, item, .integer(index), collection, input)) {
                results.append(item)
            }
        }
        return results.sequence()
    }

    private func single(_ collection: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        var found: Value?
        let items = collection.itemsOrSelf
        for index in 0..<items.count {
            let item = items[index]
            if case .function = function {
                guard try isTrue(try callback(function, item, .integer(index), collection, input)) else { continue }
            }
            if found != nil { throw EvaluationError("D3138") }
            found = item
        }
        guard let found else { throw EvaluationError("D3139") }
        return found
    }

    private func reduce(_ collection: Value, _ arguments: [Value], _ input: Value) throws(EvaluationError) -> Value {
        let function = arguments.argument(1)
        guard case .function(let body) = function else { return .undefined }
        guard body.arity >= 2 else { throw EvaluationError("D3050") }
        let items = collection.itemsOrSelf
        var result = arguments.argument(2)
        var start = 0
        if result.isUndefined, items.count > 0 {
            result = items[0]
            start = 1
        }
        guard start < items.count else { return result }
        for index in start..<items.count {
            if body.lambda >= 0, lambdasTable[body.lambda].signature < 0 {
                let lambda = lambdasTable[body.lambda]
                let frame = try frame(for: lambda, of: body)
                frame.slots[0] = result
                frame.slots[1] = items[index]
                if body.arity >= 3 { frame.slots[2] = .integer(index) }
                if body.arity >= 4 { frame.slots[3] = collection }
                for position in 4..<max(4, body.arity) { frame.slots[position] = .undefined }
                result = try run(body, consume frame)
                continue
            }
            var given = [result, items[index]]
            if body.arity >= 3 { given.append(.integer(index)) }
            if body.arity >= 4 { given.append(collection) }
            result = try apply(function, given, input)
        }
        return result
    }

    private func sift(_ object: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        var result = ObjectBuilder()
        var isEmpty = true
        for (key, value) in Self.members(of: object)
        where try isTrue(try callback(function, value, .string(key), object, input)) {
            result.add(key, value)
            isEmpty = false
        }
        return isEmpty ? .undefined : result.value
    }

    private func each(_ object: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        var results = ItemBuilder()
        for (key, value) in Self.members(of: object) {
            results.append(try callback(function, value, .string(key), object, input))
        }
        return results.sequence()
    }

    /// The members of an object in order.
    static func members(of object: Value) -> [(key: String, value: Value)] {
        switch object {
        case .json(.object(let object)): object.map { ($0.key, .json($0.value)) }
        case .record(let record): zip(record.keys, record.values).map { ($0, $1) }
        default: []
        }
    }

    // MARK: Sort

    private func sort(_ collection: Value, _ function: Value, _ input: Value) throws(EvaluationError) -> Value {
        let items = collection.itemsOrSelf
        guard items.count > 1 else { return collection }
        if case .function = function {
            let values = (0..<items.count).map { items[$0] }
            let sorted = try Self.mergeSort(values) { left, right throws(EvaluationError) in
                try self.chargeSteps(1)
                return try self.isTrue(try self.callback(function, left, right, input))
            }
            var result = ItemBuilder()
            for value in sorted { result.append(value) }
            return result.array()
        }
        guard case .plain(let plain) = items else { throw EvaluationError("D3070") }
        let texts = plain.compactMap(\.stringValue)
        try chargeSort(plain.count, bytes: texts.reduce(0) { $0 + $1.utf8.count })
        if texts.count == plain.count {
            let sorted = try Self.mergeSort(texts) { left, right throws(EvaluationError) in
                Text.compare(left, right) > 0
            }
            return .json(.array(sorted.map { .string($0) }))
        }
        guard plain.allSatisfy({ $0.number != nil }) else { throw EvaluationError("D3070") }
        let sorted = try Self.mergeSort(plain) { left, right throws(EvaluationError) in
            (left.number ?? 0) > (right.number ?? 0)
        }
        return .json(.array(sorted))
    }
}
