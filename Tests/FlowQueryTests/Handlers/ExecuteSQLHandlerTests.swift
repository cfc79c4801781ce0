import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

struct ExecuteSQLHandlerTests {
    @Test("counts the rows of all statements", arguments: Workbench.Kind.available)
    func counts(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            let count = try await bench.execute(
                """
                CREATE TABLE \(table) (id int, name text); -- the table
                INSERT INTO \(table) VALUES (1, 'a;b'), (2, NULL), (3, 'c');
                UPDATE \(table) SET name = 'x' WHERE id > 1;
                DELETE FROM \(table) WHERE id = 99;
                SELECT * FROM \(table);
                """
            )
            #expect(count == 5)
            #expect(try await bench.execute("DELETE FROM \(table) WHERE id <= $1", 2) == 2)
        }
    }

    @Test("takes nothing when a later statement fails", arguments: Workbench.Kind.available)
    func atomic(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            try await bench.execute("CREATE TABLE \(table) (id int primary key)")
            let failure = try await bench.failure {
                try await bench.execute("INSERT INTO \(table) VALUES (1); INSERT INTO \(table) VALUES (2), (2)")
            }
            #expect(failure.error.text == "SQL.ConstraintViolation")
            #expect(try await bench.query("SELECT * FROM \(table)").isEmpty)
        }
    }

    @Test(
        "names what a constraint refuses",
        arguments: Workbench.Kind.available,
        [
            "INSERT INTO $t VALUES (1, 1, 'x', NULL)", "INSERT INTO $t VALUES (2, -1, 'x', NULL)",
            "INSERT INTO $t VALUES (2, 1, NULL, NULL)", "INSERT INTO $t VALUES (2, 1, 'x', 99)",
        ]
    )
    func constraints(kind: Workbench.Kind, sql: String) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            try await bench.execute(
                """
                CREATE TABLE \(table) (
                    id int primary key, n int check (n > 0), name text not null, parent int references \(table) (id)
                );
                INSERT INTO \(table) VALUES (1, 1, 'a', NULL)
                """
            )
            let failure = try await bench.failure { try await bench.execute(sql.replacing("$t", with: table)) }
            #expect(failure.error.text == "SQL.ConstraintViolation", "\(failure)")
        }
    }

    @Test("says how to move files when COPY is tried", .enabled(if: TestServers.hasPostgres))
    func copyIsRefused() async throws {
        try await Workbench.with(.postgres) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            for sql in ["COPY \(bench.table("t")) FROM STDIN", "COPY \(bench.table("t")) TO STDOUT"] {
                let failure = try await bench.failure { try await bench.execute(sql) }
                #expect(failure.cause.contains("LoadRows"))
            }
        }
    }

    @Test("refuses a transaction of the author's that has no end", arguments: Workbench.Kind.available)
    func openTransaction(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            try await bench.execute("CREATE TABLE \(table) (id int)")
            for sql in ["BEGIN", "BEGIN; INSERT INTO \(table) VALUES (1)"] {
                let failure = try await bench.failure { try await bench.execute(sql) }
                #expect(failure.cause.contains("leave BEGIN out"), "\(failure)")
            }
            #expect(try await bench.query("SELECT * FROM \(table)").isEmpty)
        }
    }

    @Test("refuses SQL that C would read to its middle", arguments: Workbench.Kind.available)
    func nul(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            try await bench.execute("CREATE TABLE \(table) (id int); INSERT INTO \(table) VALUES (1), (2)")
            let failure = try await bench.failure {
                try await bench.execute("DELETE FROM \(table) -- \0\n WHERE id = 2")
            }
            #expect(failure.error.text == "SQL.SyntaxError")
            #expect(try await bench.query("SELECT * FROM \(table)").count == 2)
        }
    }

    @Test("takes statements that want no transaction around them", arguments: Workbench.Kind.available)
    func vacuum(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            try await bench.execute("VACUUM")
        }
    }
}

@Suite(.enabled(if: TestServers.hasPostgres))
struct PostgresConnectionTests {
    private func failure(_ change: (inout Connection) -> Void) async throws -> TaskFailure {
        try await failure(of: "SELECT 1 AS n", change)
    }

    private func failure(of sql: String, _ change: (inout Connection) -> Void) async throws -> TaskFailure {
        var connection = try Connection(name: "db", parsing: TestServers.settings["POSTGRES_URL"] ?? "")
        change(&connection)
        let changed = connection
        var result: TaskFailure?
        try await Workbench.with(.sqlite) { bench in
            result = try await bench.failure {
                _ = try await bench.run(QueryRows<JSON>("db", Value(sql)), on: Connections([changed]))
            }
        }
        return try #require(result)
    }

    @Test("tells a wrong password from a server that is not there")
    func connecting() async throws {
        let refused = try await failure { $0.secrets["password"] = Secret("wrong-horse") }
        #expect(refused.error.text == "SQL.AuthenticationFailed")
        #expect(refused.cause.contains("password authentication failed"), "\(refused.cause)")
        #expect(!refused.cause.contains("wrong-horse"))

        let missing = try await failure { $0.secrets["password"] = nil }
        #expect(missing.error.text == "SQL.AuthenticationFailed", "\(missing)")
        #expect(missing.cause.contains("FLOW_TASK_CONNECTION_DB_PASSWORD"), "\(missing.cause)")

        let closed = try await failure { $0.url.port = 1 }
        #expect(closed.error.text == "SQL.ConnectionFailed")
        #expect(closed.cause.contains("Connection refused"), "\(closed.cause)")

        let nowhere = try await failure { $0.url.path = "/no_such_database" }
        #expect(nowhere.error.text == "SQL.ConnectionFailed")
        #expect(nowhere.cause.contains("no_such_database"), "\(nowhere.cause)")

        let unknown = try await failure { $0.url.host = "no-such-host.invalid" }
        #expect(unknown.error.text == "SQL.ConnectionFailed")
        #expect(unknown.cause.contains("no-such-host.invalid"), "\(unknown.cause)")
    }

    @Test("names a connection that the server ended")
    func lost() async throws {
        let ended = try await failure(of: "SELECT pg_terminate_backend(pg_backend_pid()) AS x") { _ in }
        #expect(ended.error.text == "SQL.ConnectionLost", "\(ended)")
    }

    @Test("checks the server's certificate where a root is given")
    func certificates() async throws {
        let wrong = try await failure { connection in
            connection.options["sslrootcert"] = "/etc/ssl/certs/ca-certificates.crt"
        }
        #expect(wrong.error.text == "SQL.ConnectionFailed")
        #expect(wrong.cause.contains("certificate"), "\(wrong.cause)")
        let root = try #require(TestServers.settings["POSTGRES_ROOT_CERTIFICATE"])
        let right = try await failure(of: "SELECT ssl, 1 AS ssl FROM pg_stat_ssl") { connection in
            connection.options["sslrootcert"] = root
            connection.url.host = "localhost"
        }
        // It got as far as reading the statement.
        #expect(right.cause.contains("Two columns"), "\(right.cause)")
    }

    @Test("names the server's time limit and locks")
    func limits() async throws {
        try await Workbench.with(.postgres) { bench in
            let slow = try await bench.failure {
                try await bench.execute("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)")
            }
            #expect(slow.error.text == "SQL.StatementTimeout")
        }
    }
}

struct SQLiteConnectionTests {
    private func failure(_ url: String, _ sql: String = "SELECT 1 AS n") async throws -> TaskFailure {
        let connection = try Connection(name: "db", parsing: url)
        var result: TaskFailure?
        try await Workbench.with(.sqlite) { bench in
            result = try await bench.failure {
                _ = try await bench.run(QueryRows<JSON>("db", Value(sql)), on: Connections([connection]))
            }
        }
        return try #require(result)
    }

    @Test("says that a file is not there, or is none of SQLite's")
    func files() async throws {
        let missing = try await failure("sqlite:/tmp/no-such-folder/x.db")
        #expect(missing.error.text == "SQL.ConnectionFailed")
        #expect(missing.cause.contains("is not there"))
        let other = try await failure("sqlite:\(#filePath)", "SELECT * FROM sqlite_master")
        #expect(other.error.text == "SQL.ConnectionFailed", "\(other)")
        let folder = try await failure("sqlite:/tmp")
        #expect(folder.error.text == "SQL.ConnectionFailed", "\(folder)")
    }

    @Test("refuses a connection that is no database")
    func otherScheme() async throws {
        let failure = try await failure("file:data")
        #expect(failure.cause.contains("is no database"))
    }

    @Test("lets many tasks write into one file at the same time")
    func concurrent() async throws {
        try await Workbench.with(.sqlite) { bench in
            try await bench.execute("CREATE TABLE t (n int)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<16 {
                    group.addTask {
                        try await bench.execute("INSERT INTO t VALUES (\(n)); INSERT INTO t VALUES (\(n))")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.query("SELECT count(*) AS n FROM t")[0]["n"] == 32)
        }
    }
}
