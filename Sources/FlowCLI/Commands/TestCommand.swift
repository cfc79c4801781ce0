import ArgumentParser
import FlowJSON
import FlowTesting

/// The command `flow-task test`.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the tests of flows, with mocks for their tasks and without waiting.",
        discussion: """
            Examples:
              flow-task test
              flow-task test import-orders --coverage
              flow-task test machine.asl.json --format junit
              flow-task test machine.asl.json --mock-config MockConfigFile.json --input '{"n": 1}'

            Tests are flows/<domain>/Tests/<flow>.test.yaml, or <name>.test.yaml beside <name>.asl.json; JSON is as good. \
            Time is virtual: waits, back-offs and timeouts take none.
            Exit status 0 when all tests pass, 1 when one does not or too little is covered, 2 for wrong use.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit
    }

    @Argument(
        help: "Flows, domains, definition files or files of tests; all tests when left out.",
        completion: Completions.flows()
    )
    var names: [String] = []

    @Option(help: "Only tests whose name holds this text.")
    var filter: String?

    @Option(help: "How results are shown: text, json or junit.")
    var format = Format.text

    @Flag(help: "Shows which states, transitions, rules, retriers and catchers the tests take, and which not.")
    var coverage = false

    @Option(help: "Fails where tests take less than this share of a flow, in percent.")
    var minimumCoverage: Double?

    @Option(help: "AWS's MockConfigFile.json: its test cases are run too.", completion: .file(extensions: ["json"]))
    var mockConfig: String?

    @Option(help: "The input of the test cases of --mock-config: JSON, or a file with it.")
    var input: String?

    @OptionGroup var readingOptions: ReadingOptions

    func run() throws {
        let runs = try runTests()
        let output = Terminal.standardOutput
        switch format {
        case .text:
            let text = runs.text(withCoverage: showsCoverage) { text, color in
                output.hasColor ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
            }
            output.write(text)
        case .json: output.write(runs.json(withCoverage: showsCoverage).prettyText + "\n")
        case .junit: output.write(runs.junit)
        }
        let least = minimumCoverage ?? 0
        for run in runs where run.coverage.percentage < least {
            let share = Int(run.coverage.percentage)
            Terminal.standardError.write("flow-task: \(run.flow) is covered to \(share) %, less than \(least) %.\n")
        }
        let isGood = runs.allSatisfy { $0.failedCount == 0 && $0.coverage.percentage >= least }
        if !isGood { throw CommandStatus.failed }
    }

    private var showsCoverage: Bool { coverage || minimumCoverage != nil }

    private func runTests() throws(CommandFailure) -> [TestRun] {
        let configuration: MockConfigurationFile? =
            if let mockConfig { try MockConfigurationFile(mockConfig) } else { nil }
        var finder = TestFinder(catalog: FlowCatalog(reading: try readingOptions.resolve()))
        if !names.isEmpty {
            for name in names { try finder.add(name, needsTests: configuration == nil) }
        } else if let configuration {
            for name in configuration.value.machineNames { try finder.add(name, needsTests: false) }
        } else {
            try finder.addAll()
        }
        let given: JSON? = if let input { try JSONFile.read(input) } else { nil }
        var runs: [TestRun] = []
        for subject in finder.subjects {
            let run = try subject.run(configuration, input: given) { name in filter.map(name.contains) ?? true }
            if !run.results.isEmpty || filter == nil { runs.append(run) }
        }
        guard runs.contains(where: { !$0.results.isEmpty }) else {
            throw CommandFailure(filter.map { "no test's name holds \"\($0)\"." } ?? "there is no test to run.")
        }
        return runs
    }
}
