package import FlowDiagnostics

/// What a rule is about: one page of the documentation, and the machines that the tests try it on.
package struct RulePage: Sendable {
    /// The code, such as `F07`.
    package let code: String
    /// How bad it is.
    package let severity: Diagnostic.Severity
    /// What is wrong, in a phrase.
    package let title: String
    /// Why that is bad, in a sentence or two.
    package let why: String
    /// A definition, or a part of a Swift flow, that breaks the rule.
    package let failing: String
    /// The same, mended.
    package let mended: String
    /// What the machine's executions are in the examples.
    package let executionType: ItemProcessor.ExecutionType
    /// Whether the examples are written in Swift, for the rules of the DSL.
    package let isSwift: Bool
    /// What is shown in the place of a failing example that is too long for a page.
    package let shownFailing: String?

    init(
        _ code: String,
        _ severity: Diagnostic.Severity,
        _ title: String,
        why: String,
        failing: String,
        mending: [(String, String)] = [],
        mended: String? = nil,
        executionType: ItemProcessor.ExecutionType = .standard,
        isSwift: Bool = false,
        shownFailing: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.title = title
        self.why = why
        self.failing = failing
        self.mended = mended ?? mending.reduce(failing) { $0.replacingFirst($1.0, by: $1.1) }
        self.executionType = executionType
        self.isSwift = isSwift
        self.shownFailing = shownFailing
    }

    /// Every page, in the order of the codes.
    package static let all: [RulePage] =
        (structure + times + maps + resources + expressions + swift + flow + variables + data + retries + tasks + sizes
        + hygiene)
        .sorted { $0.code < $1.code }

    /// The page of a code, whatever its case.
    package static func page(of code: String) -> RulePage? { all.first { $0.code == code.uppercased() } }

    /// A machine of the given states; it begins with the first.
    ///
    /// - Parameter head: fields before `StartAt`, each line with its comma.
    static func machine(_ states: String, head: String = "") -> String {
        let start =
            states.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first ?? ""
        let lines = states.split(separator: "\n").map { "    \($0)\n" }.joined()
        let first = head.split(separator: "\n").map { "  \($0)\n" }.joined()
        return """
            {
              "Comment": "An example",
            \(first)  "StartAt": "\(start)",
              "States": {
            \(lines)  }
            }
            """
    }
}

extension String {
    /// The text with the first occurrence of another one replaced.
    func replacingFirst(_ old: String, by new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
