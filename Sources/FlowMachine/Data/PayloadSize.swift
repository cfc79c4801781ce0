import FlowJSON

extension JSON {
    /// Whether the value surely takes at most that many bytes as compact JSON; far cheaper than to count.
    func isKnownToFit(_ limit: Int) -> Bool {
        var rest = limit
        return takes(from: &rest)
    }

    /// At least as many bytes as the value takes as compact JSON.
    var mostBytes: Int {
        var rest = Int.max
        _ = takes(from: &rest)
        return .max - rest
    }

    /// Takes the most bytes that the value can have from `rest`; stops where nothing is left.
    private func takes(from rest: inout Int) -> Bool {
        switch self {
        case .null, .bool: rest -= 5
        case .integer: rest -= 20
        case .double: rest -= 26
        // A character takes six bytes at most, as `\u001f`.
        case .string(let text): rest -= 6 * text.utf8.count + 2
        case .array(let elements):
            rest -= 2 + elements.count
            for element in elements where !element.takes(from: &rest) { return false }
        case .object(let object):
            rest -= 2 + 4 * object.count
            for (key, value) in object {
                rest -= 6 * key.utf8.count
                guard value.takes(from: &rest) else { return false }
            }
        }
        return rest >= 0
    }
}
