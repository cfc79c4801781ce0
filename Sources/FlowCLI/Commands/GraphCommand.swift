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

    @Argument(help: "A flow, or a file of Amazon States Language in JSON or YAML.", completion: Completions.flows())
    var name: String

    @Option(help: "mermaid, dot or svg; by the output's ending when left out, else mermaid.")
    var format: Format?

    @Option(name: .shortAndLong, help: "The file to write; standard output when left out.")
    var output: String?

    func run() throws {
        let chosen = try format ?? output.map(Self.format(of:)) ?? .mermaid
        let graph = StateGraph(try FlowCatalog().machine(named: name).definition)
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

    /// The language that a file's ending stands for.
    private static func format(of path: String) throws(CommandFailure) -> Format {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return .mermaid }
        switch name[name.index(after: dot)...].lowercased() {
        case "svg": return .svg
        case "dot", "gv": return .dot
        case "mermaid", "mmd", "md", "txt": return .mermaid
        case let ending:
            throw CommandFailure(
                "there is no drawing for \".\(ending)\": name a file .svg, .dot or .mmd, or say --format."
            )
        }
    }
}
