import FlowJSON

/// Predicates and order-by.
extension Evaluator {
    /// The items for which the predicate holds, or those at the indices that it names.
    func filter(_ input: Value, by stage: Stage, _ frame: Frame) throws(EvaluationError) -> Value {
        if let constant = stage.constantIndex {
            guard let items = input.items else {
                let isThere = !input.isUndefined && (constant == 0 || constant == -1)
                return isThere ? input : .sequence([], keep: false)
            }
            let index = constant < 0 ? items.count + constant : constant
            guard index >= 0, index < items.count else { return .sequence([], keep: false) }
            return items[index]
        }
        if input.isUndefined {
            // As in jsonata-js, nothing is looked at once; a filter behind sees it only where it was chosen.
            let chosen = try isChosen(try evaluate(stage.predicate, .undefined, frame), at: 0, of: 1)
            return chosen > 0 ? .undefined : .sequence([], keep: false)
        }
        guard let items = input.items else {
            let chosen = try isChosen(try evaluate(stage.predicate, input, frame), at: 0, of: 1)
            return chosen > 0 ? input : .sequence([], keep: false)
        }
        var results = ItemBuilder()
        let count = items.count
        switch items {
        case .plain(let items):
            for (index, item) in items.enumerated() {
                let answer = try evaluate(stage.predicate, .json(item), frame)
                for _ in 0..<(try isChosen(answer, at: index, of: count)) { results.append(item) }
            }
        case .mixed(let items):
            for (index, item) in items.enumerated() {
                let answer = try evaluate(stage.predicate, item, frame)
                for _ in 0..<(try isChosen(answer, at: index, of: count)) { results.append(item) }
            }
        }
        return results.sequence()
    }

    /// How often a predicate's answer chooses the item at an index; an array of numbers may name it more than once.
    @inline(__always)
    func isChosen(_ answer: Value, at index: Int, of count: Int) throws(EvaluationError) -> Int {
        if case .json(.bool(let value)) = answer { return value ? 1 : 0 }
        return try isChosenByValue(answer, at: index, of: count)
    }

    private func isChosenByValue(_ answer: Value, at index: Int, of count: Int) throws(EvaluationError) -> Int {
        func names(_ number: Double) -> Bool {
            let floor = number.rounded(.down)
            return (floor < 0 ? Double(count) + floor : floor) == Double(index)
        }
        if case .json(let json) = answer, let number = json.number {
            guard number.isFinite else { throw EvaluationError("D1001", value: json) }
            return names(number) ? 1 : 0
        }
        if let items = answer.jsonItems, !items.isEmpty {
            // The list is looked through again for each of the items that are filtered.
            try chargeSteps(items.count >> 4)
            var chosen = 0
            let areNumbers = items.allSatisfy { item in
                guard let number = item.number else { return false }
                if names(number) { chosen += 1 }
                return true
            }
            if areNumbers { return chosen }
        }
        return try isTrue(answer) ? 1 : 0
    }

    // MARK: Order

    func sort(_ input: Value, _ step: Step, _ frame: Frame) throws(EvaluationError) -> Value {
        guard let items = input.items else { return input }
        // One item or none is the sequence that it was, which collapses.
        guard items.count > 1 else { return ItemBuilder(items).sequence() }
        let terms = Array(program.sortTerms[Int(step.firstTerm)..<Int(step.firstTerm + step.termCount)])
        var keys: [Value] = []
        try chargeSteps(items.count >> 1)
        keys.reserveCapacity(items.count * terms.count)
        for index in 0..<items.count { try appendSortKeys(terms, items[index], frame, &keys) }
        let order = try sortedOrder(keys, terms, step)
        var sorted = ItemBuilder()
        sorted.reserveCapacity(items.count)
        for index in order { sorted.append(items[index]) }
        return sorted.array()
    }

    /// Appends what the terms say of an item.
    func appendSortKeys(
        _ terms: [SortTerm],
        _ item: Value,
        _ frame: Frame,
        _ keys: inout [Value]
    ) throws(EvaluationError) {
        for term in terms { keys.append(try evaluate(term.node, item, frame)) }
    }

    /// The indices in the order of their keys, which lie item by item.
    ///
    /// Equal ones keep their places, missing ones come last.
    func sortedOrder(_ keys: [Value], _ terms: [SortTerm], _ step: Step) throws(EvaluationError) -> [Int] {
        let width = max(1, terms.count)
        try chargeSort(keys.count, bytes: keys.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) })
        if !terms.isEmpty, let numbers = Self.numbers(keys, width) {
            let descending = terms[0].descending
            return try Self.mergeSort(Array(0..<keys.count / width)) { left, right throws(EvaluationError) in
                if numbers[left] != numbers[right] {
                    return descending ? numbers[left] < numbers[right] : numbers[left] > numbers[right]
                }
                return try Self.isAfter(keys, left * width, right * width, terms, step)
            }
        }
        return try Self.mergeSort(Array(0..<keys.count / width)) { left, right throws(EvaluationError) in
            try Self.isAfter(keys, left * width, right * width, terms, step)
        }
    }

    private static func isAfter(
        _ keys: [Value],
        _ left: Int,
        _ right: Int,
        _ terms: [SortTerm],
        _ step: Step
    ) throws(EvaluationError) -> Bool {
        for (position, term) in terms.enumerated() {
            let leftKey = keys[left + position]
            let rightKey = keys[right + position]
            let order = try compareKeys(leftKey, rightKey, step)
            if order == 0 { continue }
            let isMissing = leftKey.isUndefined || rightKey.isUndefined
            return term.descending && !isMissing ? order < 0 : order > 0
        }
        return false
    }

    /// The first key of every item, where all are numbers.
    private static func numbers(_ keys: [Value], _ width: Int) -> [Double]? {
        var numbers: [Double] = []
        numbers.reserveCapacity(keys.count / width)
        for position in stride(from: 0, to: keys.count, by: width) {
            guard case .json(let json) = keys[position], let number = json.number, !number.isNaN else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func compareKeys(_ left: Value, _ right: Value, _ step: Step) throws(EvaluationError) -> Int {
        switch (left, right) {
        case (.undefined, .undefined): return 0
        case (.undefined, _): return 1
        case (_, .undefined): return -1
        case (.json(.double(let left)), .json(.double(let right))): return left < right ? -1 : left > right ? 1 : 0
        case (.json(.string(let left)), .json(.string(let right))): return Text.compare(left, right)
        case (.json(let leftJSON), .json(let rightJSON)):
            if let left = leftJSON.number, let right = rightJSON.number {
                return left < right ? -1 : left > right ? 1 : 0
            }
            for json in [leftJSON, rightJSON] where json.number == nil && json.stringValue == nil {
                throw EvaluationError("T2008", position: Int(step.position), value: json)
            }
            throw EvaluationError(
                "T2007",
                position: Int(step.position),
                value: leftJSON,
                details: [("value2", rightJSON)]
            )
        default:
            throw EvaluationError("T2008", position: Int(step.position), value: left.shown)
        }
    }

    /// A stable sort; `isAfter` tells that the left item belongs behind the right one.
    static func mergeSort<Item>(
        _ items: [Item],
        isAfter: (Item, Item) throws(EvaluationError) -> Bool
    ) throws(EvaluationError) -> [Item] {
        var source = items
        var target = items
        var width = 1
        while width < items.count {
            var start = 0
            while start < items.count {
                let middle = min(start + width, items.count)
                let end = min(start + 2 * width, items.count)
                var left = start
                var right = middle
                for position in start..<end {
                    let takesRight: Bool
                    if left < middle, right < end {
                        takesRight = try isAfter(source[left], source[right])
                    } else {
                        takesRight = left >= middle
                    }
                    if takesRight {
                        target[position] = source[right]
                        right += 1
                    } else {
                        target[position] = source[left]
                        left += 1
                    }
                }
                start = end
            }
            swap(&source, &target)
            width *= 2
        }
        return source
    }
}
