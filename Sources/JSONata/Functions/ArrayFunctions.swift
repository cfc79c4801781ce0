import FlowJSON

/// `$append`, `$reverse`, `$shuffle`, `$distinct`, `$zip`
extension Evaluator {
    func callArray(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let first = arguments.argument(0)
        switch builtin {
        case .append: return try append(first, arguments.argument(1))
        case .zip: return try zip(arguments)
        case .reverse:
            guard let items = first.items, items.count > 1 else { return first }
            try chargeSteps(items.count >> 3)
            var result = ItemBuilder()
            result.reserveCapacity(items.count)
            for index in (0..<items.count).reversed() { result.append(items[index]) }
            return result.array()
        case .shuffle:
            guard let items = first.items, items.count > 1 else { return first }
            try chargeSteps(3 * items.count)
            var order = Array(0..<items.count)
            for index in (1..<order.count).reversed() {
                order.swapAt(index, Int(random.next() % UInt64(index + 1)))
            }
            var result = ItemBuilder()
            for index in order { result.append(items[index]) }
            return result.array()
        default:
            try refuseExcess(first)
            try chargeSteps(3 * (first.items?.count ?? 0))
            return Self.distinct(first)
        }
    }

    private func append(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        if left.isUndefined { return right }
        if right.isUndefined { return left }
        var result = ItemBuilder(left.itemsOrSelf)
        result.appendItems(of: right)
        try chargeItems(result.count)
        try chargeSteps(result.count >> 5)
        return result.array()
    }

    private func zip(_ arguments: [Value]) throws(EvaluationError) -> Value {
        let lists = arguments.map { $0.items ?? .plain([]) }
        let length = lists.map(\.count).min() ?? 0
        try chargeItems(length * (1 + lists.count))
        try chargeSteps(length * (2 + lists.count))
        var rows = ItemBuilder()
        rows.reserveCapacity(length)
        for index in 0..<length {
            var row = ItemBuilder()
            for list in lists { row.append(list[index]) }
            rows.append(row.array())
        }
        return rows.array()
    }

    private static func distinct(_ value: Value) -> Value {
        guard let items = value.jsonItems, items.count > 1 else { return value }
        var seen = Set<JSON>(minimumCapacity: items.count)
        let distinct = items.filter { seen.insert($0).inserted }
        return value.isSequence ? .sequence(distinct, keep: false) : .json(.array(distinct))
    }
}
