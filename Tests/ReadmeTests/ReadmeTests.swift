import FlowCLI
import FlowConnections
import FlowDSL
import FlowEngine
import FlowMachine
import Glibc
import Testing

@Suite("Every snippet of the README is true")
struct ReadmeTests {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    @Test("each Swift snippet is, letter by letter, a file that is compiled here")
    func snippets() throws {
        let readme = try text(of: "README.md")
        let snippets = readme.split(separator: "```swift\n").dropFirst().compactMap { $0.split(separator: "```").first }
        let names = ["CountVisits", "VisitsDomain", "CountLines", "Fetch"]
        #expect(snippets.count == names.count)
        for (snippet, name) in zip(snippets, names) {
            #expect(try text(of: "Tests/ReadmeTests/Snippets/\(name).swift") == snippet)
        }
    }

    @Test("the flow of the anatomy counts visits, and fails when there are too few")
    func countVisits() async throws {
        let folder = try visitsFolder(["2026-01-31/a.csv": "x\ny\n", "2026-01-31/b.csv": "z\n"])
        defer { removeFolder(folder) }
        let counted = try await run(CountVisits(), ["day": "2026-01-31", "minimum": 3], in: folder)
        #expect(counted.output == ["day": "2026-01-31", "visits": 3])
        #expect(try readText("\(folder)/2026-01-31/count.txt") == "3 visits\n")
        let failed = try await run(CountVisits(), ["day": "2026-01-31", "minimum": 4], in: folder)
        #expect(failed.error == "Visits.TooFew")
        #expect(failed.cause == "3 visits on 2026-01-31.")
    }

    @Test("the task fails with its own error on an empty file")
    func emptyFile() async throws {
        let folder = try visitsFolder(["2026-01-31/a.csv": ""])
        defer { removeFolder(folder) }
        let failed = try await run(CountVisits(), ["day": "2026-01-31"], in: folder)
        #expect(failed.error == "Visits.EmptyFile")
    }

    @Test("the flow of the retries catches a missing file")
    func fetch() async throws {
        let folder = try visitsFolder([:])
        defer { removeFolder(folder) }
        let fetched = try await run(Fetch(), [:], in: folder)
        #expect(fetched.output?.stringValue?.hasPrefix("Files.NotFound: ") == true)
    }

    @Test("the connections are read, and the environment goes over them")
    func connections() throws {
        let readme = try text(of: "README.md")
        let yaml = try #require(readme.split(separator: "```yaml\n").last?.split(separator: "```").first)
        let variables = [
            "HOME": "/home/me", "FLOW_TASK_CONNECTION_LAKE": "s3://test-bucket",
            "FLOW_TASK_CONNECTION_LAKE_ENDPOINT": "http://127.0.0.1:8080",
        ]
        let resolution = Connections.resolve(
            templates: [],
            yaml: (String(yaml), "connections.yaml"),
            environment: variables
        )
        #expect(resolution.diagnostics.isEmpty)
        #expect(resolution.connections["vendor"]?.options["key"] == "/home/me/.ssh/id_ed25519")
        #expect(resolution.connections["lake"]?.url.host == "test-bucket")
        #expect(resolution.connections["lake"]?.options["endpoint"] == "http://127.0.0.1:8080")
        #expect(resolution.connections["warehouse"]?.options["sslmode"] == "verify-full")
    }

    /// Runs a flow of the README with its connection on a folder.
    private func run(_ flow: some Flow, _ input: JSON, in folder: String) async throws -> ExecutionResult {
        let compiled = try flow.compile(domain: visits.name)
        let installation = Installation(domains: [visits])
        let connection = try Connection(name: "visits", parsing: "file:\(folder)")
        let program = try Program(StateMachineDefinition(json: compiled.definition))
        let completed = try compiled.input.completed(input)
        return try await Engine.with(installation.engineConfiguration(Connections([connection]))) { engine in
            try await engine.run(program, as: .local(compiled.name, execution: "test"), input: completed)
        }
    }

    private func text(of file: String) throws -> String { try readText("\(Self.root)/\(file)") }
}
