import FlowJSON

/// Arithmetic, comparison, logic, ranges and texts put together.
extension Evaluator {
    func arithmetic(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        if let left = place(node.a, input, frame), let right = place(node.b, input, frame) {
            if case .integer(let left) = left.pointee, case .integer(let right) = right.pointee,
                let exact = Self.exact(node.opcode, left, right)
            {
                return .json(.integer(exact))
            }
            if let left = left.pointee.number, let right = right.pointee.number, left.isFinite, right.isFinite {
                return Self.inexact(node.opcode, left, right)
            }
        }
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        if case .json(.integer(let left)) = left, case .json(.integer(let right)) = right,
            let exact = Self.exact(node.opcode, left, right)
        {
            return .json(.integer(exact))
        }
        let leftNumber = try operand(left, node, "T2001")
        let rightNumber = try operand(right, node, "T2002")
        guard let leftNumber, let rightNumber else { return .undefined }
        return Self.inexact(node.opcode, leftNumber, rightNumber)
    }

    @inline(__always)
    private static func inexact(_ opcode: Opcode, _ left: Double, _ right: Double) -> Value {
        switch opcode {
        case .add: Number.value(left + right)
        case .subtract: Number.value(left - right)
        case .multiply: Number.value(left * right)
        case .divide: Number.value(left / right)
        default: Number.value(left.truncatingRemainder(dividingBy: right))
        }
    }

    /// The result where integers are exact and a double would be, too.
    @inline(__always)
    private static func exact(_ opcode: Opcode, _ left: Int64, _ right: Int64) -> Int64? {
        let (result, overflow): (Int64, Bool)
        switch opcode {
        case .add: (result, overflow) = left.addingReportingOverflow(right)
        case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
        case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
        case .remainder where right != 0 && right != -1: (result, overflow) = (left % right, false)
        default: return nil
        }
        let isExact =
            !overflow && result.magnitude <= Number.largestExact.magnitude
            && left.magnitude <= Number.largestExact.magnitude && right.magnitude <= Number.largestExact.magnitude
        return isExact ? result : nil
    }

    private func operand(_ value: Value, _ node: Node, _ code: String) throws(EvaluationError) -> Double? {
        if case .undefined = value { return nil }
        if case .json(let json) = value, let number = json.number {
            guard number.isFinite else {
                throw EvaluationError("D1001", position: Int(node.position), token: node.sign, value: json)
            }
            return number
        }
        throw EvaluationError(code, position: Int(node.position), token: node.sign, value: value.shown)
    }

    func negate(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let value = try evaluate(node.a, input, frame)
        switch value {
        case .undefined: return .undefined
        case .json(.integer(let integer)) where integer != .min: return .json(.integer(-integer))
        case .json(.double(let double)):
            guard double.isFinite else { throw EvaluationError("D1001", value: value.json) }
            return Number.value(-double)
        default: throw EvaluationError("D1002", position: Int(node.position), token: "-", value: value.shown)
        }
    }

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
            let order = Self.order(left, right)
        {
            return Self.answer(node.opcode, order)
        }
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        let order: Int
        switch (left, right) {
        case (.json(.integer(let left)), .json(.integer(let right))): order = left < right ? -1 : left > right ? 1 : 0
        case (.json(.string(let left)), .json(.string(let right))): order = Text.compare(left, right)
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
    private static func order(_ left: UnsafePointer<JSON>, _ right: UnsafePointer<JSON>) -> Int? {
        if case .integer(let left) = left.pointee, case .integer(let right) = right.pointee {
            return left < right ? -1 : left > right ? 1 : 0
        }
        if let left = left.pointee.number, let right = right.pointee.number, !left.isNaN, !right.isNaN {
            return left < right ? -1 : left > right ? 1 : 0
        }
        if case .string(let left) = left.pointee, case .string(let right) = right.pointee {
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

    func logic(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try isTrue(try evaluate(node.a, input, frame))
        if node.opcode == .and ? !left : left { return .bool(left) }
        return .bool(try isTrue(try evaluate(node.b, input, frame)))
    }

    /// What `$boolean` says; nothing is false.
    @inline(__always)
    func isTrue(_ value: Value) throws(EvaluationError) -> Bool {
        if case .json(.bool(let bool)) = value { return bool }
        if case .json(.array(let items)) = value { try chargeParts(.array(items)) }
        return Self.isTruthy(value)
    }

    /// What `$boolean` says, uncounted.
    static func isTruthy(_ value: Value) -> Bool {
        switch value {
        case .json(let json): isTruthy(json)
        case .sequence(let items, _), .constructed(let items): items.contains(where: isTruthy)
        case .mixed(let array): array.items.contains(where: isTruthy)
        case .record(let record): !record.keys.isEmpty
        case .undefined, .unbound, .function, .tuples, .tailCall: false
        }
    }

    private static func isTruthy(_ json: JSON) -> Bool {
        switch json {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .double(let value): value != 0 && !value.isNaN
        case .string(let text): !text.isEmpty
        case .array(let items): items.contains(where: isTruthy)
        case .object(let object): !object.isEmpty
        }
    }

    func concatenate(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        do throws(EvaluationError) {
            var text = try string(of: left)
            let tail = try string(of: right)
            try chargeText(text.utf8.count + 2 * tail.utf8.count)
            try chargeSteps((text.utf8.count + tail.utf8.count) >> 6)
            text += tail
            return .json(.string(text))
        } catch {
            throw error.located(position: Int(node.position), token: "&")
        }
    }

    /// The text of a value; nothing is an empty one.
    func string(of value: Value, indented: Bool = false) throws(EvaluationError) -> String {
        switch value {
        case .undefined, .function: return ""
        case .json(.string(let text)): return text
        case .json(.integer(let integer)): return NumberText.integer(integer)
        case .json(.double(let double)):
            guard double.isFinite else { throw EvaluationError("D3001", value: value.json) }
            return NumberText.rounded(double)
        default:
            try refuseExcess(value)
            guard let json = value.shown else { return "" }
            try refuseInfinity(json)
            try chargeParts(json)
            let text = NumberText.string(json, indented: indented)
            try chargeSteps(text.utf8.count >> 4)
            return text
        }
    }

    private func refuseInfinity(_ json: JSON) throws(EvaluationError) {
        switch json {
        case .double(let value) where !value.isFinite: throw EvaluationError("D1001", value: json)
        case .array(let items): for item in items { try refuseInfinity(item) }
        case .object(let object): for value in object.values { try refuseInfinity(value) }
        default: break
        }
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

    func range(_ node: Node, _ input: Value, _ frame: Frame) throws(EvaluationError) -> Value {
        let left = try evaluate(node.a, input, frame)
        let right = try evaluate(node.b, input, frame)
        let first = try bound(left, node, "T2003")
        let last = try bound(right, node, "T2004")
        guard let first, let last, first <= last else { return .undefined }
        let size = last - first + 1
        guard size <= 10_000_000 else {
            throw EvaluationError("D2014", position: Int(node.position), token: "..", value: .integer(size))
        }
        try chargeItems(Int(size))
        try chargeSteps(Int(size) >> 4)
        return .sequence((first...last).map { .integer($0) }, keep: false).collapsed()
    }

    private func bound(_ value: Value, _ node: Node, _ code: String) throws(EvaluationError) -> Int64? {
        if value.isUndefined { return nil }
        if case .json(let json) = value {
            if case .integer(let integer) = json, integer.magnitude < 1 << 60 { return integer }
            if case .double(let double) = json, let integer = Int64(exactly: double), integer.magnitude < 1 << 60 {
                return integer
            }
        }
        throw EvaluationError(code, position: Int(node.position), token: "..", value: value.shown)
    }
}

extension Node {
    /// The sign of an operator.
    var sign: String {
        switch opcode {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        case .equal: "="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        default: ""
        }
    }
}
