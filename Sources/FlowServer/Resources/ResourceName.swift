/// The rule for names of state machines, executions and activities.
enum ResourceName {
    /// Refuses a name with a character that AWS refuses.
    static func check(_ name: String) throws(APIError) {
        // Most names are plain.
        if name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) {
            return
        }
        guard name.unicodeScalars.allSatisfy(isAllowed) else { throw .invalidName(name) }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F...0x9F, 0xFFFE...0xFFFF: false
        default: !scalar.properties.isWhitespace && !forbidden.contains(scalar)
        }
    }

    private static let forbidden = Set("<>{}[]?*\"#%\\^|~`$&,;:/".unicodeScalars)
}
