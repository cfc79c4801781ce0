import FlowJSON

/// How a whole number is written: `w`, `I`, `A`, `#,##0;o` (XPath, "Formatting integers").
struct IntegerPicture {
    enum Kind {
        case decimal, letters, roman, words
    }

    enum Case {
        case lower, upper, title
    }

    struct Separator {
        /// Digits to its right.
        var position: Int
        var sign: Unicode.Scalar
    }

    private(set) var kind = Kind.decimal
    private(set) var letterCase = Case.lower
    var isOrdinal = false
    var mandatoryDigits = 0
    private(set) var optionalDigits = 0
    private(set) var zero: UInt32 = 0x30
    private(set) var separators: [Separator] = []
    /// The distance of separators that repeat, or 0.
    private(set) var regularDistance = 0

    /// Whether numbers are written in ASCII digits and nothing else.
    var isPlainDecimal: Bool { kind == .decimal && zero == 0x30 && separators.isEmpty && !isOrdinal }

    private static let zeros: [UInt32] = [
        0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
        0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
        0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    ]

    init(_ picture: String) throws(EvaluationError) {
        var primary = picture
        if let semicolon = picture.lastIndex(of: ";") {
            primary = String(picture[..<semicolon])
            isOrdinal = picture[picture.index(after: semicolon)...].first == "o"
        }
        switch primary {
        case "A": (kind, letterCase) = (.letters, .upper)
        case "a": kind = .letters
        case "I": (kind, letterCase) = (.roman, .upper)
        case "i": kind = .roman
        case "W": (kind, letterCase) = (.words, .upper)
        case "Ww": (kind, letterCase) = (.words, .title)
        case "w": kind = .words
        default: try readDigits(primary)
        }
    }

    private mutating func readDigits(_ picture: String) throws(EvaluationError) {
        var position = 0
        var found: UInt32?
        for scalar in picture.unicodeScalars.reversed() {
            if let zero = Self.zeros.first(where: { $0 <= scalar.value && scalar.value <= $0 + 9 }) {
                mandatoryDigits += 1
                position += 1
                if let found, found != zero { throw EvaluationError("D3131") }
                found = zero
            } else if scalar == "#" {
                position += 1
                optionalDigits += 1
            } else {
                separators.append(Separator(position: position, sign: scalar))
            }
        }
        guard let found else { throw EvaluationError("D3130", value: .string(picture)) }
        zero = found
        regularDistance = Self.regularDistance(separators)
    }

    private static func regularDistance(_ separators: [Separator]) -> Int {
        guard let first = separators.first, separators.allSatisfy({ $0.sign == first.sign }) else { return 0 }
        return Grouping.regularDistance(separators.map(\.position))
    }

    // MARK: Writing

    func format(_ number: Double) throws(EvaluationError) -> String {
        let value = number.magnitude
        let text: String
        switch kind {
        case .letters: text = NumberWords.letters(Self.whole(value), upper: letterCase == .upper)
        case .roman:
            // Beyond 3,999,999 numerals would be a million letters long.
            let roman = NumberWords.roman(min(Self.whole(value), 10_000_000))
            text = letterCase == .upper ? roman.uppercased() : roman
        case .words:
            let words = NumberWords.words(value, ordinal: isOrdinal)
            text = letterCase == .upper ? words.uppercased() : letterCase == .lower ? words.lowercased() : words
        case .decimal: text = decimal(value)
        }
        return number < 0 ? "-" + text : text
    }

    private static func whole(_ value: Double) -> Int { Int(min(value, 9e18)) }

    private func decimal(_ value: Double) -> String {
        var digits = Array(NumberText.text(value).unicodeScalars)
        if digits.count < mandatoryDigits {
            digits = Array(repeating: "0", count: mandatoryDigits - digits.count) + digits
        }
        let plain = digits
        if zero != 0x30 {
            digits = digits.map { Unicode.Scalar($0.value + zero - 0x30) ?? $0 }
        }
        let count = digits.count
        if regularDistance > 0, let sign = separators.first?.sign {
            let places = Array(stride(from: count - regularDistance, to: 0, by: -regularDistance))
            digits = Grouping.inserting(sign, before: places, in: digits)
        } else if !separators.isEmpty {
            // From the right, where the separators count their places from.
            var reversed: [Unicode.Scalar] = []
            var next = separators[...]
            for position in 0..<count {
                while let separator = next.first, separator.position == position {
                    reversed.append(separator.sign)
                    next.removeFirst()
                }
                reversed.append(digits[count - 1 - position])
            }
            digits = reversed.reversed()
        }
        let text = String(String.UnicodeScalarView(digits))
        return isOrdinal ? text + Self.suffix(plain) : text
    }

    private static func suffix(_ digits: [Unicode.Scalar]) -> String {
        if digits.count > 1, digits[digits.count - 2] == "1" { return "th" }
        switch digits.last {
        case "1": return "st"
        case "2": return "nd"
        case "3": return "rd"
        default: return "th"
        }
    }

    // MARK: Reading

    /// A pattern for texts that may be such a number; `digits` says how many digits a decimal one has.
    func pattern(digits: String) -> String {
        switch kind {
        case .letters: return letterCase == .upper ? "[A-Z]+" : "[a-z]+"
        case .roman: return letterCase == .upper ? "[MDCLXVI]+" : "[mdclxvi]+"
        case .words:
            let words = NumberWords.values.keys.sorted { ($0.count, $0) > ($1.count, $1) }
            return "(?:" + words.joined(separator: "|") + "|and|[\\-, ])+"
        case .decimal:
            var pattern = "[0-9]" + digits
            if zero != 0x30 { pattern = "[^a-zA-Z\\s\\-/:.]" + digits }
            if !separators.isEmpty {
                let signs = Set(separators.map { String($0.sign) }).sorted().map { "\\\($0)" }.joined()
                pattern = "[0-9\(signs)]+"
            }
            return isOrdinal ? pattern + "(?:th|st|nd|rd)" : pattern
        }
    }

    /// The number that a text of this form says.
    func parse(_ text: String) throws(EvaluationError) -> Double? {
        switch kind {
        case .letters: return NumberWords.number(letters: text)
        case .roman: return NumberWords.number(roman: text)
        case .words: return NumberWords.number(text.lowercased())
        case .decimal:
            let signs = Set(separators.map(\.sign))
            var digits = ""
            for scalar in text.unicodeScalars {
                if signs.contains(scalar) { continue }
                if scalar.value >= zero, scalar.value <= zero + 9 {
                    digits.unicodeScalars.append(Unicode.Scalar(scalar.value - zero + 0x30) ?? scalar)
                } else if !isOrdinal || !scalar.properties.isAlphabetic {
                    digits.unicodeScalars.append(scalar)
                }
            }
            return Self.leadingInteger(digits)
        }
    }

    /// The number that a text begins with, as JavaScript's `parseInt` reads it.
    private static func leadingInteger(_ text: String) -> Double? {
        let rest = text.utf8.drop { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }
        let sign = rest.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true ? 1 : 0
        let digits = rest.dropFirst(sign).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return digits.isEmpty ? nil : Double(String(Substring(rest.prefix(sign + digits.count))))
    }
}

/// Where grouping separators stand.
enum Grouping {
    /// The distance at which separators repeat from the right without a gap, or 0.
    static func regularDistance(_ positions: [Int]) -> Int {
        guard let first = positions.first else { return 0 }
        let factor = positions.dropFirst().reduce(first) { greatestCommonDivisor($0, $1) }
        let known = Set(positions)
        guard factor > 0, (1...positions.count).allSatisfy({ known.contains($0 * factor) }) else { return 0 }
        return factor
    }

    /// The text with a sign before each of the places, in one walk.
    static func inserting<Sign>(_ sign: Sign, before places: [Int], in text: [Sign]) -> [Sign] {
        var result: [Sign] = []
        result.reserveCapacity(text.count + places.count)
        var next = places.sorted()[...]
        for position in 0...text.count {
            while next.first == position {
                result.append(sign)
                next.removeFirst()
            }
            if position < text.count { result.append(text[position]) }
        }
        return result
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}
