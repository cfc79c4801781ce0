import ArgumentParser
import FlowDSL
import FlowDiagnostics
import FlowJSON
import StatesLanguage

/// The command `flow-task validate`.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks flows and definition files, and shows everything that is wrong in one pass.",
        discussion: """
            A definition is Amazon States Language in JSON, or in YAML where its name ends in .yaml or .yml; "-" reads one \
            from standard input. Of a folder everything is checked that is a definition. A rule is silenced in a document by \
            a Comment such as "flow-task: ignore F13"; `flow-task explain F13` tells what a rule is about.

            Exit status 0 when there is no error, 1 when there is one, 2 when something cannot be read.
            """
    )

    @Argument(
        help: "Flows, files, folders, or - for standard input; all flows when left out.",
        completion: Completions.flows()
    )
    var names: [String] = []

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @Option(help: "How to say it: text, json, sarif (2.1.0) or github (annotations).")
    var format = ReportFormat.text

    @Option(help: ArgumentHelp("Leave out a rule; may be given several times.", valueName: "code"))
    var ignore: [String] = []

    @Flag(help: "Judge the definitions as EXPRESS state machines.")
    var express = false

    @OptionGroup var readingOptions: ReadingOptions

    @Option(help: ArgumentHelp("Tell what a rule is about, and check nothing.", valueName: "code"))
    var explain: String?

    func run() throws {
        if let explain { return try ExplainCommand.explain(explain) }
        var ignored: Set<String> = []
        for code in ignore.flatMap({ $0.split(separator: ",") }) {
            ignored.insert(try ExplainCommand.page(of: String(code)).code)
        }
        let reading = try readingOptions.resolve()
        let checker = DocumentChecker(
            executionType: express ? .express : .standard,
            reading: reading,
            ignored: ignored
        )
        let chosen = names.isEmpty ? checker.catalog.entries.map { "\($0.domain.name)/\($0.name)" } : names
        var report = ValidationReport(strict: strict, reading: reading)
        var isUnreadable = false
        for name in chosen {
            do {
                for document in try checker.documents(named: name) {
                    do {
                        let checked = try checker.check(document)
                        report.add(checked)
                        if format == .text { Terminal.standardOutput.write(report.text(of: checked)) }
                    } catch {
                        isUnreadable = true
                        Terminal.standardError.write(error.text + "\n")
                    }
                }
            } catch {
                isUnreadable = true
                Terminal.standardError.write(error.text + "\n")
            }
        }
        switch format {
        case .text: Terminal.standardOutput.write(report.summary)
        case .json: Terminal.standardOutput.write(report.json.prettyText + "\n")
        case .sarif: Terminal.standardOutput.write(report.sarif.prettyText + "\n")
        case .github: Terminal.standardOutput.write(report.annotations)
        }
        if isUnreadable { throw CommandStatus.wrongUse }
        if report.documents.contains(where: report.isWrong) { throw CommandStatus.failed }
    }
}

extension ReportFormat: ExpressibleByArgument {}
