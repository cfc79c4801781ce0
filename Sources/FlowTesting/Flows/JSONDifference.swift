package import FlowJSON

/// Where two values differ, a line a place.
package struct JSONDifference: Hashable, Sendable {
    /// The place, such as `$.files[2].name`.
    package let place: String
    /// What was expected there, or `nil` where nothing was.
    package let expected: JSON?
    /// What is there, or `nil` where nothing is.
    package let actual: JSON?

    /// The differences of two values in the order of the expected one.
    ///
    /// - Parameter isPartial: whether members of objects that are not expected may be there.
    package static func between(_ expected: JSON, and actual: JSON, isPartial: Bool = false) -> [JSONDifference] {
        var found: [JSONDifference] = []
        compare(expected, actual, at: "$", isPartial, into: &found)
        return found
    }

    /// The difference in words.
    package var text: String {
        switch (expected, actual) {
        case (let expected?, nil): "\(place): is missing, expected \(Self.short(expected))"
        case (nil, let actual?): "\(place): is not expected, was \(Self.short(actual))"
        case (let expected, let actual):
            "\(place): expected \(expected.map(Self.short) ?? ""), was \(actual.map(Self.short) ?? "")"
        }
    }

    private static func compare(
        _ expected: JSON,
        _ actual: JSON,
        at place: String,
        _ isPartial: Bool,
        into found: inout [JSONDifference]
    ) {
        switch (expected, actual) {
        case (.object(let expected), .object(let actual)):
            for (key, value) in expected {
                let inner = place + member(key)
                if let other = actual[key] {
                    compare(value, other, at: inner, isPartial, into: &found)
                } else {
                    found.append(JSONDifference(place: inner, expected: value, actual: nil))
                }
            }
            guard !isPartial else { return }
            for (key, value) in actual where expected[key] == nil {
                found.append(JSONDifference(place: place + member(key), expected: nil, actual: value))
            }
        case (.array(let expected), .array(let actual)):
            for index in 0..<max(expected.count, actual.count) {
                let inner = "\(place)[\(index)]"
                if index >= actual.count {
                    found.append(JSONDifference(place: inner, expected: expected[index], actual: nil))
                } else if index >= expected.count {
                    found.append(JSONDifference(place: inner, expected: nil, actual: actual[index]))
                } else {
                    compare(expected[index], actual[index], at: inner, isPartial, into: &found)
                }
            }
        default:
            if expected != actual {
                found.append(JSONDifference(place: place, expected: expected, actual: actual))
            }
        }
    }

    private static func member(_ key: String) -> String {
        let isPlain = !key.isEmpty && key.unicodeScalars.allSatisfy { $0.properties.isIDContinue }
        return isPlain ? ".\(key)" : "[\(JSON.string(key).text)]"
    }

    private static func short(_ value: JSON) -> String {
        let text = value.text
        return text.unicodeScalars.count <= 200 ? text : String(text.unicodeScalars.prefix(200)) + "…"
    }
}
