import FlowDSL
import FlowDiagnostics
import StatesLanguage

/// Finds what the user names: a flow of a domain, or a file with a definition.
struct FlowCatalog {
    let domains: [Domain]
    /// How definitions are read where sources disagree.
    let reading: SpecificationReading

    init(_ installation: Installation = .current, reading: SpecificationReading = SpecificationReading()) {
        domains = installation.domains
        self.reading = reading
    }

    /// A flow and its domain.
    struct Entry {
        var domain: Domain
        var flow: any Flow
        var name: String { type(of: flow).name }
    }

    /// All flows, in the order of their domains.
    var entries: [Entry] { domains.flatMap { domain in domain.flows.map { Entry(domain: domain, flow: $0) } } }

    /// The flow of a name, `import-orders` or `orders/import-orders`.
    ///
    /// - Parameter others: what else could have been meant where a flow is named.
    func entry(named name: String, or others: [String] = []) throws(CommandFailure) -> Entry {
        let found = entries.filter { $0.name == name || "\($0.domain.name)/\($0.name)" == name }
        if found.count > 1 {
            let names = found.map { "\($0.domain.name)/\($0.name)" }.joined(separator: ", ")
            throw CommandFailure("several domains have a flow \"\(name)\": \(names). Name the domain too.")
        }
        if let entry = found.first { return entry }
        let names = others + entries.flatMap { [$0.name, "\($0.domain.name)/\($0.name)"] }
        let hint =
            nearestName(to: name, in: names).map { "Did you mean \"\($0)\"?" } ?? "`flow-task list` shows the flows."
        throw CommandFailure("there is no flow \"\(name)\". \(hint)")
    }

    /// The flow or definition file of a name, ready to run.
    func machine(named name: String) throws(CommandFailure) -> NamedMachine {
        guard isFile(name) else {
            let entry = try entry(named: name)
            return try machine(of: entry)
        }
        let bytes = try LocalFile.read(name)
        let source = String(decoding: bytes, as: UTF8.self)
        let (definition, diagnostics) =
            YAMLDefinition.isNamed(name)
            ? YAMLDefinition.decode(text: source, file: name, reading: reading)
            : StateMachineDefinition.decode(text: source, file: name, reading: reading)
        guard let definition else {
            throw CommandFailure(diagnostics.filter { $0.severity == .error }, source: source)
        }
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let stem = last.split(separator: ".").first.map(String.init) ?? last
        return NamedMachine(name: stem, definition: definition, flow: nil)
    }

    /// A flow, compiled.
    func machine(of entry: Entry) throws(CommandFailure) -> NamedMachine {
        let flow = try compile(entry)
        do {
            let definition = try StateMachineDefinition(json: flow.definition, reading: reading)
            return NamedMachine(name: flow.name, definition: definition, flow: flow)
        } catch {
            throw CommandFailure([error])
        }
    }

    func compile(_ entry: Entry) throws(CommandFailure) -> CompiledFlow {
        do {
            return try entry.flow.compile(domain: entry.domain.name)
        } catch {
            throw CommandFailure(error.diagnostics)
        }
    }

    private func isFile(_ name: String) -> Bool {
        name.hasSuffix(".json") || YAMLDefinition.isNamed(name)
            || (!entries.contains { $0.name == name } && LocalFile.exists(name) && !LocalFile.isFolder(name))
    }
}

/// A state machine with the name that its executions are shown under.
struct NamedMachine {
    var name: String
    var definition: StateMachineDefinition
    /// What the DSL knows of it; `nil` for a file.
    var flow: CompiledFlow?
}
