import FlowJSON

/// `$contains`, `$split`, `$match`, `$replace`: with texts and with regular expressions or matchers of one's own.
extension Evaluator {
    func callMatching(_ builtin: Builtin, _ arguments: [Value]) throws(EvaluationError) -> Value {
        guard let text = arguments.text(0) else { return .undefined }
        switch builtin {
        case .contains: return try contains(text, arguments.argument(1))
        case .split: return try split(text, arguments.argument(1), limit: arguments.number(2))
        case .match: return try matches(of: arguments.argument(1), in: text, limit: arguments.number(2))
        default: return try replace(text, arguments)
        }
    }

    private func contains(_ text: String, _ pattern: Value) throws(EvaluationError) -> Value {
        if let part = pattern.text { return .bool(Text.firstOffset(of: part, in: text) != nil) }
        guard case .function(let function) = pattern else { return .undefined }
        if case .regex(let regex) = function.body {
            return .bool(try firstMatch(regex, RegexSubject(text), from: 0) != nil)
        }
        return .bool(try !apply(pattern, [.string(text)], .undefined).isUndefined)
    }

    // MARK: Split

    private func split(_ text: String, _ separator: Value, limit: Double?) throws(EvaluationError) -> Value {
        if let limit, limit < 0 { throw EvaluationError("D3020", value: .double(limit)) }
        let most = limit.map { Int(bounded: $0) } ?? .max
        if let separator = separator.text {
            if separator.isEmpty { try chargeItems(min(most, text.utf8.count)) }
            let parts = Self.split(text, separator, most)
            try chargeItems(parts.count)
            try chargeSteps(parts.count >> 1)
            return .json(.array(parts))
        }
        var parts: [JSON] = []
        var start = 0
        var isFirst = true
        try forEachMatch(of: separator, in: text, limit: most) { match throws(EvaluationError) in
            isFirst = false
            parts.append(.string(Text.bytes(text, start, max(start, match.start))))
            start = match.end
        }
        if isFirst {
            if most > 0 { parts.append(.string(text)) }
        } else if parts.count < most {
            parts.append(.string(Text.bytes(text, min(start, text.utf8.count), text.utf8.count)))
        }
        return .json(.array(parts))
    }

    private static func split(_ text: String, _ separator: String, _ most: Int) -> [JSON] {
        guard most > 0 else { return [] }
        if separator.isEmpty { return text.unicodeScalars.prefix(most).map { .string(String($0)) } }
        var parts: [JSON] = []
        var start = 0
        while let offset = Text.firstOffset(of: separator, in: text, from: start) {
            parts.append(.string(Text.bytes(text, start, offset)))
            if parts.count == most { return parts }
            start = offset + separator.utf8.count
        }
        parts.append(.string(Text.bytes(text, start, text.utf8.count)))
        return parts
    }

    // MARK: Match

    private func matches(of pattern: Value, in text: String, limit: Double?) throws(EvaluationError) -> Value {
        if let limit, limit < 0 { throw EvaluationError("D3040", value: .double(limit)) }
        let most = limit.map { Int(bounded: $0) } ?? .max
        var found = ItemBuilder()
        try forEachMatch(of: pattern, in: text, limit: most) { match throws(EvaluationError) in
            found.append(match.summary)
        }
        return found.sequence()
    }

    // MARK: Replace

    private func replace(_ text: String, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let pattern = arguments.argument(1)
        if let part = pattern.text, part.isEmpty { throw EvaluationError("D3010", value: .string(part)) }
        if let limit = arguments.number(3), limit < 0 { throw EvaluationError("D3011", value: .double(limit)) }
        let most = arguments.number(3).map { Int(bounded: $0.rounded(.up)) } ?? .max
        let replacement = arguments.argument(2)
        if let part = pattern.text { return .string(try replace(part, in: text, replacement, most)) }
        var result = ""
        var position = 0
        try forEachMatch(of: pattern, in: text, limit: most) { match throws(EvaluationError) in
            result += Text.bytes(text, position, max(position, match.start))
            if let template = replacement.text {
                Self.expand(template, match, into: &result)
            } else {
                // The match as an object, with its groups.
                try self.chargeSteps(26)
                let replaced = try self.apply(replacement, [match.value(self)], .undefined)
                guard let replaced = replaced.text else { throw EvaluationError("D3012", value: replaced.shown) }
                result += replaced
            }
            try self.chargeText(result.utf8.count)
            position = match.end
        }
        return .string(result + Text.bytes(text, min(position, text.utf8.count), text.utf8.count))
    }

    private func replace(
        _ part: String,
        in text: String,
        _ replacement: Value,
        _ most: Int
    ) throws(EvaluationError) -> String {
        let source = Array(text.utf8)
        let inserted = Array((replacement.text ?? "").utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var position = 0
        var count = 0
        while count < most, let offset = Text.firstOffset(of: part, in: text, from: position) {
            result += source[position..<offset]
            result += inserted
            try chargeText(result.count)
            try chargeSteps(1)
            position = offset + part.utf8.count
            count += 1
        }
        result += source[position...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Puts the groups in for `$1`, the match for `$0`, and a dollar for `$$`.
    private static func expand(_ template: String, _ match: FoundMatch, into result: inout String) {
        let bytes = Array(template.utf8)
        var position = 0
        var literalStart = 0
        func flush(_ end: Int) {
            if end > literalStart { result += String(decoding: bytes[literalStart..<end], as: UTF8.self) }
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "$") else {
                position += 1
                continue
            }
            flush(position)
            position += 1
            let next = position < bytes.count ? bytes[position] : 0
            if next == UInt8(ascii: "$") {
                result += "$"
                position += 1
            } else if next == UInt8(ascii: "0") {
                result += match.text
                position += 1
            } else if let (number, length) = groupNumber(bytes, position, match.groups.count) {
                if number >= 1, number <= match.groups.count, let group = match.groups[number - 1]?.stringValue {
                    result += group
                }
                position += length
            } else {
                result += "$"
            }
            literalStart = position
        }
        flush(bytes.count)
    }

    /// The longest number that is a group's, or one digit.
    private static func groupNumber(_ bytes: [UInt8], _ start: Int, _ groups: Int) -> (number: Int, length: Int)? {
        var digits = 0
        let most = groups == 0 ? 1 : String(groups).utf8.count
        var number = 0
        while digits < most, start + digits < bytes.count, bytes[start + digits] >= UInt8(ascii: "0"),
            bytes[start + digits] <= UInt8(ascii: "9")
        {
            number = number * 10 + Int(bytes[start + digits] - UInt8(ascii: "0"))
            digits += 1
        }
        guard digits > 0 else { return nil }
        if digits > 1, digits == most, number > groups { return (number / 10, digits - 1) }
        return (number, digits)
    }
}
