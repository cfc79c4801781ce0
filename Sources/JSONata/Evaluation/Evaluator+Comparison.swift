import FlowJSON

/// Whether values are equal, and which comes first.
extension Evaluator {
    func equality(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if let left = place(node.a, input, frame), let right = place(node.b, input, frame) {
            return .bool(try areEqual(left.pointee, right.pointee) == (node.opcode == .equal))
        }
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        if left.isUndefined || right.isUndefined { return .bool(false) }
        return .bool(try areEqual(left, right) == (node.opcode == .equal))
    }

    private func areEqual(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.json(let left), .json(let right)): return try areEqual(left, right)
        case (.function(let left), .function(let right)): return left === right
        default:
            guard let left = left.json, let right = right.json else { return false }
            return try areEqual(left, right)
        }
    }

    @inline(__always)
    private func areEqual(_ left: JSON, _ right: JSON) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left == right
        case (.string(let left), .string(let right)):
            try chargeSteps(left.utf8.count >> 6)
            return sameBytes(left, right)
        case (.array, .array), (.object, .object):
            try chargeParts(left)
            return left == right
        default: return left == right
        }
    }

    func comparison(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if let left = place(node.a, input, frame), let right = place(node.b, input, frame),
            let order = try order(left, right)
        {
            return Self.answer(node.opcode, order)
        }
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        let order: Int
        switch (left, right) {
        case (.json(.integer(let left)), .json(.integer(let right))): order = left < right ? -1 : left > right ? 1 : 0
        case (.json(.string(let left)), .json(.string(let right))):
            try chargeSteps(min(left.utf8.count, right.utf8.count) >> 6)
            order = Text.compare(left, right)
        default:
            guard let found = try slowOrder(left, right, node) else { return .undefined }
            order = found
        }
        return Self.answer(node.opcode, order)
    }

    @inline(__always)
    private static func answer(_ opcode: Opcode, _ order: Int) -> Value {
        switch opcode {
        case .less: .bool(order < 0 && order != incomparable)
        case .lessOrEqual: .bool(order <= 0 && order != incomparable)
        case .greater: .bool(order > 0)
        default: .bool(order >= 0)
        }
    }

    /// The order of two numbers or two texts; `nil` for all else.
    @inline(__always)
    private func order(_ left: UnsafePointer<JSON>, _ right: UnsafePointer<JSON>) throws(EvaluationError) -> Int? {
        if case .integer(let left) = left.pointee, case .integer(let right) = right.pointee {
            return left < right ? -1 : left > right ? 1 : 0
        }
        if let left = left.pointee.number, let right = right.pointee.number, !left.isNaN, !right.isNaN {
            return left < right ? -1 : left > right ? 1 : 0
        }
        if case .string(let left) = left.pointee, case .string(let right) = right.pointee {
            try chargeSteps(min(left.utf8.count, right.utf8.count) >> 6)
            return Text.compare(left, right)
        }
        return nil
    }

    private static let incomparable = Int.min

    private func slowOrder(_ left: Value, _ right: Value, _ node: Node) throws(EvaluationError) -> Int? {
        func isComparable(_ value: Value) -> Bool {
            switch value {
            case .undefined, .json(.string), .json(.integer), .json(.double): true
            default: false
            }
        }
        guard isComparable(left), isComparable(right) else {
            let culprit = isComparable(left) && !left.isUndefined ? right : left
            throw EvaluationError("T2010", position: Int(node.position), token: node.sign, value: culprit.shown)
        }
        guard case .json(let leftJSON) = left, case .json(let rightJSON) = right else { return nil }
        guard let left = leftJSON.number, let right = rightJSON.number else {
            throw EvaluationError(
                "T2009",
                position: Int(node.position),
                token: node.sign,
                value: leftJSON,
                details: [("value2", rightJSON)]
            )
        }
        if left.isNaN || right.isNaN { return Self.incomparable }
        return left < right ? -1 : left > right ? 1 : 0
    }

    func isMember(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        if left.isUndefined || right.isUndefined { return .bool(false) }
        let items = right.itemsOrSelf
        try chargeSteps(items.count >> 4)
        for index in 0..<items.count where try areEqual(left, items[index]) { return .bool(true) }
        return .bool(false)
    }
}
