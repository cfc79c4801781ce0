import FlowJSON

/// Texts put together, and values as texts.
extension Evaluator {
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
            var writer = ValueWriter(limit: limits.memoryInBytes, isIndented: indented, isRounding: true)
            writer.write(json)
            try chargeSteps(writer.count >> 3)
            if writer.isCut { throw EvaluationError("D1013") }
            return writer.text
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
}
