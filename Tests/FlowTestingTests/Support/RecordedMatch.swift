import FlowJSON

/// Compares an answer with a recorded one, by the rules of the suite's judge as far as TestState needs them.
struct RecordedMatch {
    private(set) var bound: [String: String] = [:]
    private(set) var differences: [String] = []

    /// Compares two values; where the recorded one holds a placeholder such as `<resource:1>`, any text fits, the same
    /// everywhere.
    mutating func compare(_ recorded: JSON, _ actual: JSON?, at place: String = "$") {
        guard let actual else { return differ(recorded, nil, place) }
        switch (recorded, actual) {
        case (.object(let recorded), .object(let actual)):
            for (key, value) in recorded { compare(value, actual[key], at: "\(place).\(key)") }
            for (key, value) in actual where recorded[key] == nil && key != "RedriveCount" {
                differences.append("\(place).\(key) is extra: \(value.text)")
            }
        case (.array(let recorded), .array(let actual)):
            guard recorded.count == actual.count else { return differ(.array(recorded), .array(actual), place) }
            for (index, value) in recorded.enumerated() { compare(value, actual[index], at: "\(place)[\(index)]") }
        case (.string(let text), .string(let other)):
            if text != other, !matches(text[...], other[...]) { differ(recorded, actual, place) }
        default:
            if recorded != actual || "\(recorded)".prefix(5) != "\(actual)".prefix(5) {
                differ(recorded, actual, place)
            }
        }
    }

    private mutating func differ(_ recorded: JSON, _ actual: JSON?, _ place: String) {
        differences.append("\(place): AWS \(recorded.text), got \(actual?.text ?? "nothing")")
    }

    private mutating func matches(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let found = pattern.firstMatch(of: /<[A-Za-z_][\w. -]*:\d+>/) else { return pattern == text }
        let head = pattern[..<found.range.lowerBound]
        guard text.hasPrefix(head) else { return false }
        let mark = String(found.output)
        let tail = pattern[found.range.upperBound...]
        let rest = text.dropFirst(head.count)
        if let known = bound[mark] { return rest.hasPrefix(known) && matches(tail, rest.dropFirst(known.count)) }
        for length in 1...max(rest.count, 1) where length <= rest.count {
            let before = bound
            bound[mark] = String(rest.prefix(length))
            if matches(tail, rest.dropFirst(length)) { return true }
            bound = before
        }
        return false
    }
}

extension JSON {
    /// The answer in the form of the recordings: texts that are JSON objects are objects, names are placeholders.
    func normalised(names: [(value: String, text: String)]) throws -> JSON {
        var text = parsingTexts().text
        for (value, name) in names { text = text.replacing(value, with: name) }
        text = text.replacing("123456789012", with: "111111111111").replacing("us-east-1", with: "<region>")
        text = text.replacing("arn:aws:", with: "arn:<partition>:")
        text = text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)/, with: "date")
        return try JSON(parsing: text)
    }

    private func parsingTexts() -> JSON {
        guard case .object(var object) = self else { return self }
        for (key, value) in object {
            if case .string(let text) = value, text.hasPrefix("{"), let parsed = try? JSON(parsing: text) {
                object[key] = parsed
            } else if case .object = value {
                object[key] = value.parsingTexts()
            }
        }
        return .object(object)
    }

    /// The text that Python's `json.dumps` makes, with which the recordings were asked for.
    var pythonText: String {
        switch self {
        case .array(let elements): "[" + elements.map(\.pythonText).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(JSON.string($0.key).text): \($0.value.pythonText)" }.joined(separator: ", ") + "}"
        default: text
        }
    }
}
