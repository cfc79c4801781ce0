import FlowJSON

/// A match as `$match` and replacement functions see it.
struct FoundMatch {
    let text: String
    /// Byte offsets in the subject.
    let start: Int
    let end: Int
    /// The start in UTF-16 units, as JavaScript counts.
    let index: Int
    let utf16End: Int
    /// Texts, or nothing for groups that took no part.
    let groups: [JSON?]
    /// The function that searches on, where the matcher was a function of the author's.
    let next: Value

    /// The match as an object, with its `next`.
    func value(_ evaluator: Evaluator) -> Value {
        var object = ObjectBuilder()
        object.add("match", JSON.string(text))
        object.add("start", JSON.integer(Int64(index)))
        object.add("end", JSON.integer(Int64(utf16End)))
        object.add("groups", groupTexts)
        object.add("next", next)
        return object.value
    }

    /// The match as `$match` tells it.
    var summary: Value {
        let texts = groups.compactMap { $0 }
        if texts.count == groups.count {
            let values: [JSON] = [.string(text), .integer(Int64(index)), .array(texts)]
            return .json(.object(JSONObject(shape: Self.summaryShape, values: values)))
        }
        var object = ObjectBuilder()
        object.add("match", JSON.string(text))
        object.add("index", JSON.integer(Int64(index)))
        object.add("groups", groupTexts)
        return object.value
    }

    private static let summaryShape = JSONShape(["match", "index", "groups"])

    /// The groups as a list, in which nothing stands where a group took no part.
    private var groupTexts: Value {
        let texts = groups.compactMap { $0 }
        if texts.count == groups.count { return .json(.array(texts)) }
        return .mixed(MixedArray(groups.map { $0.map { .json($0) } ?? .undefined }))
    }
}

extension Evaluator {
    /// A regular expression called as a function: the first match at or behind a byte offset.
    func match(_ regex: Regex, _ text: String, from offset: Int) throws(EvaluationError) -> Value {
        try chargeSteps(1 + text.utf8.count >> 5)
        var subject = RegexSubject(text)
        guard let match = try firstMatch(regex, subject, from: offset) else { return .undefined }
        return try found(match, regex, &subject).value(self)
    }

    /// The first match at or behind a byte offset.
    func firstMatch(_ regex: Regex, _ subject: RegexSubject, from offset: Int) throws(EvaluationError) -> RegexMatch? {
        try matching { stepsLeft throws(EvaluationError) in
            try regex.firstMatch(in: subject, from: offset, stepsLeft: &stepsLeft)
        }
    }

    private func found(
        _ match: RegexMatch,
        _ regex: Regex,
        _ subject: inout RegexSubject
    ) throws(EvaluationError) -> FoundMatch {
        guard match.end > match.start else { throw EvaluationError("D1004", value: .string("")) }
        // The texts of the match and its groups, and the function that goes on, are dearer than the search may be.
        try chargeSteps(8 + match.bounds.count)
        var groups: [JSON?] = []
        for index in stride(from: 2, to: match.bounds.count, by: 2) {
            let start = match.bounds[index]
            groups.append(start < 0 ? nil : .string(subject.text(start, match.bounds[index + 1])))
        }
        return FoundMatch(
            text: subject.text(match.start, match.end),
            start: match.start,
            end: match.end,
            index: subject.utf16Offset(match.start),
            utf16End: subject.utf16Offset(match.end),
            groups: groups,
            next: .function(Function(.nextMatch(regex, subject.text, offset: match.end), arity: 0))
        )
    }

    /// Hands on one match after the other, of a regular expression or of a matcher that the author wrote.
    func forEachMatch(
        of pattern: Value,
        in text: String,
        limit: Int,
        _ body: (FoundMatch) throws(EvaluationError) -> Void
    ) throws(EvaluationError) {
        guard case .function(let function) = pattern, limit > 0 else { return }
        var count = 0
        if case .regex(let regex) = function.body {
            var subject = RegexSubject(text)
            var position = 0
            while count < limit, position <= subject.bytes.count,
                let match = try firstMatch(regex, subject, from: position)
            {
                try body(try found(match, regex, &subject))
                position = match.end
                count += 1
                if position >= subject.bytes.count { return }
            }
            return
        }
        var value = try apply(pattern, [.string(text)], .undefined)
        while count < limit, !value.isUndefined {
            let match = try matcherResult(value, text)
            try body(match)
            count += 1
            value = try apply(match.next, [], .undefined)
        }
    }

    private func matcherResult(_ value: Value, _ text: String) throws(EvaluationError) -> FoundMatch {
        let members = Self.members(of: value)
        func member(_ name: String) -> Value { members.first { $0.key == name }?.value ?? .undefined }
        guard let matched = member("match").text, case .json(let start) = member("start"),
            case .json(let end) = member("end"), let from = start.integerValue, let to = end.integerValue,
            case .function = member("next"), member("groups").isArray
        else { throw EvaluationError("T1010", value: value.shown) }
        let items = member("groups").itemsOrSelf
        let groups = (0..<items.count).map { items[$0].json }
        let utf16 = text.utf16
        func byteOffset(_ offset: Int64) -> Int {
            let clamped = max(0, min(Int(offset), utf16.count))
            let index = utf16.index(utf16.startIndex, offsetBy: clamped)
            return text.utf8.distance(from: text.utf8.startIndex, to: index)
        }
        return FoundMatch(
            text: matched,
            start: byteOffset(from),
            end: byteOffset(to),
            index: Int(from),
            utf16End: Int(to),
            groups: groups,
            next: member("next")
        )
    }
}
