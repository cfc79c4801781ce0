import FlowJSON

/// How a moment is written: `[D01]/[M01]/[Y0001] at [h]:[m01][P]` (XPath, "Formatting dates and times").
final class DateTimePicture {
    enum Part {
        case literal(String)
        case component(Component)
    }

    /// How a part is written.
    enum Writing {
        case literal([UInt8])
        /// A number in ASCII digits with zeros in front up to the width; of a year only the last digits, by the modulus.
        case digits(letter: UInt8, width: Int, modulus: Int)
        case component(Component)
    }

    struct Component {
        /// The letter of what is written, such as `Y`.
        var letter: Character
        var leastWidth: Int?
        var mostWidth: Int?
        /// The name's letters, where a name is written instead of a number.
        var names: IntegerPicture.Case?
        var integer: IntegerPicture?
        /// `t` in `[Z01:01t]`: UTC is written `Z`.
        var isTraditional = false
        /// The digits of a year that are kept, or `nil` for all.
        var yearDigits: Int?
    }

    /// The text that was read.
    let source: String
    private(set) var parts: [Part] = []
    private(set) var writings: [Writing] = []
    /// The pattern of texts in this form, made when the first is read.
    private var knownPattern: Regex?

    /// Whether the pattern has been made.
    var hasPattern: Bool { knownPattern != nil }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let days = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    init(_ picture: String) throws(EvaluationError) {
        source = picture
        let characters = Array(picture)
        var literal = ""
        var position = 0
        func flush(_ parts: inout [Part], _ literal: inout String) {
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
        }
        while position < characters.count {
            let character = characters[position]
            let isDoubled = position + 1 < characters.count && characters[position + 1] == character
            if character == "[", !isDoubled {
                flush(&parts, &literal)
                guard let close = characters[position...].firstIndex(of: "]") else { throw EvaluationError("D3135") }
                let marker = String(characters[(position + 1)..<close].filter { !$0.isWhitespace })
                parts.append(.component(try Self.component(marker)))
                position = close + 1
            } else {
                literal.append(character)
                position += (character == "[" || character == "]") && isDoubled ? 2 : 1
            }
        }
        flush(&parts, &literal)
        writings = parts.map { part in
            switch part {
            case .literal(let text): .literal(Array(text.utf8))
            case .component(let component): component.digits ?? .component(component)
            }
        }
    }

    /// The pattern of texts in this form; the n-th part is the n-th group.
    func pattern() throws(EvaluationError) -> Regex {
        if let knownPattern { return knownPattern }
        let pattern = try makePattern()
        knownPattern = pattern
        return pattern
    }

    private static func component(_ marker: String) throws(EvaluationError) -> Component {
        guard let letter = marker.first, let standard = standardPresentation(letter) else {
            throw EvaluationError("D3132", value: .string(String(marker.prefix(1))))
        }
        var component = Component(letter: letter)
        var presentation = String(marker.dropFirst())
        if let comma = marker.lastIndex(of: ",") {
            let width = marker[marker.index(after: comma)...].split(separator: "-", omittingEmptySubsequences: false)
            component.leastWidth = width.first.flatMap { Int($0) }.map { max(0, min($0, 100)) }
            component.mostWidth = width.count > 1 ? Int(width[1]).map { max(0, min($0, 100)) } : nil
            presentation = String(marker[..<comma].dropFirst())
        }
        var isOrdinal = false
        if presentation.count > 1, let last = presentation.last, "atco".contains(last) {
            presentation.removeLast()
            isOrdinal = last == "o"
            component.isTraditional = last == "t"
        }
        if presentation.isEmpty { presentation = standard }
        if presentation.first == "n" {
            component.names = .lower
        } else if presentation.first == "N" {
            component.names = presentation.dropFirst().first == "n" ? .title : .upper
        } else if "YMDdFWwXxHhmsf".contains(letter) {
            var integer = try IntegerPicture(presentation)
            integer.isOrdinal = isOrdinal
            if let least = component.leastWidth { integer.mandatoryDigits = max(integer.mandatoryDigits, least) }
            if letter == "Y" {
                if let most = component.mostWidth {
                    component.yearDigits = most
                    integer.mandatoryDigits = most
                } else if integer.mandatoryDigits + integer.optionalDigits >= 2 {
                    component.yearDigits = integer.mandatoryDigits + integer.optionalDigits
                }
            }
            component.integer = integer
        }
        if letter == "Z" || letter == "z" { component.integer = try IntegerPicture(presentation) }
        return component
    }

    private static func standardPresentation(_ letter: Character) -> String? {
        switch letter {
        case "Y", "M", "D", "d", "W", "w", "X", "x", "H", "h", "f": "1"
        case "F", "P", "C", "E": "n"
        case "m", "s": "01"
        case "Z", "z": "01:01"
        default: nil
        }
    }
}
