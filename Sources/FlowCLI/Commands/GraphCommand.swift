import ArgumentParser
import FlowDSL
import StatesLanguage

/// The command `flow-task graph`.
struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a flow as Mermaid, DOT or SVG.",
        discussion: """
            Examples:
              flow-task graph import-orders
              flow-task graph import-orders --format svg -o import-orders.svg
            """
    )

    /// The languages of drawings.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case mermaid
        case dot
        case svg
    }

    @Argument(help: "A flow, or a file of Amazon States Language JSON.", completion: Completions.flows())
    var name: String

    @Option(help: "mermaid, dot or svg; by the output's ending when left out, else mermaid.")
    var format: Format?

    @Option(name: .shortAndLong, help: "The file to write; standard output when left out.")
    var output: String?

    func run() throws {
        let graph = StateGraph(try FlowCatalog().machine(named: name).definition)
        let ending = output?.split(separator: ".").last.map(String.init)
        let chosen = format ?? ending.flatMap(Format.init(rawValue:)) ?? .mermaid
        let text =
            switch chosen {
            case .mermaid: graph.mermaid
            case .dot: graph.dot
            case .svg: graph.svg
            }
        guard let output else {
            Terminal.standardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
            return
        }
        try LocalFile.write(text, to: output)
    }
}
