import FlowJSON

/// Spans of time as people write them: `90`, `90s`, `1h 30m`, `2d`, `500ms`.
enum SpanText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// The milliseconds of a number of seconds or of a text, or `nil` where it is none.
    static func milliseconds(of value: JSON) -> Int64? {
        if let seconds = value.doubleValue { return within(seconds * 1000) }
        guard case .string(let text) = value else { return nil }
        var total = 0.0
        var isEmpty = true
        for word in text.split(separator: " ") {
            let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = word.dropFirst(digits.count)
            guard let number = Double(digits),
                let size = unit.isEmpty ? 1000 : units.first(where: { $0.name == unit })?.milliseconds
            else { return nil }
            total += number * Double(size)
            isEmpty = false
        }
        return isEmpty ? nil : within(total)
    }

    /// The text of a span: `1h 30m`, `2.5s`, `0s`.
    static func text(ofMilliseconds milliseconds: Int64) -> String {
        var rest = milliseconds
        var words: [String] = []
        for unit in units.reversed().dropLast(2) where rest >= unit.milliseconds {
            words.append("\(rest / unit.milliseconds)\(unit.name)")
            rest %= unit.milliseconds
        }
        if rest > 0 || words.isEmpty {
            let whole = rest % 1000 == 0
            words.append(whole ? "\(rest / 1000)s" : rest < 1000 ? "\(rest)ms" : "\(Double(rest) / 1000)s")
        }
        return words.joined(separator: " ")
    }

    private static func within(_ milliseconds: Double) -> Int64? {
        milliseconds >= 0 && milliseconds < 9e15 ? Int64(milliseconds.rounded()) : nil
    }
}
