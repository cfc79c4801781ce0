/// JSON pointers (RFC 6901), such as `/States/Load~1All/Retry/0`.
package enum JSONPointer {
    /// A key as it is written in a pointer: `~` as `~0` and `/` as `~1`.
    package static func escape(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        var escaped = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The keys and positions of a pointer; the empty pointer, which is the whole value, has none.
    package static func steps(of pointer: String) -> [String] {
        pointer.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { step in
            var text = ""
            var tilde = false
            for scalar in step {
                if tilde {
                    text.unicodeScalars.append(scalar == "0" ? "~" : scalar == "1" ? "/" : scalar)
                    tilde = false
                } else if scalar == "~" {
                    tilde = true
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }
}

extension JSON {
    /// The value at a JSON pointer (RFC 6901), or `nil` where there is none.
    package func value(at pointer: String) -> JSON? {
        var value = self
        for step in JSONPointer.steps(of: pointer) {
            guard let inner = value.value(atStep: step) else { return nil }
            value = inner
        }
        return value
    }

    /// The value that one step of a JSON pointer leads to, or `nil` where there is none.
    package func value(atStep step: String) -> JSON? {
        switch self {
        case .object(let object): object[step]
        case .array: Int(step).flatMap { self[$0] }
        default: nil
        }
    }
}
