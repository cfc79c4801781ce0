import FlowJSON

/// Arithmetic and ranges.
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
        case .json(.integer(let integer)):
            return integer == .min ? Number.value(-Double(integer)) : .json(.integer(-integer))
        case .json(.double(let double)):
            guard double.isFinite else { throw EvaluationError("D1001", value: value.json) }
            return Number.value(-double)
        default: throw EvaluationError("D1002", position: Int(node.position), token: "-", value: value.shown)
        }
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
        try chargeSteps(Int(size) >> 2)
        return .sequence((first...last).map { .integer($0) }, keep: false).collapsed()
    }

    private func bound(_ value: Value, _ node: Node, _ code: String) throws(EvaluationError) -> Int64? {
        if value.isUndefined { return nil }
        if case .json(let json) = value {
            // Beyond 2⁶⁰ it only counts that it is far away.
            let most: Int64 = 1 << 60
            if case .integer(let integer) = json { return max(-most, min(most, integer)) }
            if case .double(let double) = json, double.isFinite, double.rounded(.towardZero) == double {
                return Int64(max(-0x1p60, min(0x1p60, double)))
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
