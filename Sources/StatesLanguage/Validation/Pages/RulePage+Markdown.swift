import FlowDiagnostics

extension RulePage {
    /// The page as Markdown, under a heading of its own.
    package var markdown: String {
        let kind = isSwift ? "swift" : "json"
        let failing = shownFailing ?? failing
        var text = "### \(code) \(title)\n\n*\(severity.rawValue)*"
        if executionType == .express { text += " · EXPRESS state machines only" }
        return text + """
            \n
            \(why)

            Fails:

            ```\(kind)
            \(failing)
            ```

            Mended:

            ```\(kind)
            \(mended)
            ```

            """
    }

    /// All pages as one Markdown document, which is `docs/rules.md`.
    package static var document: String {
        var text = """
            # The rules of `flow-task validate`

            Every rule with why it is there, a state machine that breaks it, and the same one mended. `flow-task explain F07`
            prints one of them. This file is generated: `flow-task explain --all > docs/rules.md`.

            An **error** is a machine that can't run, or not as it was written. A **warning** is one that runs and will hurt.
            An **information** is worth knowing. Errors of the groups A, B and C are those of the language itself: AWS refuses
            most of them too. What the groups F and G find, AWS accepts.

            A rule that has to guess says in its hint what it assumed. To silence a warning, an information, or an error of the
            groups F and G, name its code in the `Comment` of the state, the retrier or any other object around it; in the
            `Comment` of the machine it is silenced everywhere:

            ```json
            "Comment": "Fails once a year, and then we want to know. flow-task: ignore F13, F20"
            ```

            `flow-task validate --ignore F13` leaves a code out for one run.

            | code | severity | what is wrong |
            |---|---|---|

            """
        for page in all { text += "| [\(page.code)](#\(page.anchor)) | \(page.severity.rawValue) | \(page.title) |\n" }
        for (letter, title) in groups {
            text += "\n## \(letter). \(title)\n"
            for page in all where page.code.hasPrefix(letter) { text += "\n\(page.markdown)" }
        }
        return text
    }

    private static let groups = [
        ("A", "Structure"), ("B", "Values"), ("C", "Expressions"), ("D", "Flows in Swift"), ("F", "Flow"),
        ("G", "Hygiene"),
    ]

    /// What a heading's link is called: small letters, no signs, blanks as hyphens.
    private var anchor: String {
        let heading = "\(code) \(title)".lowercased()
        return String(
            heading.compactMap { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : $0 == " " ? "-" : nil }
        )
    }
}
