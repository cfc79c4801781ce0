/// Gives each result, item and error a variable of its own.
///
/// Names end in what they hold (`$landFilesResult`), so that none hides a function of JSONata.
struct VariableNames: Sendable {
    /// The variable of the flow's input.
    static let input = "$input"
    private var used: Set<String> = ["input", "states"]

    /// A name that no other variable of the flow has, without `$`.
    mutating func make(for state: String, holding kind: String) -> String {
        let stem = lowerCamel(state) + kind
        var name = stem
        var number = 2
        while !used.insert(name).inserted {
            name = "\(stem)\(number)"
            number += 1
        }
        return name
    }

    /// Takes an author's name; `false` where it is taken already.
    mutating func take(_ name: String) -> Bool { used.insert(name).inserted }

    /// `Land files (new)` becomes `landFilesNew`.
    private func lowerCamel(_ text: String) -> String {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let joined = words.enumerated()
            .map {
                $0.offset == 0
                    ? $0.element.prefix(1).lowercased() + $0.element.dropFirst()
                    : $0.element.prefix(1).uppercased() + $0.element.dropFirst()
            }
            .joined()
        guard let first = joined.first else { return "state" }
        return first.isNumber ? "state\(joined)" : joined
    }
}
