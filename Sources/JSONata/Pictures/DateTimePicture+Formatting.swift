import FlowJSON

/// Writing a moment.
extension DateTimePicture {
    /// The text of a moment, given in milliseconds of its own zone.
    func format(_ milliseconds: Int64, offsetInMinutes: Int) throws(EvaluationError) -> String {
        let time = CivilTime(milliseconds: milliseconds)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for writing in writings {
            switch writing {
            case .literal(let literal): text.append(contentsOf: literal)
            case .digits(let letter, let width, let modulus):
                let value = time.value(of: letter) % modulus
                if value < 0 { text.append(UInt8(ascii: "-")) }
                Self.append(Int(value.magnitude), width: width, to: &text)
            case .component(let component): text += try format(component, time, offsetInMinutes).utf8
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: Int, width: Int, to text: inout [UInt8]) {
        var scale = 1
        var digits = 1
        while digits < width || value / scale >= 10 {
            scale *= 10
            digits += 1
        }
        var rest = value
        while scale > 0 {
            text.append(UInt8(ascii: "0") + UInt8(rest / scale))
            rest %= scale
            scale /= 10
        }
    }

    private func format(
        _ component: Component,
        _ time: CivilTime,
        _ offsetInMinutes: Int
    ) throws(EvaluationError) -> String {
        switch component.letter {
        case "Z", "z": return try zone(component, offsetInMinutes)
        case "P":
            let text = time.hour < 12 ? "am" : "pm"
            return component.names == .upper ? text.uppercased() : text
        case "C", "E": return "ISO"
        default: break
        }
        var value = time.value(of: component.letter.asciiValue ?? 0)
        if component.letter == "Y", let digits = component.yearDigits, digits < 18 {
            value %= Int((0..<digits).reduce(1) { product, _ in product * 10 })
        }
        guard let names = component.names else { return try component.integer?.format(Double(value)) ?? "" }
        var name: String
        switch component.letter {
        case "M", "x": name = Self.months[value - 1]
        case "F": name = Self.days[value]
        default: throw EvaluationError("D3133", value: .string(String(component.letter)))
        }
        if names == .upper { name = name.uppercased() } else if names == .lower { name = name.lowercased() }
        if let most = component.mostWidth { name = String(name.prefix(most)) }
        return name
    }

    private func zone(_ component: Component, _ offsetInMinutes: Int) throws(EvaluationError) -> String {
        guard let integer = component.integer else { return "" }
        if offsetInMinutes == 0, component.isTraditional { return "Z" }
        let hours = offsetInMinutes / 60
        let minutes = offsetInMinutes % 60
        var text: String
        if integer.regularDistance > 0 {
            text = try integer.format(Double(hours * 100 + minutes))
        } else {
            switch integer.mandatoryDigits {
            case 1, 2:
                text = try integer.format(Double(hours))
                if minutes != 0 { text += ":" + (try IntegerPicture("00").format(Double(minutes))) }
            case 3, 4: text = try integer.format(Double(hours * 100 + minutes))
            default: throw EvaluationError("D3134", value: .integer(Int64(integer.mandatoryDigits)))
            }
        }
        if offsetInMinutes >= 0 { text = "+" + text }
        return component.letter == "z" ? "GMT" + text : text
    }
}

extension DateTimePicture.Component {
    /// The plain way of writing it, where it is no more than ASCII digits.
    var digits: DateTimePicture.Writing? {
        guard names == nil, let letter = letter.asciiValue, "YMDdHhmsf".utf8.contains(letter), let integer,
            integer.isPlainDecimal, integer.mandatoryDigits <= 18
        else { return nil }
        var modulus = Int.max
        if self.letter == "Y", let yearDigits, yearDigits < 18 {
            modulus = (0..<yearDigits).reduce(1) { product, _ in product * 10 }
        }
        return .digits(letter: letter, width: integer.mandatoryDigits, modulus: modulus)
    }
}

extension CivilTime {
    /// The number that a component's letter asks for; the day of the week is 1 for Monday.
    func value(of letter: UInt8) -> Int {
        switch Unicode.Scalar(letter) {
        case "Y": year
        case "M": month
        case "D": day
        case "d": Self.days(year: year, month: month, day: day) - Self.days(year: year, month: 1, day: 1) + 1
        case "F": (weekday + 6) % 7 + 1
        case "W": week(inYear: true)
        case "w": week(inYear: false)
        case "X": weekYear
        case "x": weekMonth
        case "H": hour
        case "h": hour % 12 == 0 ? 12 : hour % 12
        case "P": hour < 12 ? 0 : 1
        case "m": minute
        case "s": second
        case "f": millisecond
        default: 0
        }
    }

    private var today: Int { Self.days(year: year, month: month, day: day) }

    /// The Monday of the first week of a year (of its January) or month: the week that holds its first Thursday.
    private static func firstWeek(year: Int, month: Int) -> Int {
        let first = days(year: year, month: month, day: 1)
        let weekday = ((first + 3) % 7 + 7) % 7 + 1
        return weekday > 4 ? first + 8 - weekday : first - weekday + 1
    }

    private func week(inYear: Bool) -> Int {
        let month = inYear ? 1 : self.month
        func start(_ step: Int) -> Int {
            inYear ? Self.firstWeek(year: year + step, month: 1) : Self.firstWeek(year: year, month: month + step)
        }
        if today >= start(1) { return 1 }
        let begin = today < start(0) ? start(-1) : start(0)
        return (today - begin) / 7 + 1
    }

    private var weekYear: Int {
        if today < Self.firstWeek(year: year, month: 1) { return year - 1 }
        return today >= Self.firstWeek(year: year + 1, month: 1) ? year + 1 : year
    }

    private var weekMonth: Int {
        if today < Self.firstWeek(year: year, month: month) { return month == 1 ? 12 : month - 1 }
        return today >= Self.firstWeek(year: year, month: month + 1) ? month % 12 + 1 : month
    }
}
