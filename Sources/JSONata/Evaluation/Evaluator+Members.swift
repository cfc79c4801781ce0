import FlowJSON

/// Paths of plain names, read by their places in memory: nothing is copied but what they lead to.
extension Evaluator {
    func members(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        switch find(node, input, frame) {
        case .nothing?: return .undefined
        case .value(let place)?: return .json(place.pointee)
        case .many(let place, let level)?:
            if case .array(let items) = place.pointee,
                let value = try collect(items, memberPath(node), level)
            {
                return value
            }
        case nil:
            if node.b < 0, let items = input.jsonItems, let value = try collect(items, memberPath(node), 0) {
                return value
            }
        }
        return try evaluateFallback(node.c, input, frame)
    }

    /// Where an operand's value lies that need not be made: a constant, a global, or what stands at a path's end.
    @inline(__always)
    func place(_ index: Int32, _ input: Value, _ frame: Frame) -> UnsafePointer<JSON>? {
        let node = nodesTable[Int(index)]
        switch node.opcode {
        case .constant: return constantsTable.baseAddress.map { $0 + Int(node.a) }
        case .global:
            guard globals[Int(node.a)] != nil, let start = globals.baseAddress else { return nil }
            // An optional that is not nil begins with its value.
            return UnsafeRawPointer(start + Int(node.a)).assumingMemoryBound(to: JSON.self)
        case .members:
            if case .value(let place)? = find(node, input, frame) { return place }
            return nil
        default: return nil
        }
    }

    /// `$count` and `$sum` of a path, without a list of what it leads to; `nil` where the list has to be made.
    func aggregate(
        _ builtin: Builtin,
        overMembersOf node: Node,
        _ input: Value,
        _ frame: Frame
    ) throws(EvaluationError) -> Value? {
        var tally = Tally()
        var seen = 0
        let path = memberPath(node)
        let isPlain: Bool
        switch find(node, input, frame) {
        case .nothing?: isPlain = true
        case .value(let place)?:
            tally.add(place, isSum: builtin == .sum)
            isPlain = true
        case .many(let place, let level)?:
            guard case .array(let items) = place.pointee else { return nil }
            isPlain = items.withUnsafeBufferPointer {
                path.forEach(in: $0, level: level, seen: &seen) { tally.add($0, isSum: builtin == .sum) }
            }
        case nil:
            guard node.b < 0, let items = input.jsonItems else { return nil }
            isPlain = items.withUnsafeBufferPointer {
                path.forEach(in: $0, seen: &seen) { tally.add($0, isSum: builtin == .sum) }
            }
        }
        guard isPlain else { return nil }
        try chargeSteps(tally.count >> 2 + seen >> 4)
        return builtin == .sum ? tally.sum : .integer(tally.count)
    }

    /// Whether a node is a path of names from the context on.
    func isRelativePath(_ node: Node) -> Bool { node.opcode == .members && node.b < 0 }

    @inline(__always)
    func memberPath(_ node: Node) -> MemberPath {
        let steps = nodesTable[Int(node.c)].b - (node.b < 0 ? 0 : 1)
        return MemberPath(UnsafeBufferPointer(rebasing: pathKeysTable[Int(node.a)..<Int(node.a + steps)]))
    }

    /// What stands at the path's end; `nil` where it does not begin with an object.
    @inline(__always)
    private func find(_ node: Node, _ input: Value, _ frame: Frame) -> MemberPath.Found? {
        if node.b < 0 {
            guard case .json(.object(let object)) = input else { return nil }
            return memberPath(node).find(in: object)
        }
        let head = nodesTable[Int(node.b)]
        if head.opcode == .local {
            guard case .json(.object(let object)) = frame.ancestor(head.a).slots[Int(head.b)] else { return nil }
            return memberPath(node).find(in: object)
        }
        guard case .object(let object)? = globals[Int(head.a)] else { return nil }
        return memberPath(node).find(in: object)
    }

    private func collect(
        _ items: [JSON],
        _ path: MemberPath,
        _ level: Int
    ) throws(EvaluationError) -> Value? {
        var results: [JSON] = []
        var first: UnsafePointer<JSON>?
        var count = 0
        var seen = 0
        let isPlain = items.withUnsafeBufferPointer { items in
            path.forEach(in: items, level: level, seen: &seen) { place in
                if count == 0 { first = place }
                count += 1
                if case .array(let inner) = place.pointee {
                    results.append(contentsOf: inner)
                } else {
                    results.append(place.pointee)
                }
            }
        }
        guard isPlain else { return nil }
        try chargeItems(results.count)
        try chargeSteps((seen + results.count) >> 1)
        // The only array stays as it is.
        if count == 1, let first, case .array = first.pointee { return .json(first.pointee) }
        return Value.sequence(results, keep: false).collapsed()
    }
}

/// How many values there are, and their sum, exact while they are integers.
private struct Tally {
    var count = 0
    private var isNothing = true
    private var isExact = true
    private var exact: Int64 = 0
    private var total = 0.0
    private var isNumeric = true

    @inline(__always)
    mutating func add(_ place: UnsafePointer<JSON>, isSum: Bool) {
        isNothing = false
        if case .array(let items) = place.pointee {
            count += items.count
            if isSum { for item in items { add(item) } }
        } else {
            count += 1
            if isSum { add(place.pointee) }
        }
    }

    @inline(__always)
    private mutating func add(_ json: JSON) {
        if isExact, case .integer(let integer) = json {
            let (next, overflow) = exact.addingReportingOverflow(integer)
            if !overflow, next.magnitude <= Number.largestExact.magnitude {
                exact = next
                return
            }
        }
        guard let number = json.number else {
            isNumeric = false
            return
        }
        if isExact {
            isExact = false
            total = Double(exact)
        }
        total += number
    }

    /// The sum, nothing where nothing was added; `nil` where something was no number.
    var sum: Value? {
        if isNothing { return .undefined }
        guard isNumeric else { return nil }
        return isExact ? .json(.integer(exact)) : Number.value(total)
    }
}
