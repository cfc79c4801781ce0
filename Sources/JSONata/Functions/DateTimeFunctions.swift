import FlowJSON

/// `$now`, `$millis`, `$toMillis`, `$fromMillis`
extension Evaluator {
    func callDateTime(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        switch builtin {
        case .millis: return .json(.integer(environment.now))
        case .now: return .string(try format(environment.now, arguments.text(0), arguments.text(1)))
        case .fromMillis:
            guard let number = arguments.number(0) else { return .undefined }
            guard number.magnitude <= 8.64e15 else {
                throw EvaluationError("D3110", value: Number.json(number), text: "Timestamp out of range: \(number)")
            }
            return .string(try format(Int64(number), arguments.text(1), arguments.text(2)))
        default:
            guard let text = arguments.text(0) else { return .undefined }
            if let picture = arguments.text(1) {
                let picture = try self.picture(picture)
                try chargeSteps(16 + 8 * picture.parts.count)
                if !picture.hasPattern { try chargeSteps(10 * picture.pattern().program.count) }
                let parsed = try matching { stepsLeft throws(EvaluationError) in
                    try picture.parse(text, now: environment.now, stepsLeft: &stepsLeft)
                }
                return parsed.map { .json(.integer($0)) } ?? .undefined
            }
            guard let milliseconds = ISO8601.milliseconds(text) else {
                throw EvaluationError("D3110", value: .string(text))
            }
            return .json(.integer(milliseconds))
        }
    }

    private func format(_ milliseconds: Int64, _ picture: String?, _ zone: String?) throws(EvaluationError) -> String {
        var offset = 0
        if let zone, let number = Int(zone), number.magnitude < 10_000 { offset = number / 100 * 60 + number % 100 }
        let local = milliseconds + Int64(offset) * 60_000
        guard let picture else { return CivilTime(milliseconds: local).iso8601(offsetInMinutes: offset) }
        let written = try self.picture(picture)
        try chargeSteps(2 * written.parts.count)
        return try written.format(local, offsetInMinutes: offset)
    }

    private static let mostPictures = 100

    /// The picture of a text, read once as long as there are not too many.
    private func picture(_ text: String) throws(EvaluationError) -> DateTimePicture {
        if let lastPicture, sameBytes(lastPicture.source, text) { return lastPicture }
        let picture = try knownPicture(text)
        lastPicture = picture
        return picture
    }

    private func knownPicture(_ text: String) throws(EvaluationError) -> DateTimePicture {
        let key = JSONKey(text)
        if let known = pictures[key] { return known }
        try chargeSteps(4 * text.utf8.count)
        let picture = try DateTimePicture(text)
        // An evaluator lasts from one evaluation to the next, with the pictures that it has read.
        if pictures.count >= Self.mostPictures { pictures.removeAll(keepingCapacity: true) }
        pictures[key] = picture
        return picture
    }
}
