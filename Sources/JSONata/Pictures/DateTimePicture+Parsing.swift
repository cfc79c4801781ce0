import FlowJSON

/// Reading a moment.
extension DateTimePicture {
    /// Milliseconds since 1970, or `nil` where the text does not have the form; `now` gives the parts that are not said.
    func parse(_ text: String, now: Int64, stepsLeft: inout Int) throws(EvaluationError) -> Int64? {
        let regex = try pattern()
        let subject = RegexSubject(text)
        guard let match = try regex.firstMatch(in: subject, from: 0, stepsLeft: &stepsLeft) else { return nil }
        var values: [Character: Int] = [:]
        // The parts hold no groups of their own, so that the n-th part is the n-th group.
        for (index, part) in parts.enumerated() {
            guard case .component(let component) = part else { continue }
            let start = match.bounds[2 * index + 2]
            let word = subject.text(start, match.bounds[2 * index + 3])
            values[component.letter] = try value(component, word)
        }
        guard !values.isEmpty else { return nil }
        return try milliseconds(values, now: now)
    }

    func makePattern() throws(EvaluationError) -> Regex {
        // Each part is four instructions at least.
        guard parts.count < RegexCompiler.maximumSize / 4 else {
            throw EvaluationError("S0303", value: .string("the picture is too large"))
        }
        var pattern = "^"
        for part in parts { pattern += "(" + (try self.pattern(part)) + ")" }
        return try Regex(pattern + "$", ignoreCase: true, multiline: false)
    }

    private static let signs = Set(".*+?^${}()|[]\\/".unicodeScalars)

    private func pattern(_ part: Part) throws(EvaluationError) -> String {
        switch part {
        case .literal(let literal):
            // By scalars: a sign with an accent on it is one letter, and a sign of the pattern still.
            return literal.unicodeScalars.map { Self.signs.contains($0) ? "\\\($0)" : String($0) }.joined()
        case .component(let component):
            if component.letter == "Z" || component.letter == "z" {
                var pattern = (component.letter == "z" ? "GMT" : "") + "[-+][0-9]+"
                if let separator = zoneSeparator(component) { pattern += "\\\(separator)[0-9]+" }
                return component.isTraditional ? "(?:Z|\(pattern))" : pattern
            }
            if let integer = component.integer {
                let digits =
                    switch component.letter {
                    case "Y": "{2,4}"
                    case "M", "D", "H", "h", "m", "s": "{1,2}"
                    default: "+"
                    }
                return integer.pattern(digits: digits)
            }
            guard "MxFP".contains(component.letter) else {
                throw EvaluationError("D3133", value: .string(String(component.letter)))
            }
            return "[a-zA-Z]+"
        }
    }

    private func zoneSeparator(_ component: Component) -> Unicode.Scalar? {
        guard let integer = component.integer, integer.separators.count == 1, integer.regularDistance > 0 else {
            return nil
        }
        return integer.separators[0].sign
    }

    private func value(_ component: Component, _ word: String) throws(EvaluationError) -> Int? {
        if component.letter == "Z" || component.letter == "z" { return zone(component, word) }
        if let integer = component.integer {
            // Of a fraction of seconds, what is finer than a millisecond is dropped.
            let word = component.letter == "f" ? String(word.prefix(3)) : word
            return try integer.parse(word).flatMap { $0.magnitude < 1e6 ? Int($0) : nil }
        }
        let lowered = word.lowercased()
        func position(in names: [String]) -> Int? {
            names.firstIndex { name in
                !name.isEmpty && (component.mostWidth.map { String(name.prefix($0)) } ?? name).lowercased() == lowered
            }
        }
        switch component.letter {
        case "M", "x": return position(in: Self.months).map { $0 + 1 }
        case "F": return position(in: Self.days)
        default: return lowered == "am" ? 0 : lowered == "pm" ? 1 : nil
        }
    }

    private func zone(_ component: Component, _ word: String) -> Int {
        if word == "Z" || word == "z" { return 0 }
        var text = Substring(word)
        if component.letter == "z" { text = text.dropFirst(3) }
        let sign = text.first == "-" ? -1 : 1
        text = text.dropFirst()
        func number(_ text: Substring) -> Int { min(Int(text) ?? 0, 100_000) }
        if let separator = zoneSeparator(component), let cut = text.firstIndex(of: Character(separator)) {
            return sign * (number(text[..<cut]) * 60 + number(text[text.index(after: cut)...]))
        }
        return sign * (number(text.prefix(2)) * 60 + number(text.dropFirst(2)))
    }

    /// Puts the parts together; those before the first that is said are today's, those behind the last are the least.
    private func milliseconds(_ given: [Character: Int], now: Int64) throws(EvaluationError) -> Int64 {
        var values = given
        func matches(_ letters: String, all: String) -> Bool {
            let said = all.filter { given[$0] != nil }
            return !said.isEmpty && said.allSatisfy(letters.contains)
        }
        let isDayOfYear = !matches("YMD", all: "YXMxWwdD") && matches("Yd", all: "YXMxWwdD")
        let isWeek = !isDayOfYear && !matches("YMD", all: "YXMxWwdD") && given.keys.contains { "XxWw".contains($0) }
        if isWeek { throw EvaluationError("D3136") }
        let isHalfDay = !matches("Hmsf", all: "PHhmsf") && matches("Phmsf", all: "PHhmsf")
        let order = (isDayOfYear ? "Yd" : "YMD") + (isHalfDay ? "Phmsf" : "Hmsf")
        let today = CivilTime(milliseconds: now)
        var isStarted = false
        var isEnded = false
        for letter in order {
            if values[letter] != nil {
                isStarted = true
                if isEnded { throw EvaluationError("D3136") }
            } else if isStarted {
                values[letter] = "MDd".contains(letter) ? 1 : 0
                isEnded = true
            } else {
                values[letter] = today.value(of: letter.asciiValue ?? 0)
            }
        }
        var hour = values["H"] ?? 0
        if isHalfDay {
            let half = values["h"] ?? 0
            hour = (half == 12 ? 0 : half) + (values["P"] == 1 ? 12 : 0)
        }
        let year = values["Y"] ?? 0
        let time = CivilTime(
            // As JavaScript's Date.UTC reads a year of two digits.
            year: (0...99).contains(year) ? 1900 + year : year,
            month: isDayOfYear ? 1 : values["M"] ?? 1,
            day: (isDayOfYear ? values["d"] : values["D"]) ?? 1,
            hour: hour,
            minute: values["m"] ?? 0,
            second: values["s"] ?? 0,
            millisecond: values["f"] ?? 0
        )
        return time.milliseconds - Int64(values["Z"] ?? values["z"] ?? 0) * 60_000
    }
}
