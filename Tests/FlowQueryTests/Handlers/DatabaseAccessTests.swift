import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowQuery

struct DatabaseAccessTests {
    @Test("says what answers", arguments: Workbench.Kind.available)
    func probe(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            let answer = try await probeDatabase(try bench.connections.connection(named: "db"))
            #expect(answer.contains(kind == .sqlite ? "SQLite 3." : kind == .redshift ? "Redshift" : "PostgreSQL 1"))
        }
    }

    @Test("takes a file of SQLite's that is not there yet, and makes none")
    func missingFile() async throws {
        let path = "/tmp/flow-query-\(UInt64.random(in: 0 ... .max)).db"
        let answer = try await probeDatabase(try Connection(name: "db", parsing: "sqlite:\(path)"))
        #expect(answer.contains("will be made"))
        #expect(!fileExists(path))
    }

    @Test("names an unknown connection, and one that is no database")
    func wrongConnections() async throws {
        try await Workbench.with(.sqlite) { bench in
            let unknown = try await bench.failure { _ = try await bench.run(ExecuteSQL("bd", "SELECT 1")) }
            #expect(unknown.error.text == "Connection.NotFound")
            #expect(unknown.cause.contains("Did you mean \"db\"?"), "\(unknown.cause)")
            let files = try await bench.failure { _ = try await bench.run(ExecuteSQL("files", "SELECT 1")) }
            #expect(files.error.text == "Connection.NotFound")
            #expect(files.cause.contains("is no database"), "\(files.cause)")
        }
    }

    @Test("reads the settings of a server from the URL and the options")
    func settings() throws {
        let settings = try PostgresSettings(
            Connection(name: "dwh", parsing: "redshift://etl:s3cret@cluster.example/sales?application_name=nightly")
        )
        let keywords = Dictionary(settings.keywords, uniquingKeysWith: { first, _ in first })
        #expect(keywords["host"] == "cluster.example")
        #expect(keywords["port"] == "5439")
        #expect(keywords["user"] == "etl")
        #expect(keywords["password"] == "s3cret")
        #expect(keywords["dbname"] == "sales")
        #expect(keywords["sslmode"] == "require")
        #expect(keywords["application_name"] == "nightly")
        let verified = try PostgresSettings(
            Connection(name: "dwh", parsing: "postgres://h/d", options: ["sslrootcert": "/etc/ca.pem"])
        )
        #expect(verified.keywords.contains { $0 == ("sslmode", "verify-full") })
    }
}
