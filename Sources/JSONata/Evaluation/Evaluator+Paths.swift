import FlowJSON

/// Steps of paths: each maps over what the step before gave, and flattens.
extension Evaluator {
    func path(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if node.flags.contains(.isTupleStream) { return try tuplePath(node, input, frame) }
        var result = try plainSteps(Int(node.a)..<Int(node.a + node.b), node, input, frame)
        if node.keepsArray { result = Self.keepingArray(result) }
        if node.c >= 0 { return try probe(try object(groupsTable[Int(node.c)], result, frame)) }
        return result.collapsed()
    }

    static func keepingArray(_ value: Value) -> Value {
        switch value {
        case .undefined: return value
        case .sequence(let items, _): return .sequence(items, keep: true)
        case .constructed(let items): return .sequence([.array(items)], keep: true)
        case .mixed(let array) where array.isConstructed:
            return .mixed(MixedArray([value], isSequence: true, keep: true))
        case .mixed(let array) where array.isSequence:
            return .mixed(MixedArray(array.items, isSequence: true, keep: true))
        case .json(.array), .mixed: return value
        case .json(let json): return .sequence([json], keep: true)
        default: return .mixed(MixedArray([value], isSequence: true, keep: true))
        }
    }

    /// Steps without bindings.
    ///
    /// The result of one context is not wrapped as long as one value is enough.
    func plainSteps(
        _ range: Range<Int>,
        _ node: Node,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        var current = input
        var isMany = !node.flags.contains(.isAbsolute) && input.isArray
        if isMany, range.count > 0, stepsTable[range.lowerBound].isConstructed {
            isMany = false
        }
        for position in range {
            let step = stepsTable[position]
            let isLast = position == range.upperBound - 1
            if step.firstTerm >= 0 {
                current = try sort(current, step, frame)
                for stage in stagesTable[Int(step.firstStage)..<Int(step.firstStage + step.stageCount)] {
                    current = try filter(current, by: stage, frame)
                }
                if isLast { return current }
                isMany = current.isArray
                if current.isUndefined { return .undefined }
                continue
            }
            if !isMany {
                let value = try stepValue(step, current, frame)
                switch value {
                case .undefined: return .undefined
                case .json(.array(let items)):
                    if isLast { return value }
                    if items.isEmpty { return .undefined }
                    isMany = true
                case .sequence(let items, _):
                    if items.isEmpty { return .undefined }
                    if isLast { return .sequence(items, keep: false) }
                    isMany = true
                case .constructed(let items):
                    if isLast { return value }
                    if position == range.lowerBound, step.isConstructed {
                        if items.isEmpty { return .undefined }
                        isMany = true
                    }
                case .mixed(let array):
                    if isLast, !array.isSequence { return value }
                    if array.items.isEmpty { return .undefined }
                    if isLast { return .mixed(MixedArray(array.items, isSequence: true)) }
                    isMany = !array.isConstructed
                default:
                    if isLast { return value }
                }
                current = value
                continue
            }
            current = try stepOverMany(step, current, isLast, frame)
            switch current {
            case .undefined: return .undefined
            case .json(.array), .constructed, .sequence, .mixed: isMany = true
            default: isMany = false
            }
        }
        return current
    }

    /// One step for one context: the node's value and its filters.
    @inline(__always)
    private func stepValue(_ step: Step, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if step.key >= 0, step.stageCount == 0 {
            if case .json(.object(let object)) = input {
                guard let value = object.value(for: keysTable[Int(step.key)]) else { return .undefined }
                return .json(value)
            }
            return try lookUp(keysTable[Int(step.key)], in: input).collapsed()
        }
        var value = try evaluate(step.node, input, frame)
        for stage in stagesTable[Int(step.firstStage)..<Int(step.firstStage + step.stageCount)] {
            value = try filter(value, by: stage, frame)
        }
        return value
    }

    private func stepOverMany(
        _ step: Step,
        _ input: Value,
        _ isLast: Bool,
        _ frame: Frame
    ) throws(EvaluationError) -> Value {
        guard let items = input.items else { return .undefined }
        try chargeSteps(items.count >> 2 + items.count >> 4)
        var results = StepResults()
        switch items {
        case .plain(let items):
            if step.key >= 0, step.stageCount == 0 {
                let key = keysTable[Int(step.key)]
                for item in items {
                    if case .object(let object) = item {
                        if let value = object.value(for: key) { results.append(json: value) }
                    } else if case .array = item {
                        results.append(try lookUp(key, in: .json(item)).collapsed())
                    }
                }
            } else {
                var known = 0
                for item in items {
                    results.append(try stepValue(step, .json(item), frame))
                    let count = results.itemCount
                    if count - known > 16 {
                        try chargeSteps((count - known) >> 2)
                        try refuseItems(count)
                    }
                    known = count
                }
                try refuseItems(known)
            }
        case .mixed(let items):
            for item in items { results.append(try stepValue(step, item, frame)) }
        }
        try chargeItems(results.itemCount)
        return results.finish(isLast: isLast)
    }

    // MARK: Names and wildcards

    func lookUp(_ key: JSONKey, in input: Value) throws(EvaluationError) -> Value {
        switch input {
        case .json(.object(let object)):
            guard let value = object.value(for: key) else { return .undefined }
            return .json(value)
        case .json(.array(let items)), .sequence(let items, _), .constructed(let items):
            var found: [JSON] = []
            try lookUp(key, in: items, &found)
            try chargeSteps((items.count + found.count) >> 2 + items.count >> 2)
            return .sequence(found, keep: false)
        case .mixed(let array):
            try chargeSteps(1 + array.items.count >> 2)
            var found = ItemBuilder()
            for item in array.items { found.appendItems(of: try lookUp(key, in: item)) }
            return found.sequence()
        case .record(let record): return record[key.text]
        default: return .undefined
        }
    }

    private func lookUp(_ key: JSONKey, in items: [JSON], _ found: inout [JSON]) throws(EvaluationError) {
        for item in items {
            switch item {
            case .object(let object):
                guard let value = object.value(for: key) else { continue }
                if case .array(let inner) = value { found += inner } else { found.append(value) }
            case .array(let inner):
                try chargeSteps(1 + inner.count >> 1)
                try lookUp(key, in: inner, &found)
            default: break
            }
        }
    }

    func wildcard(_ input: Value) throws(EvaluationError) -> Value {
        var results = ItemBuilder()
        // As in jsonata-js, what an array was put into is an array, which does not collapse.
        var isArray = false
        switch context(input) {
        case .json(.object(let object)):
            try chargeSteps(object.count >> 3)
            for value in object.values { isArray = try appendFlattened(value, to: &results) || isArray }
        case .record(let record):
            for value in record.values {
                isArray = isArray || value.isArray
                results.appendItems(of: value)
            }
        case let value:
            for item in value.jsonItems ?? [] { isArray = try appendFlattened(item, to: &results) || isArray }
        }
        try chargeSteps(results.count >> 2)
        return isArray ? results.array() : results.sequence()
    }

    /// Appends what is in nested arrays, or the one value; tells whether there was an array.
    @discardableResult
    private func appendFlattened(_ value: JSON, to results: inout ItemBuilder) throws(EvaluationError) -> Bool {
        guard case .array(let items) = value else {
            results.append(value)
            return false
        }
        try chargeSteps(1 + items.count >> 4)
        try refuseItems(results.count)
        for item in items { try appendFlattened(item, to: &results) }
        return true
    }

    func descendants(_ input: Value) throws(EvaluationError) -> Value {
        guard let value = context(input).json else { return .undefined }
        var found: [JSON] = []
        try collectDescendants(value, &found)
        try chargeSteps(found.count >> 2)
        return .sequence(found, keep: false)
    }

    private func collectDescendants(_ value: JSON, _ found: inout [JSON]) throws(EvaluationError) {
        switch value {
        case .array(let items):
            try chargeSteps(1 + items.count >> 4)
            for item in items { try collectDescendants(item, &found) }
        case .object(let object):
            try refuseItems(found.count)
            found.append(value)
            for index in 0..<object.count { try collectDescendants(object.value(at: index), &found) }
        default: found.append(value)
        }
    }
}

/// What a step gives over many contexts: arrays are flattened by one level, unless they were constructed.
struct StepResults {
    private var first = Value.undefined
    private var count = 0
    private var items = ItemBuilder()

    var itemCount: Int { items.count }

    @inline(__always)
    mutating func append(json value: JSON) {
        if count >= 2 {
            if case .array(let inner) = value { items.append(contentsOf: inner) } else { items.append(value) }
        } else {
            append(.json(value))
        }
    }

    mutating func append(_ value: Value) {
        if case .undefined = value { return }
        count += 1
        switch count {
        case 1: first = value
        case 2:
            flatten(first)
            first = .undefined
            flatten(value)
        default: flatten(value)
        }
    }

    private mutating func flatten(_ value: Value) {
        switch value {
        case .constructed(let inner): items.append(.array(inner))
        case .mixed(let array) where array.isConstructed: items.append(value)
        default: items.appendItems(of: value)
        }
    }

    /// The last step's only array stays as it is; everything else is a sequence.
    mutating func finish(isLast: Bool) -> Value {
        if count == 1 {
            if isLast, first.isArray, !first.isSequence { return first }
            flatten(first)
        }
        guard items.count > 0 else { return .undefined }
        return items.sequence()
    }
}
