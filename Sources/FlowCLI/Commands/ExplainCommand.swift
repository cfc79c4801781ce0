import ArgumentParser
import FlowDiagnostics
import StatesLanguage

/// The command `flow-task explain`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tells what a rule of `validate` is about: what, why, an example that fails and one that is mended."
    )

    @Argument(help: "Codes, such as F07; a list of all rules when left out.")
    var codes: [String] = []

    @Flag(help: "Every rule as one Markdown document.")
    var all = false

    @Flag(help: "The names and values of --reading, for the rules on which sources disagree, as Markdown.")
    var readings = false

    func run() throws {
        if readings {
            Terminal.standardOutput.write(ReadingSwitch.document)
        } else if all {
            Terminal.standardOutput.write(RulePage.document)
        } else if codes.isEmpty {
            for page in RulePage.all {
                let severity = page.severity.rawValue
                let gap = String(repeating: " ", count: max(1, 12 - severity.count))
                Terminal.standardOutput.write("\(page.code)  \(severity)\(gap)\(page.title)\n")
            }
        } else {
            for code in codes { try Self.explain(code) }
        }
    }

    /// Prints the page of a code.
    static func explain(_ code: String) throws(CommandFailure) {
        Terminal.standardOutput.write(try page(of: code).markdown)
    }

    /// The page of a code that the user wrote.
    static func page(of code: String) throws(CommandFailure) -> RulePage {
        if let page = RulePage.page(of: code) { return page }
        let near = nearestName(to: code.uppercased(), in: RulePage.all.map(\.code))
        let hint = near.map { "Did you mean \"\($0)\"?" } ?? "`flow-task explain` lists them."
        throw CommandFailure("there is no rule \"\(code)\". \(hint)")
    }
}
