import ArgumentParser
import FlowDSL
import FlowJSON

/// The command `flow-task list`.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Shows domains, their flows, what these take, and the connections that they need."
    )

    @Flag(help: "One JSON document instead of text.")
    var json = false

    func run() throws {
        let catalog = FlowCatalog()
        let flows = try catalog.entries.map { try catalog.compile($0) }
        let output = Terminal.standardOutput
        if json {
            let list = JSON.array(flows.map(\.manifest))
            output.write(list.prettyText + "\n")
            return
        }
        for domain in catalog.domains {
            output.write("\(domain.name)  \(domain.summary)\n")
            for flow in flows where flow.domain == domain.name { output.write(text(of: flow)) }
            for connection in domain.connections {
                output.write("  connection \(connection.name): \(connection.purpose) (\(connection.defaultURL))\n")
            }
        }
    }

    private func text(of flow: CompiledFlow) -> String {
        flow.input.fields.reduce("  \(flow.name)  \(flow.summary)\n") { text, field in
            let presence = field.defaultValue.map { "default \($0.text)" } ?? "required"
            return text + "    \(field.name): \(field.typeName), \(presence). \(field.help)\n"
        }
    }
}
