/// The rule for the names of runs; AWS's for executions.
enum RunName {
    static let rule = "--name has 1 to 80 characters, without spaces and any of <>{}[]?*\"#%\\^|~`$&,;:/."

    static func isValid(_ name: String) -> Bool {
        1...80 ~= name.utf16.count && name != "last"
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                case ..<0x20, 0x7F...0x9F, 0xFFFE...0xFFFF: false
                default: !scalar.properties.isWhitespace && !forbidden.contains(scalar)
                }
            }
    }

    private static let forbidden = Set("<>{}[]?*\"#%\\^|~`$&,;:/".unicodeScalars)
}
