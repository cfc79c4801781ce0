import FlowJSON

/// Paths whose steps bind variables: `@$focus`, `#$index`, and the contexts that `%` looks back to.
extension Evaluator {
    func tuplePath(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let range = Int(node.a)..<Int(node.a + node.b)
        let firstTuple = range.first { stepsTable[$0].isTuple } ?? range.lowerBound
        var current = input
        if firstTuple > range.lowerBound {
            var prefix = node
            prefix.flags.remove(.isTupleStream)
            current = try plainSteps(range.lowerBound..<firstTuple, prefix, input, frame)
            if current.isUndefined { return .undefined }
        }
        var tuples: [Tuple]?
        for position in firstTuple..<range.upperBound {
            let step = stepsTable[position]
            if tuples == nil {
                let isAbsolute = position == range.lowerBound && node.flags.contains(.isAbsolute)
                if step.firstTerm >= 0 {
                    tuples = try sortedTuples(current, step, frame)
                    tuples = try stages(step, tuples ?? [], frame)
                    continue
                }
                let items = isAbsolute ? .mixed([current]) : current.itemsOrSelf
                try chargeTuples(items.count)
                tuples = (0..<items.count).map { Tuple(item: items[$0], frame: emptyTupleFrame(frame)) }
            }
            tuples = try tupleStep(step, tuples ?? [], frame)
        }
        let result = tuples ?? []
        if node.c >= 0 { return try object(groupsTable[Int(node.c)], .tuples(result), frame) }
        if node.flags.contains(.handsOnTuples) { return result.isEmpty ? .undefined : .tuples(result) }
        var items = ItemBuilder()
        items.reserveCapacity(result.count)
        for tuple in result { items.append(tuple.item) }
        return items.sequence(keep: node.keepsArray).collapsed()
    }

    /// Accounts for tuples that are about to be made beside others: each is a frame of its own, dearer than a step.
    private func chargeTuples(_ count: Int, beside known: Int = 0) throws(EvaluationError) {
        let slots = program.tupleSlotCount
        try chargeSteps((12 + slots >> 3) * count)
        if (known + count) * (slots + 4) > limits.memoryInBytes / 4 { throw EvaluationError("D1013") }
    }

    func emptyTupleFrame(_ frame: Frame) -> Frame { Frame(parent: frame, slotCount: program.tupleSlotCount) }

    /// The tuples of an inner path as tuples of this place.
    func reparented(_ tuples: [Tuple], _ frame: Frame) -> [Tuple] {
        tuples.map { Tuple(item: $0.item, frame: Frame(parent: frame, copying: $0.frame)) }
    }

    private func tupleStep(_ step: Step, _ tuples: [Tuple], _ frame: Frame) throws(EvaluationError) -> [Tuple] {
        if step.firstTerm >= 0 {
            let terms = Array(program.sortTerms[Int(step.firstTerm)..<Int(step.firstTerm + step.termCount)])
            var keys: [Value] = []
            for tuple in tuples { try appendSortKeys(terms, tuple.item, tuple.frame, &keys) }
            var sorted = try sortedOrder(keys, terms, step).map { tuples[$0] }
            if step.index >= 0 {
                sorted = sorted.enumerated().map { index, tuple in
                    binding(tuple, frame, item: tuple.item) { $0[Int(step.index)] = .integer(index) }
                }
            }
            return try stages(step, sorted, frame)
        }
        var results: [Tuple] = []
        for tuple in tuples {
            let value = try evaluate(step.node, tuple.item, tuple.frame)
            if case .undefined = value { continue }
            if case .tuples(let inner) = value {
                try chargeTuples(inner.count, beside: results.count)
                for one in inner {
                    results.append(
                        binding(tuple, frame, item: one.item) { slots in
                            for slot in 0..<one.frame.count where one.frame.slots[slot].isBound {
                                slots[slot] = one.frame.slots[slot]
                            }
                        }
                    )
                }
                continue
            }
            let items = value.itemsOrSelf
            try chargeTuples(items.count, beside: results.count)
            for index in 0..<items.count {
                let item = items[index]
                results.append(
                    binding(tuple, frame, item: step.focus >= 0 ? tuple.item : item) { slots in
                        if step.focus >= 0 { slots[Int(step.focus)] = item }
                        if step.index >= 0 { slots[Int(step.index)] = .integer(index) }
                        if step.ancestor >= 0 { slots[Int(step.ancestor)] = tuple.item }
                    }
                )
            }
        }
        return try stages(step, results, frame)
    }

    @inline(__always)
    private func binding(
        _ tuple: Tuple,
        _ frame: Frame,
        item: Value,
        _ bind: (UnsafeMutablePointer<Value>) -> Void
    ) -> Tuple {
        let copy = Frame(parent: frame, copying: tuple.frame)
        bind(copy.slots)
        return Tuple(item: item, frame: copy)
    }

    private func sortedTuples(_ input: Value, _ step: Step, _ frame: Frame) throws(EvaluationError) -> [Tuple] {
        let items = try sort(input, step, frame).itemsOrSelf
        return (0..<items.count).map { index in
            let tupleFrame = emptyTupleFrame(frame)
            if step.index >= 0 { tupleFrame.slots[Int(step.index)] = .integer(index) }
            return Tuple(item: items[index], frame: tupleFrame)
        }
    }

    private func stages(_ step: Step, _ tuples: [Tuple], _ frame: Frame) throws(EvaluationError) -> [Tuple] {
        try stages(Int(step.firstStage)..<Int(step.firstStage + step.stageCount), tuples, frame)
    }

    func stages(_ range: Range<Int>, _ tuples: [Tuple], _ frame: Frame) throws(EvaluationError) -> [Tuple] {
        var current = tuples
        for stage in stagesTable[range] {
            if stage.predicate < 0 {
                current = current.enumerated().map { index, tuple in
                    binding(tuple, frame, item: tuple.item) { $0[Int(stage.indexSlot)] = .integer(index) }
                }
                continue
            }
            if let constant = stage.constantIndex {
                let index = constant < 0 ? current.count + constant : constant
                current = index >= 0 && index < current.count ? [current[index]] : []
                continue
            }
            var chosen: [Tuple] = []
            for (index, tuple) in current.enumerated() {
                let answer = try evaluate(stage.predicate, tuple.item, tuple.frame)
                for _ in 0..<(try isChosen(answer, at: index, of: current.count)) { chosen.append(tuple) }
            }
            current = chosen
        }
        return current
    }
}
