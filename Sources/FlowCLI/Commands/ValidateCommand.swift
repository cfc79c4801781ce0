import ArgumentParser
import FlowDSL
import FlowDiagnostics
import StatesLanguage

/// The command `flow-task validate`.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks flows and definition files, and shows everything that is wrong in one pass.",
        discussion: "Exit status 0 when there is no error, 1 when there is one, 2 when something cannot be read."
    )

    @Argument(
        help: "Flows, or files of Amazon States Language JSON; all flows when left out.",
        completion: Completions.flows()
    )
    var names: [String] = []

    @Flag(help: "Warnings count as errors.")
    var strict = false

    func run() throws {
        let catalog = FlowCatalog()
        let chosen = names.isEmpty ? catalog.entries.map { "\($0.domain.name)/\($0.name)" } : names
        var hasErrors = false
        for name in chosen {
            let checked = try check(name, in: catalog)
            let color = Terminal.standardOutput.hasColor
            for diagnostic in checked.diagnostics {
                Terminal.standardOutput.write(diagnostic.rendered(in: checked.source, color: color) + "\n")
            }
            let isWrong = checked.diagnostics.contains { $0.severity == .error || strict && $0.severity == .warning }
            Terminal.standardOutput.write("\(name): \(isWrong ? "not valid" : "valid")\n")
            hasErrors = hasErrors || isWrong
        }
        if hasErrors { throw CommandStatus.failed }
    }

    private func check(
        _ name: String,
        in catalog: FlowCatalog
    ) throws(CommandFailure) -> (diagnostics: [Diagnostic], source: String?) {
        if !name.hasSuffix(".json"), !LocalFile.exists(name) || catalog.entries.contains(where: { $0.name == name }) {
            let entry = try catalog.entry(named: name)
            do {
                let flow = try entry.flow.compile(domain: entry.domain.name)
                return (StateMachineDefinition.decode(flow.definition).diagnostics, nil)
            } catch {
                return (error.diagnostics, nil)
            }
        }
        let bytes = try LocalFile.read(name)
        let source = String(decoding: bytes, as: UTF8.self)
        return (StateMachineDefinition.decode(text: source, file: name).diagnostics, source)
    }
}
