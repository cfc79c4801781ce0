import ArgumentParser
import FlowDSL
import FlowJSON
import FlowTasks

/// The command `flow-task export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes flows as Amazon States Language JSON, each with its manifest.",
        discussion: """
            Examples:
              flow-task export import-orders                  one flow, to standard output
              flow-task export orders -o build/               a domain: build/orders/<flow>.asl.json and .manifest.json
              flow-task export --region eu-central-1 --account 111122223333 -o build/
            """
    )

    @Argument(help: "A flow or a domain; all domains when left out.", completion: Completions.flows(withDomains: true))
    var name: String?

    @Option(name: .shortAndLong, help: "The file (one flow, *.json) or folder to write.")
    var output: String?

    @Option(help: "The AWS region of the tasks' activities.")
    var region = TaskResource.defaultRegion

    @Option(help: "The AWS account of the tasks' activities, 12 digits.")
    var account = TaskResource.defaultAccount

    @Flag(inversion: .prefixedNo, help: "Write the manifest beside the definition.")
    var manifest = true

    func validate() throws {
        guard account.count == 12, account.allSatisfy(\.isWholeNumber) else {
            throw ValidationError("\"\(account)\" is no AWS account: it has 12 digits.")
        }
    }

    func run() throws {
        let catalog = FlowCatalog()
        let entries = try chosen(in: catalog)
        let flows = try entries.map { try catalog.compile($0) }
        guard let output else {
            guard let flow = flows.first, flows.count == 1 else {
                throw CommandFailure("several flows need a folder: add -o FOLDER, or name one flow.")
            }
            Terminal.standardOutput.write(text(of: flow))
            return
        }
        if output.hasSuffix(".json") {
            guard let flow = flows.first, flows.count == 1 else {
                throw CommandFailure("\"\(output)\" is one file, but there are \(flows.count) flows: name a folder.")
            }
            let ending = output.hasSuffix(".asl.json") ? ".asl.json" : ".json"
            try write(flow, to: output, manifest: output.dropLast(ending.count) + ".manifest.json")
            return
        }
        let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
        for flow in flows {
            let stem = "\(folder)/\(flow.domain)/\(flow.name)"
            try write(flow, to: "\(stem).asl.json", manifest: "\(stem).manifest.json")
        }
    }

    private func write(_ flow: CompiledFlow, to path: String, manifest manifestPath: String) throws {
        try LocalFile.write(text(of: flow), to: path)
        if manifest { try LocalFile.write(flow.manifest.prettyText + "\n", to: manifestPath) }
        Terminal.standardError.write("wrote \(path)\n")
    }

    private func chosen(in catalog: FlowCatalog) throws -> [FlowCatalog.Entry] {
        guard let name else { return catalog.entries }
        if let domain = catalog.domains.first(where: { $0.name == name }) {
            return catalog.entries.filter { $0.domain.name == domain.name }
        }
        return [try catalog.entry(named: name, or: catalog.domains.map(\.name))]
    }

    private func text(of flow: CompiledFlow) -> String {
        TaskResource.relocating(flow.definition, region: region, account: account).prettyText + "\n"
    }
}
