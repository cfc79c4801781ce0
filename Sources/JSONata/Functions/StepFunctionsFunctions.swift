import FlowDiagnostics
import FlowJSON

/// `$partition`, `$range`, `$hash`, `$uuid`, `$parse`, which Step Functions adds
extension Evaluator {
    func callStepFunctions(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        switch builtin {
        case .partition: return try partition(arguments)
        case .range: return try steppedRange(arguments)
        case .uuid: return .string(random.uuid())
        case .parse:
            guard let text = arguments.text(0) else { return .undefined }
            try chargeSteps(text.utf8.count >> 2)
            do {
                return .json(Self.withoutNegativeZero(try JSON(parsing: text)))
            } catch {
                throw EvaluationError("D3120", value: .string(text), text: "Invalid JSON: \(error.message)")
            }
        default:
            guard let text = arguments.text(0) else { return .undefined }
            let algorithm = arguments.text(1) ?? ""
            guard let digest = MessageDigest(rawValue: algorithm) else {
                throw EvaluationError(
                    "D3010",
                    value: .string(algorithm),
                    text: "Unknown hash algorithm \"\(algorithm)\": MD5, SHA-1, SHA-256, SHA-384 or SHA-512"
                )
            }
            try chargeSteps(text.utf8.count >> 2)
            return .string(digest.hexadecimal(of: Array(text.utf8)))
        }
    }

    private static func withoutNegativeZero(_ json: JSON) -> JSON {
        if case .double(let value) = json { return Number.json(value) }
        return json
    }

    private func partition(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let items = arguments.argument(0).items else { return .undefined }
        guard let number = arguments.number(1) else { return .undefined }
        let size = Int(bounded: number)
        guard size > 0 else {
            throw EvaluationError("D3141", text: "The chunk size of $partition must be a positive number")
        }
        try chargeSteps(2 * (items.count / size) + items.count >> 3)
        var chunks = ItemBuilder()
        var start = 0
        while start < items.count {
            var chunk = ItemBuilder()
            let end = min(items.count, start + size)
            for index in start..<end { chunk.append(items[index]) }
            chunks.append(chunk.array())
            start = end
        }
        return chunks.array()
    }

    private func steppedRange(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let first = arguments.number(0), let last = arguments.number(1), let step = arguments.number(2) else {
            return .undefined
        }
        let from = Int64(Int(bounded: first))
        let to = Int64(Int(bounded: last))
        let by = Int64(Int(bounded: step))
        guard by != 0, by > 0 ? from <= to : from >= to else { return .undefined }
        let count = Int(min((to - from) / by, 1 << 40)) + 1
        try chargeItems(count)
        try chargeSteps(count >> 2)
        return .sequence(stride(from: from, through: to, by: Int(by)).map { .integer($0) }, keep: false)
    }
}
