/// Whole numbers as English words, Roman numerals and letters, and back.
enum NumberWords {
    private static let few = [
        "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
        "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
    ]
    private static let ordinals = [
        "Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
        "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth",
        "Nineteenth",
    ]
    private static let decades = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
    private static let magnitudes = ["Thousand", "Million", "Billion", "Trillion"]

    /// All words that may stand in a number, with their values.
    static let values: [String: Double] = {
        var values: [String: Double] = [:]
        for (index, word) in few.enumerated() { values[word.lowercased()] = Double(index) }
        for (index, word) in ordinals.enumerated() { values[word.lowercased()] = Double(index) }
        for (index, word) in decades.enumerated() {
            let word = word.lowercased()
            values[word] = Double((index + 2) * 10)
            values[word.dropLast() + "ieth"] = Double((index + 2) * 10)
        }
        values["hundred"] = 100
        values["hundredth"] = 100
        var factor = 1000.0
        for word in magnitudes {
            values[word.lowercased()] = factor
            values[word.lowercased() + "th"] = factor
            factor *= 1000
        }
        return values
    }()

    static func words(_ number: Double, ordinal: Bool) -> String { words(number, follows: false, ordinal: ordinal) }

    private static func words(_ number: Double, follows: Bool, ordinal: Bool) -> String {
        if number <= 19 { return (follows ? " and " : "") + (ordinal ? ordinals : few)[Int(number)] }
        if number < 100 {
            let tens = Int(number) / 10
            let rest = Int(number) % 10
            var words = (follows ? " and " : "") + decades[tens - 2]
            if rest > 0 {
                words += "-" + self.words(Double(rest), follows: false, ordinal: ordinal)
            } else if ordinal {
                words = words.dropLast() + "ieth"
            }
            return words
        }
        let factor: Double
        let name: String
        if number < 1000 {
            (factor, name) = (100, "Hundred")
        } else {
            var magnitude = 0
            var scale = 1000.0
            while magnitude < magnitudes.count - 1, number >= scale * 1000 {
                scale *= 1000
                magnitude += 1
            }
            (factor, name) = (scale, magnitudes[magnitude])
        }
        let mantissa = (number / factor).rounded(.down)
        let rest = number - mantissa * factor
        var words = (follows ? ", " : "") + self.words(mantissa, follows: false, ordinal: false) + " " + name
        if rest > 0 { words += self.words(rest, follows: true, ordinal: ordinal) } else if ordinal { words += "th" }
        return words
    }

    /// The number that lower-case words say, or `nil` where a word is unknown.
    static func number(_ text: String) -> Double? {
        var segments: [Double] = [0]
        let separators: Set<Character> = [" ", "-", ",", "\t", "\n"]
        for word in text.split(whereSeparator: { separators.contains($0) }) where word != "and" {
            guard let value = values[String(word)], let top = segments.last else { return nil }
            if value >= 100 {
                segments[segments.count - 1] = top * value
            } else if top >= 1000 {
                segments.append(value)
            } else {
                segments[segments.count - 1] = top + value
            }
        }
        return segments.reduce(0, +)
    }

    // MARK: Roman numerals and letters

    private static let numerals: [(Int, String)] = [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]

    static func roman(_ number: Int) -> String {
        var rest = number
        var text = ""
        for (value, letters) in numerals {
            let count = rest / value
            text += String(repeating: letters, count: count)
            rest -= count * value
        }
        return text
    }

    static func number(roman text: String) -> Double {
        let values: [Character: Double] = ["m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1]
        var sum = 0.0
        var largest = 1.0
        for letter in text.lowercased().reversed() {
            let value = values[letter] ?? 0
            if value < largest {
                sum -= value
            } else {
                largest = value
                sum += value
            }
        }
        return sum
    }

    static func letters(_ number: Int, upper: Bool) -> String {
        var letters: [UInt8] = []
        var rest = number
        while rest > 0 {
            letters.append(UInt8((rest - 1) % 26) + UInt8(ascii: upper ? "A" : "a"))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    static func number(letters text: String) -> Double {
        text.lowercased().utf8.reduce(0.0) { $0 * 26 + Double($1) - Double(UInt8(ascii: "a")) + 1 }
    }
}
