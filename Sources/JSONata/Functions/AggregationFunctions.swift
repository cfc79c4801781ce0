import FlowJSON

/// `$sum`, `$count`, `$max`, `$min`, `$average`
extension Evaluator {
    func aggregate(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let argument = arguments.argument(0)
        if builtin == .count { return .integer(argument.items?.count ?? 0) }
        guard let items = argument.jsonItems else { return .undefined }
        switch builtin {
        case .sum: return Self.sum(items)
        case .average:
            guard !items.isEmpty, case .json(let total) = Self.sum(items), let sum = total.number else {
                return .undefined
            }
            return Number.value(sum / Double(items.count))
        default:
            guard var best = items.first, var bestNumber = best.number else { return .undefined }
            for item in items.dropFirst() {
                guard let number = item.number else { continue }
                if builtin == .max ? number > bestNumber : number < bestNumber {
                    best = item
                    bestNumber = number
                }
            }
            return .json(best)
        }
    }

    /// The sum, exact while the numbers are integers.
    private static func sum(_ items: [JSON]) -> Value {
        var exact: Int64 = 0
        for (index, item) in items.enumerated() {
            guard case .integer(let integer) = item else { return sum(items[index...], from: Double(exact)) }
            let (next, overflow) = exact.addingReportingOverflow(integer)
            guard !overflow, next.magnitude <= Number.largestExact.magnitude else {
                return sum(items[index...], from: Double(exact))
            }
            exact = next
        }
        return .json(.integer(exact))
    }

    private static func sum(_ items: ArraySlice<JSON>, from start: Double) -> Value {
        var total = start
        for item in items { total += item.number ?? 0 }
        return Number.value(total)
    }
}
