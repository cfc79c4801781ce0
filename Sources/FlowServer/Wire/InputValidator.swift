import FlowJSON
import StatesLanguage

/// Judges an operation's input by the table of its members, as AWS's front does before any operation looks at it.
struct InputValidator {
    private let reading: SpecificationReading
    private var violations: [String] = []

    private init(reading: SpecificationReading) { self.reading = reading }

    /// The input without members that are `null`.
    ///
    /// - Throws: `SerializationException` where a value has the wrong type, `ValidationException` with every bound that
    ///   is not kept.
    static func validated(
        _ input: JSONObject,
        by members: [Member],
        reading: SpecificationReading = SpecificationReading()
    ) throws(APIError) -> JSONObject {
        var validator = InputValidator(reading: reading)
        let object = try validator.structure(input, members, at: "")
        guard !validator.violations.isEmpty else { return object }
        let count = validator.violations.count
        throw .validation(
            "\(count) validation error\(count == 1 ? "" : "s") detected: "
                + validator.violations.joined(separator: "; ")
        )
    }

    private mutating func structure(
        _ input: JSONObject,
        _ members: [Member],
        at path: String
    ) throws(APIError) -> JSONObject {
        var result = JSONObject()
        for member in members {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let value = input[member.name], !value.isNull else {
                if member.isRequired { violate("Value null at '\(place)'", "Member must not be null") }
                continue
            }
            result[member.name] = try check(value, member.shape, at: place)
        }
        return result
    }

    private mutating func check(_ value: JSON, _ shape: Shape, at path: String) throws(APIError) -> JSON {
        switch shape {
        case .text(let length, let pattern, let isSensitive):
            let text = try text(value)
            // Written out only where a bound is not kept.
            var shown: String { isSensitive ? "Value at '\(path)'" : "Value '\(text)' at '\(path)'" }
            // Only a text that is long in bytes can be too long in characters.
            let count =
                text.utf8.count > length.upperBound || length.lowerBound > 0 ? text.unicodeScalars.count : 0
            if count > length.upperBound {
                violate(shown, "Member must have length less than or equal to \(length.upperBound)")
            } else if count < length.lowerBound {
                violate(shown, "Member must have length greater than or equal to \(length.lowerBound)")
            }
            if let pattern, !pattern.matches(text) {
                violate(shown, "Member must satisfy regular expression pattern: \(pattern.expression)")
            }
        case .taskToken: return try check(value, .text(1...reading.taskTokenLength.characters), at: path)
        case .choice(let values):
            let text = try text(value)
            if !values.contains(text) {
                violate(
                    "Value '\(text)' at '\(path)'",
                    "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
                )
            }
        case .integer(let range): try integer(value, range, at: path)
        case .number(let range):
            guard let number = value.doubleValue else { throw Self.unconvertible(value, to: "a Float") }
            if number > range.upperBound {
                violate("Value '\(value.text)' at '\(path)'", Self.atMost(JSON.double(range.upperBound).text))
            } else if !(number >= range.lowerBound) {
                violate("Value '\(value.text)' at '\(path)'", Self.atLeast(JSON.double(range.lowerBound).text))
            }
        case .flag:
            guard value.boolValue != nil else { throw Self.unconvertible(value, to: "a Boolean") }
        case .list(let shape, let counts): return try list(value, shape, counts, at: path)
        case .structure(let members):
            guard let object = value.objectValue else { throw Self.unconvertible(value, to: "a structure") }
            return .object(try structure(object, members, at: path))
        }
        return value
    }

    private func text(_ value: JSON) throws(APIError) -> String {
        guard let text = value.stringValue else { throw Self.unconvertible(value, to: "a String") }
        return text
    }

    private mutating func integer(_ value: JSON, _ range: ClosedRange<Int64>, at path: String) throws(APIError) {
        guard let number = value.integerValue else { throw Self.unconvertible(value, to: "an Integer") }
        if number > range.upperBound {
            violate("Value '\(number)' at '\(path)'", Self.atMost("\(range.upperBound)"))
        } else if number < range.lowerBound {
            violate("Value '\(number)' at '\(path)'", Self.atLeast("\(range.lowerBound)"))
        }
    }

    private mutating func list(
        _ value: JSON,
        _ shape: Shape,
        _ counts: ClosedRange<Int>,
        at path: String
    ) throws(APIError) -> JSON {
        guard let elements = value.arrayValue else { throw Self.unconvertible(value, to: "a list") }
        if elements.count > counts.upperBound {
            let constraint = "Member must have length less than or equal to \(counts.upperBound)"
            violate("Value '\(value.text)' at '\(path)'", constraint)
        } else if elements.count < counts.lowerBound {
            let constraint = "Member must have length greater than or equal to \(counts.lowerBound)"
            violate("Value '\(value.text)' at '\(path)'", constraint)
        }
        var result: [JSON] = []
        for (position, element) in elements.enumerated() where !element.isNull {
            result.append(try check(element, shape, at: "\(path).\(position + 1).member"))
        }
        return .array(result)
    }

    private mutating func violate(_ value: String, _ constraint: String) {
        violations.append("\(value) failed to satisfy constraint: \(constraint)")
    }

    private static func atMost(_ bound: String) -> String { "Member must have value less than or equal to \(bound)" }

    private static func atLeast(_ bound: String) -> String {
        "Member must have value greater than or equal to \(bound)"
    }

    private static func unconvertible(_ value: JSON, to type: String) -> APIError {
        let message =
            switch value {
            case .object: "Start of structure or map found where not expected."
            case .array: "Start of list found where not expected."
            case .string: "STRING_VALUE can not be converted to \(type)"
            case .integer, .double: "NUMBER_VALUE can not be converted to \(type)"
            case .bool(let value): "\(value ? "TRUE" : "FALSE")_VALUE can not be converted to \(type)"
            case .null: "NULL_VALUE can not be converted to \(type)"
            }
        return APIError(.serialization, message)
    }
}
