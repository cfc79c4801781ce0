import FlowJSON

/// How `$formatNumber` writes a number: `#,##0.00`, `0.0e0`, `0%;(0%)` (XPath, "Formatting numbers").
struct DecimalPicture {
    /// The signs that a picture is made of; options may replace them.
    struct Signs {
        var decimalSeparator: Character = "."
        var groupingSeparator: Character = ","
        var exponentSeparator: Character = "e"
        var minusSign = "-"
        var percent: Character = "%"
        var perMille: Character = "\u{2030}"
        var zeroDigit: Character = "0"
        var digit: Character = "#"
        var patternSeparator: Character = ";"

        init(_ options: JSONObject?) {
            func sign(_ name: String, _ standard: Character) -> Character {
                options?[name]?.stringValue?.first ?? standard
            }
            decimalSeparator = sign("decimal-separator", ".")
            groupingSeparator = sign("grouping-separator", ",")
            exponentSeparator = sign("exponent-separator", "e")
            minusSign = options?["minus-sign"]?.stringValue ?? "-"
            percent = sign("percent", "%")
            perMille = sign("per-mille", "\u{2030}")
            zeroDigit = sign("zero-digit", "0")
            digit = sign("digit", "#")
            patternSeparator = sign("pattern-separator", ";")
        }

        var digits: [Character] {
            let zero = zeroDigit.unicodeScalars.first?.value ?? 0x30
            // Not every scalar has nine others behind it.
            return (0..<10).map { Character(Unicode.Scalar(zero + $0) ?? "\u{FFFD}") }
        }
    }

    private let signs: Signs
    private let digits: [Character]
    private let picture: [Character]
    private var prefix: [Character] = []
    private var suffix: [Character] = []
    private var active: [Character] = []
    private var integer: [Character] = []
    private var fraction: [Character] = []
    private var mantissa: [Character] = []
    private var exponent: [Character]?

    static func format(_ number: Double, picture: String, options: JSONObject?) throws(EvaluationError) -> String {
        let signs = Signs(options)
        let texts = picture.split(separator: signs.patternSeparator, omittingEmptySubsequences: false)
        guard texts.count <= 2 else { throw EvaluationError("D3080") }
        var pictures: [DecimalPicture] = []
        for text in texts {
            let picture = DecimalPicture(Array(text), signs)
            try picture.validate()
            pictures.append(picture)
        }
        if number >= 0 || number.isNaN { return pictures[0].format(number, minus: "") }
        return pictures.count == 2
            ? pictures[1].format(number, minus: "") : pictures[0].format(number, minus: signs.minusSign)
    }

    private init(_ picture: [Character], _ signs: Signs) {
        self.picture = picture
        self.signs = signs
        digits = signs.digits
        let first = picture.firstIndex { isActive($0) && $0 != signs.exponentSeparator } ?? picture.count
        let last = picture.lastIndex { isActive($0) && $0 != signs.exponentSeparator } ?? -1
        // Nothing but passive characters is not a prefix but a mistake, which `validate` finds.
        guard first <= last else {
            active = picture
            mantissa = picture
            integer = picture
            return
        }
        prefix = Array(picture[..<first])
        suffix = Array(picture[max(last + 1, first)...])
        active = Array(picture[first...last])
        mantissa = active
        if let position = active.firstIndex(of: signs.exponentSeparator) {
            mantissa = Array(active[..<position])
            exponent = Array(active[(position + 1)...])
        }
        integer = mantissa
        if let position = mantissa.firstIndex(of: signs.decimalSeparator) {
            integer = Array(mantissa[..<position])
            fraction = Array(mantissa[(position + 1)...])
        }
    }

    private func isActive(_ character: Character) -> Bool {
        digits.contains(character) || character == signs.decimalSeparator || character == signs.exponentSeparator
            || character == signs.groupingSeparator || character == signs.digit || character == signs.patternSeparator
    }

    private func isDigit(_ character: Character) -> Bool { digits.contains(character) || character == signs.digit }

    /// The last rule that is broken, as jsonata-js reports.
    private func validate() throws(EvaluationError) {
        var error: String?
        func count(_ character: Character) -> Int { picture.count { $0 == character } }
        if count(signs.decimalSeparator) > 1 { error = "D3081" }
        if count(signs.percent) > 1 { error = "D3082" }
        if count(signs.perMille) > 1 { error = "D3083" }
        if count(signs.percent) > 0, count(signs.perMille) > 0 { error = "D3084" }
        if !mantissa.contains(where: isDigit) { error = "D3085" }
        if !active.allSatisfy(isActive) { error = "D3086" }
        if let position = picture.firstIndex(of: signs.decimalSeparator) {
            let before = position > 0 ? picture[position - 1] : nil
            let after = position + 1 < picture.count ? picture[position + 1] : nil
            if before == signs.groupingSeparator || after == signs.groupingSeparator { error = "D3087" }
        } else if integer.last == signs.groupingSeparator {
            error = "D3088"
        }
        for (left, right) in zip(picture, picture.dropFirst())
        where left == signs.groupingSeparator && right == left {
            error = "D3089"
        }
        if let optional = integer.firstIndex(of: signs.digit), integer[..<optional].contains(where: digits.contains) {
            error = "D3090"
        }
        if let optional = fraction.lastIndex(of: signs.digit), fraction[optional...].contains(where: digits.contains) {
            error = "D3091"
        }
        if let exponent {
            if !exponent.isEmpty, count(signs.percent) + count(signs.perMille) > 0 { error = "D3092" }
            if exponent.isEmpty || !exponent.allSatisfy(digits.contains) { error = "D3093" }
        }
        if let error { throw EvaluationError(error) }
    }

    // MARK: Writing

    private func format(_ number: Double, minus: String) -> String {
        let scalingFactor = integer.count(where: digits.contains)
        var leastInteger = scalingFactor
        var leastFraction = fraction.count(where: digits.contains)
        var mostFraction = fraction.count(where: isDigit)
        if leastInteger == 0, mostFraction == 0 {
            if exponent != nil { (leastFraction, mostFraction) = (1, 1) } else { leastInteger = 1 }
        }
        if exponent != nil, leastInteger == 0, integer.contains(signs.digit) { leastInteger = 1 }
        if leastInteger == 0, leastFraction == 0 { leastFraction = 1 }

        var value = number.magnitude
        if picture.contains(signs.percent) { value *= 100 } else if picture.contains(signs.perMille) { value *= 1000 }
        var power = 0
        if exponent != nil, value > 0, value.isFinite {
            let largest = Self.power(10, scalingFactor)
            let smallest = largest / 10
            while value < smallest {
                value *= 10
                power -= 1
            }
            while value > largest {
                value /= 10
                power += 1
            }
        }
        var (whole, decimals) = Self.fixed(Evaluator.round(value, to: mostFraction), places: mostFraction)
        whole = Self.stripped(whole, least: leastInteger)
        while decimals.last == "0", decimals.count > leastFraction { decimals.removeLast() }
        whole = Array(repeating: "0", count: max(0, leastInteger - whole.count)) + whole
        decimals += Array(repeating: "0", count: max(0, leastFraction - decimals.count))

        var text = grouped(localized(whole))
        if picture.contains(signs.decimalSeparator), !decimals.isEmpty {
            text.append(signs.decimalSeparator)
            text += groupedFraction(localized(decimals))
        }
        if let exponent {
            var digits = Array(String(abs(power)))
            digits = Array(repeating: "0", count: max(0, exponent.count - digits.count)) + digits
            text.append(signs.exponentSeparator)
            if power < 0 { text += Array(signs.minusSign) }
            text += localized(digits)
        }
        return minus + String(prefix + text + suffix)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }

    /// The digits before and behind the point.
    private static func fixed(_ value: Double, places: Int) -> (whole: [Character], decimals: [Character]) {
        guard value.isFinite else { return (Array(NumberText.text(value)), []) }
        let (digits, point) = DecimalDigits.digits(value)
        let all = Array(digits)
        let filled = all + Array(repeating: "0", count: max(0, point - all.count))
        let whole = Array(filled.prefix(max(0, point)))
        let leading: [Character] = Array(repeating: "0", count: max(0, -point))
        let rest = leading + all.dropFirst(max(0, point))
        return (whole, Array(rest.prefix(places)))
    }

    private static func stripped(_ whole: [Character], least: Int) -> [Character] {
        let zeros = whole.prefix { $0 == "0" }.count
        return Array(whole.dropFirst(min(zeros, max(0, whole.count - least))))
    }

    private func localized(_ text: [Character]) -> [Character] {
        guard signs.zeroDigit != "0" else { return text }
        return text.map { $0.wholeNumberValue.map { digits[$0] } ?? $0 }
    }

    private func grouped(_ text: [Character]) -> [Character] {
        let positions = groupingPositions(in: integer, fromRight: true)
        let distance = Grouping.regularDistance(positions)
        let places =
            distance > 0
            ? Array(stride(from: text.count - distance, to: 0, by: -distance))
            : positions.filter { $0 < text.count }.map { text.count - $0 }
        return Grouping.inserting(signs.groupingSeparator, before: places, in: text)
    }

    private func groupedFraction(_ text: [Character]) -> [Character] {
        let places = groupingPositions(in: fraction, fromRight: false).filter { $0 < text.count }
        return Grouping.inserting(signs.groupingSeparator, before: places, in: text)
    }

    /// How many digits stand right of each separator, or left of it.
    private func groupingPositions(in part: [Character], fromRight: Bool) -> [Int] {
        let all = fromRight ? part.count(where: isDigit) : 0
        var left = 0
        var positions: [Int] = []
        for character in part {
            if character == signs.groupingSeparator { positions.append(fromRight ? all - left : left) }
            if isDigit(character) { left += 1 }
        }
        return positions
    }
}
