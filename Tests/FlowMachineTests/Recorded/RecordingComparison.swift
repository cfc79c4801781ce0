import FlowJSON

/// Brings a history into the form of the recordings and compares the two, as the suite's own judge does.
struct RecordingComparison {
    let recording: Recording
    /// The moment that `${now+n}` counts from.
    let start: String

    /// Where the two differ first, or `nil`.
    func difference(from history: [JSON]) -> String? {
        var ours = history.map { plain(parsed($0)) }
        var theirs = recording.history
        if recording.isParallel {
            ours = freeOrder(ours)
            theirs = freeOrder(theirs)
        }
        let text = normalised(JSON.array(ours).text)
        guard let normalised = try? JSON(parsing: text) else { return "no JSON any more" }
        return unify(.array(theirs), normalised, at: "events")
    }

    /// The judge's form of times: what a key calls a timestamp and does not look like one becomes a word.
    private func plain(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(plain))
        case .object(let object):
            return .object(
                object.reduce(into: JSONObject()) { result, member in
                    let isTime = member.key.lowercased().contains("timestamp")
                    let looksLikeTime = member.value.stringValue?.prefixMatch(of: Self.time) != nil
                    result[member.key] = isTime && !looksLikeTime ? "timestamp" : plain(member.value)
                }
            )
        default: return value
        }
    }

    private static var time: Regex<Substring> {
        /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?(?:\d\d)?)/
    }

    /// Texts that are a JSON object are compared as objects.
    private func parsed(_ value: JSON) -> JSON {
        guard case .object(let object) = value else { return value }
        return .object(
            object.reduce(into: JSONObject()) { result, member in
                if case .string(let text) = member.value, text.hasPrefix("{"), let inner = try? JSON(parsing: text) {
                    result[member.key] = inner
                } else {
                    result[member.key] = parsed(member.value)
                }
            }
        )
    }

    private func normalised(_ text: String) -> String {
        var text = text
        for name in recording.names {
            let value = name.value.filled(start: start)
            guard !value.contains("${"), value.count > 1 else { continue }
            text = text.replacing(value, with: name.text)
        }
        text = text.replacing("123456789012", with: "111111111111").replacing("us-east-1", with: "<region>")
        text = text.replacing("arn:aws:", with: "arn:<partition>:")
        return text.replacing(Self.time, with: "date")
    }

    /// The order within a Parallel state is free: ids are blanked and events sorted; what stands between two of its end
    /// events is left out.
    private func freeOrder(_ events: [JSON]) -> [JSON] {
        let ends = ["ParallelStateSucceeded", "ParallelStateAborted", "ParallelStateExited", "ParallelStateFailed"]
        var result: [JSON] = []
        var held: [JSON]?
        for event in events {
            let type = event["type"]?.stringValue ?? ""
            if ends.contains(type) {
                result += (held ?? []).sorted { $0.text < $1.text }
                held = nil
                if type != "ParallelStateSucceeded" { result.append(event) }
            } else if type == "ParallelStateStarted" {
                result.append(event)
                held = []
            } else if held != nil, case .object(var object) = event {
                object["id"] = [0]
                object["previousEventId"] = 0
                held?.append(.object(object.sortedByKey))
            } else {
                result.append(event)
            }
        }
        return result
    }

    private func unify(_ aws: JSON, _ ours: JSON, at path: String) -> String? {
        switch (aws, ours) {
        case (.object(let first), .object(let second)):
            for key in Set(first.keys).union(second.keys).sorted() {
                guard let expected = first[key] else {
                    if key.hasPrefix("Redrive") { continue }
                    return "\(path).\(key): extra \(second[key]?.text ?? "")"
                }
                guard let actual = second[key] else { return "\(path).\(key): missing \(expected.text)" }
                if let difference = unify(expected, actual, at: "\(path).\(key)") { return difference }
            }
            return nil
        case (.array(let first), .array(let second)):
            for (index, pair) in zip(first, second).enumerated() {
                if let difference = unify(pair.0, pair.1, at: "\(path)[\(index)]") { return difference }
            }
            guard first.count == second.count else {
                let surplus = (first.count > second.count ? first : second)[min(first.count, second.count)]
                return "\(path): \(second.count) elements instead of \(first.count); \(surplus.text.prefix(200))"
            }
            return nil
        case (.string(let text), _) where text.contains(/<[A-Za-z_][\w. -]*:\d+>/): return nil
        case (.string(let text), _) where recording.placeholders.contains(text): return nil
        case (.string(let text), .string(let other)): return text == other ? nil : "\(path): \(text) is \(other)"
        case (_, .string(let text)):
            // Some recordings hold JSON texts as values.
            guard let parsed = try? JSON(parsing: text) else { return "\(path): \(aws.text) is \(text)" }
            return unify(aws, parsed, at: path)
        case (.integer, .double), (.double, .integer): return "\(path): \(aws.text) is \(ours.text)"
        default: return aws == ours ? nil : "\(path): \(aws.text) is \(ours.text)"
        }
    }
}

extension JSONObject {
    /// The members sorted by key, so that equal objects have equal texts.
    fileprivate var sortedByKey: JSONObject {
        keys.sorted().reduce(into: JSONObject()) { $0[$1] = self[$1]?.sortedByKey }
    }
}

extension JSON {
    fileprivate var sortedByKey: JSON {
        switch self {
        case .object(let object): .object(object.sortedByKey)
        case .array(let elements): .array(elements.map(\.sortedByKey))
        default: self
        }
    }
}
