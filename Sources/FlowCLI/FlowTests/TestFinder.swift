import FlowDSL
import FlowJSON

/// Finds the flows and the files that `flow-task test` is told.
///
/// The tests of a domain's flow are `flows/<domain>/Tests/<flow>.test.yaml`, those of `orders.asl.json` are
/// `orders.test.yaml` beside it; `.yml` and `.json` are as good, and a word may stand before `.test`.
struct TestFinder {
    let catalog: FlowCatalog
    private(set) var subjects: [TestSubject] = []

    init(catalog: FlowCatalog) { self.catalog = catalog }

    /// Adds what the user names: a flow, a domain, a definition's file, or a file of tests.
    mutating func add(_ name: String, needsTests: Bool) throws(CommandFailure) {
        if Self.stem(ofTests: name) != nil { return try addTests(name) }
        if let domain = catalog.domains.first(where: { $0.name == name }) {
            for flow in domain.flows { try add("\(domain.name)/\(type(of: flow).name)", needsTests: false) }
            return
        }
        if !name.hasSuffix(".json"), !YAMLDefinition.isNamed(name), let entry = try? catalog.entry(named: name) {
            // `try?`: what is no flow is a file, which says so itself.
            let files = Self.tests(named: entry.name, in: "flows/\(entry.domain.name)/Tests")
            guard !files.isEmpty || !needsTests else {
                throw CommandFailure(
                    "\"\(entry.name)\" has no tests: write flows/\(entry.domain.name)/Tests/\(entry.name).test.yaml."
                )
            }
            return try add(TestSubject(machine: try catalog.machine(of: entry), file: nil, tests: files))
        }
        let machine = try catalog.machine(named: name)
        let files = Self.tests(named: machine.name, in: Self.folder(of: name))
        guard !files.isEmpty || !needsTests else {
            throw CommandFailure("\"\(name)\" has no tests: write \(machine.name).test.yaml beside it.")
        }
        try add(TestSubject(machine: machine, file: name, tests: files))
    }

    /// Adds all flows that have tests.
    mutating func addAll() throws(CommandFailure) {
        for entry in catalog.entries {
            let files = Self.tests(named: entry.name, in: "flows/\(entry.domain.name)/Tests")
            if !files.isEmpty {
                try add(TestSubject(machine: try catalog.machine(of: entry), file: nil, tests: files))
            }
        }
        guard !subjects.isEmpty else {
            throw CommandFailure("there are no tests: write flows/<domain>/Tests/<flow>.test.yaml, or name a file.")
        }
    }

    /// Adds a file of tests; it names its flow, or is called like it.
    private mutating func addTests(_ path: String) throws(CommandFailure) {
        let folder = Self.folder(of: path)
        let stem = Self.stem(ofTests: path) ?? path
        let named = try TestDocument(path).value["flow"]?.stringValue
        let beside = [".asl.json", ".json", ".asl.yaml", ".asl.yml", ".yaml", ".yml"].map { "\(folder)/\(stem)\($0)" }
            .first(where: LocalFile.exists)
        let flow: String
        if let named, named.hasSuffix(".json") || YAMLDefinition.isNamed(named), !named.hasPrefix("/") {
            flow = "\(folder)/\(named)"
        } else {
            flow = named ?? beside ?? stem
        }
        let machine = try catalog.machine(named: flow)
        let isFile = machine.flow == nil
        try add(TestSubject(machine: machine, file: isFile ? flow : nil, tests: [path]))
    }

    private mutating func add(_ subject: TestSubject) throws(CommandFailure) {
        let known = subjects.firstIndex { $0.name == subject.name && $0.file == subject.file }
        guard let known else { return subjects.append(subject) }
        for file in subject.tests where !subjects[known].tests.contains(file) { subjects[known].tests.append(file) }
    }

    /// `orders` for `flows/orders.test.yaml` and for `orders.late.test.json`; `nil` for other files.
    private static func stem(ofTests path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let isTests = [".test.yaml", ".test.yml", ".test.json"].contains { name.hasSuffix($0) }
        return isTests ? String(name.prefix { $0 != "." }) : nil
    }

    private static func tests(named flow: String, in folder: String) -> [String] {
        LocalFile.files(in: folder).filter { stem(ofTests: $0) == flow }
            .map { folder == "." ? $0 : "\(folder)/\($0)" }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
