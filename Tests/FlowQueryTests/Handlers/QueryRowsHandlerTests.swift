import FlowConnections
import FlowJSON
import FlowTasks
import Glibc
import StatesLanguage
import Synchronization
import Testing

@testable import FlowQuery

struct QueryRowsHandlerTests {
    @Test("binds parameters and gives typed values", arguments: Workbench.Kind.available)
    func typed(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("things")
            try await bench.execute(
                "CREATE TABLE \(table) (id bigint, paid boolean, price double precision, name text, doc json, none text)"
            )
            let count = try await bench.execute(
                "INSERT INTO \(table) VALUES ($1, $2, $3, $4, $5, $6)",
                .integer(.max),
                true,
                12.5,
                "it's \"é\"\n",
                ["a": [1, 2.5, nil]],
                nil
            )
            #expect(count == 1)
            let rows = try await bench.query(
                "SELECT * FROM \(table) WHERE name = $2 AND id = $1",
                .integer(.max),
                "it's \"é\"\n"
            )
            #expect(
                rows.map(\.text) == [
                    #"{"id":9223372036854775807,"paid":true,"price":12.5,"name":"it's \"é\"\n","doc":{"a":[1,2.5,null]},"none":null}"#
                ]
            )
        }
    }

    @Test("takes parameters in any order and more than once", arguments: Workbench.Kind.available)
    func parameterOrder(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            let rows = try await bench.query(
                "SELECT CAST($2 AS text) AS b, CAST($1 AS text) AS a, CAST($2 AS text) AS c",
                "one",
                "two"
            )
            #expect(rows.map(\.text) == [#"{"b":"two","a":"one","c":"two"}"#])
        }
    }

    @Test("takes question marks on SQLite")
    func questionMarks() async throws {
        try await Workbench.with(.sqlite) { bench in
            try await bench.execute("CREATE TABLE t (a, b); ")
            try await bench.execute("INSERT INTO t VALUES (?, ?)", 1, "x")
            #expect(try await bench.query("SELECT * FROM t WHERE b = ?2 AND a = ?1", 1, "x").count == 1)
            let failure = try await bench.failure { _ = try await bench.query("SELECT :name AS x", 1) }
            #expect(failure.error.text == "SQL.SyntaxError")
        }
    }

    @Test("decodes rows into the flow's own type", arguments: Workbench.Kind.available)
    func ownType(kind: Workbench.Kind) async throws {
        struct Row: Codable, Sendable, Equatable {
            var region: String
            var orders: Int
        }
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (region text)")
            let sql = "SELECT 'north' AS region, 3 AS orders UNION ALL SELECT 'south', 4 ORDER BY 2"
            let output = try await bench.run(QueryRows<Row>("db", Value(sql)))
            #expect(output.rows == [Row(region: "north", orders: 3), Row(region: "south", orders: 4)])
            #expect(output.count == 2)
        }
    }

    @Test(
        "refuses results that cannot be answered inline",
        arguments: Workbench.Kind.available,
        [
            ("SELECT 1 AS a, 2 AS a", "SQL.Error", "Two columns of the result are named \"a\""),
            ("SELECT 1; SELECT 2", "SQL.SyntaxError", "One statement is wanted"),
            ("", "SQL.SyntaxError", "no statement"),
            ("DELETE FROM $t", "SQL.Error", "gives no rows"),
            ("SELECT id FROM $t", "SQL.TooManyRows", "more than 3 rows"),
            ("SELECT big FROM $t WHERE id = 1", "SQL.TooManyRows", "over 262144 bytes"),
            ("SELECT $1 AS a", "SQL.InvalidData", "has 1 parameter, and the task gives 0"),
        ]
    )
    func refuses(kind: Workbench.Kind, statement: (String, String, String)) async throws {
        let (sql, error, part) = statement
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int, big text)")
            try await bench.execute(
                "INSERT INTO \(bench.table("t")) VALUES (1, $1)",
                .string(String(repeating: "x", count: 262_144))
            )
            try await bench.execute("INSERT INTO \(bench.table("t")) VALUES (2, ''), (3, ''), (4, '')")
            let text = sql.replacing("$t", with: bench.table("t"))
            let failure = try await bench.failure {
                _ = try await bench.run(QueryRows<JSON>("db", Value(text), maximumRows: 3))
            }
            #expect(failure.error.text == error)
            #expect(failure.cause.contains(part), "\(failure.cause)")
            #expect(try await bench.query("SELECT count(*) AS n FROM \(bench.table("t"))")[0]["n"] == 4)
        }
    }

    @Test("says where a statement is wrong, with a caret", arguments: Workbench.Kind.available)
    func caret(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            let table = bench.table("t")
            for (sql, error, part) in [
                ("SELECT *\nFORM x", "SQL.SyntaxError", "line 2: FORM x"),
                ("SELECT nmae FROM \(table)", "SQL.UndefinedColumn", "\n               ^"),
                ("SELECT * FROM \(table)_gone", "SQL.UndefinedTable", "\(table.split(separator: ".").last ?? "")_gone"),
                ("SELECT no_such(1)", "SQL.UndefinedFunction", "no_such"),
            ] {
                let failure = try await bench.failure { _ = try await bench.query(sql) }
                #expect(failure.error.text == error)
                #expect(failure.cause.contains(part), "\(failure.cause)")
            }
        }
    }

    @Test("keeps parameters out of its messages", .enabled(if: TestServers.hasPostgres))
    func hidesParameters() async throws {
        try await Workbench.with(.postgres) { bench in
            let failure = try await bench.failure { _ = try await bench.query("SELECT $1::int AS n", "hunter2secret") }
            #expect(failure.error.text == "SQL.InvalidData")
            #expect(!failure.cause.contains("hunter2"), "\(failure.cause)")
            #expect(failure.cause.contains("$1"))
            try await bench.execute("CREATE TABLE \(bench.table("t")) (name text unique)")
            try await bench.execute("INSERT INTO \(bench.table("t")) VALUES ($1)", "hunter2secret")
            let twice = try await bench.failure {
                try await bench.execute("INSERT INTO \(bench.table("t")) VALUES ($1)", "hunter2secret")
            }
            #expect(twice.error.text == "SQL.ConstraintViolation")
            #expect(!twice.cause.contains("hunter2"), "\(twice.cause)")
        }
    }

    @Test("takes lists for PostgreSQL's arrays", .enabled(if: TestServers.hasPostgres))
    func arrays() async throws {
        try await Workbench.with(.postgres) { bench in
            let rows = try await bench.query("SELECT n FROM generate_series(1, 9) n WHERE n = any($1)", [2, 4, 77])
            #expect(rows.map { $0["n"] } == [2, 4])
        }
    }

    private func endless(_ kind: Workbench.Kind) -> String {
        kind == .sqlite
            ? "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 7 FROM t) SELECT max(n) AS n FROM t"
            : "SELECT 1 AS n FROM pg_sleep(20)"
    }

    @Test("ends as cancelled when its task is cancelled", arguments: Workbench.Kind.available)
    func cancelledTask(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            let sql = endless(kind)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: CancellationError.self) { try await bench.query(sql) }
                }
                // Until the statement runs: its first progress is told.
                while bench.monitor.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    @Test("stops a statement within a second of the cancellation", arguments: Workbench.Kind.available)
    func cancels(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            let connection = try bench.connections.connection(named: "db")
            // A machine that is busy with other things may hold up one trial, though not our code all three of them.
            var quickest = Duration.seconds(99)
            for _ in 0..<3 where quickest >= .seconds(1) {
                quickest = min(quickest, try await timeToStop(endless(kind), connection))
            }
            #expect(quickest < .seconds(1))
        }
    }

    /// How long a statement runs on after it was cancelled.
    ///
    /// On threads alone, so that nothing else that the tests do is measured.
    private func timeToStop(_ sql: String, _ connection: Connection) async throws -> Duration {
        try await runBlocking { _ in
            let cancellation = Cancellation()
            let cancelled: Mutex<ContinuousClock.Instant?> = Mutex(nil)
            let database = try connection.openDatabase(for: .reading, Activity(cancellation))
            startThread {
                usleep(200_000)
                cancelled.withLock { $0 = .now }
                cancellation.cancel()
            } orFail: { _ in
                cancellation.cancel()
            }
            #expect(throws: CancellationError.self) {
                try database.rows(SQLStatement(sql: sql), within: ResultLimits(rows: 1))
            }
            return cancelled.withLock { $0.map { .now - $0 } ?? .seconds(99) }
        }
    }
}
