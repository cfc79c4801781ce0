import FlowJSON
import FlowTasks
import Glibc
import StatesLanguage
import Testing

struct ExportRowsHandlerTests {
    private func make(_ bench: Workbench) async throws -> String {
        let table = bench.table("things")
        try await bench.execute("CREATE TABLE \(table) (id int, name text, price double precision, paid boolean)")
        let names: [JSON] = ["plain", "a,b", "say \"hi\"", "two\nlines", "", nil, "é\\.", "cr\rx"]
        for (position, name) in names.enumerated() {
            try await bench.execute(
                "INSERT INTO \(table) VALUES ($1, $2, $3, $4)",
                .integer(Int64(position)),
                name,
                .double(Double(position) * 1.25 - 2.5),
                .bool(position % 2 == 0)
            )
        }
        return table
    }

    private let csv = """
        id,name,price,paid
        0,plain,-2.5,t
        1,"a,b",-1.25,f
        2,"say ""hi""\",0,t
        3,"two
        lines",1.25,f
        4,"",2.5,t
        5,,3.75,f
        6,é\\.,5,t
        7,"cr\rx",6.25,f

        """

    /// The server sends what fills 8 KiB at once; the first row is a block of the file already.
    @Test(
        "takes rows that come slowly, and rows of any length",
        .enabled(if: TestServers.hasPostgres),
        arguments: [[], [0]] as [[JSON]],
        [9_000, 300_000]
    )
    func slowly(parameters: [JSON], length: Int) async throws {
        try await Workbench.with(.postgres) { bench in
            let sql =
                "SELECT i, repeat('x', CASE i WHEN 1 THEN 300000 ELSE \(length) END) AS text, "
                + "pg_sleep(0.03) IS NULL AS slept FROM generate_series(1, 12) AS i"
                + (parameters.isEmpty ? "" : " WHERE i > $1")
            let export = try await bench.run(
                ExportRows("db", Value(sql), parameters: parameters, to: bench.file("slow.csv"))
            )
            let lines = (1...12).map { "\($0),\(String(repeating: "x", count: $0 == 1 ? 300_000 : length)),f\n" }
            #expect(bench.storage["slow.csv"] == "i,text,slept\n" + lines.joined())
            #expect(export.rowCount == 12)
        }
    }

    @Test("writes CSV, the same from every database, with parameters and without", arguments: Workbench.Kind.available)
    func csv(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = try await make(bench)
            let plain = try await bench.run(
                ExportRows("db", Value("SELECT * FROM \(table) ORDER BY id; -- all"), to: bench.file("plain.csv"))
            )
            #expect(bench.storage["plain.csv"] == csv)
            #expect(plain.rowCount == 8)
            #expect(plain.file.sizeInBytes == Int64(csv.utf8.count))
            #expect(bench.monitor.last == TaskProgress(bytes: Int64(csv.utf8.count), rows: 8))
            let bound = try await bench.run(
                ExportRows(
                    "db",
                    Value("SELECT * FROM \(table) WHERE id >= $1 ORDER BY id"),
                    parameters: [0],
                    to: bench.file("bound.csv")
                )
            )
            #expect(bench.storage["bound.csv"] == csv)
            #expect(bound.rowCount == 8)
        }
    }

    @Test("writes only the header of an empty result", arguments: Workbench.Kind.available)
    func empty(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = try await make(bench)
            for (name, parameters) in [("a.csv", []), ("b.csv", [99 as JSON])] {
                let condition = parameters.isEmpty ? "id = 99" : "id = $1"
                let output = try await bench.run(
                    ExportRows(
                        "db",
                        Value("SELECT id, name AS \"a,b\" FROM \(table) WHERE \(condition)"),
                        parameters: parameters,
                        to: bench.file(name)
                    )
                )
                #expect(output.rowCount == 0)
                #expect(bench.storage[name] == "id,\"a,b\"\n")
            }
        }
    }

    @Test("writes JSON Lines", arguments: Workbench.Kind.available)
    func jsonLines(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = try await make(bench)
            let output = try await bench.run(
                ExportRows(
                    "db",
                    Value("SELECT * FROM \(table) WHERE id IN (3, 6) ORDER BY id"),
                    to: bench.file("x.jsonl"),
                    format: .jsonLines
                )
            )
            #expect(output.rowCount == 2)
            #expect(
                bench.storage["x.jsonl"] == """
                    {"id":3,"name":"two\\nlines","price":1.25,"paid":false}
                    {"id":6,"name":"é\\\\.","price":5,"paid":true}

                    """
            )
        }
    }

    @Test("writes every line of JSON Lines so that it reads back", arguments: Workbench.Kind.available)
    func jsonLinesReadBack(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let table = bench.table("t")
            try await bench.execute("CREATE TABLE \(table) (s text, j json)")
            var random = SeededRandom(seed: 5)
            var expected: [JSON] = []
            for _ in 0..<20 {
                let scalars = (0..<20).map { _ in Unicode.Scalar(UInt8.random(in: 1...127, using: &random)) }
                let text = String(String.UnicodeScalarView(scalars)) + "日"
                try await bench.execute("INSERT INTO \(table) VALUES ($1, $2)", .string(text), .string("[1,\n 2]"))
                expected.append(["s": .string(text), "j": [1, 2]])
            }
            _ = try await bench.run(
                ExportRows("db", Value("SELECT * FROM \(table)"), to: bench.file("x"), format: .jsonLines)
            )
            let lines = (bench.storage["x"] ?? "").split(separator: "\n")
            #expect(try lines.map { try JSON(parsing: String($0)) } == expected)
        }
    }

    @Test("leaves no file when a row fails in the middle", arguments: Workbench.Kind.available)
    func failsInTheMiddle(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let series =
                kind == .sqlite
                ? "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n, abs(n - 100000 - 9223372036854775807) AS x FROM s"
                : "SELECT n, 1 / (n - 100000) AS x FROM generate_series(1, 200000) n"
            try await bench.execute("CREATE TABLE \(bench.table("t")) (id int)")
            for format in [RowFormat.csv, .jsonLines] {
                let failure = try await bench.failure {
                    _ = try await bench.run(
                        ExportRows("db", Value(series), to: bench.file("x.csv"), format: format)
                    )
                }
                #expect(failure.error.text.hasPrefix("SQL."), "\(failure)")
                #expect(bench.storage["x.csv"] == nil)
                #expect(bench.storage.openSinkCount == 0)
            }
        }
    }

    @Test("shows the place of an error in the author's own SQL", .enabled(if: TestServers.hasPostgres))
    func place() async throws {
        try await Workbench.with(.postgres) { bench in
            let failure = try await bench.failure {
                _ = try await bench.run(ExportRows("db", "-- é\n select 1,\n  nope", to: bench.file("x")))
            }
            #expect(failure.error.text == "SQL.UndefinedColumn")
            #expect(failure.cause.hasSuffix("line 3:   nope\n          ^"), "\(failure.cause)")
        }
    }

    @Test("writes the bytes of psql's \\copy", .enabled(if: TestServers.hasPostgres))
    func sameAsPsql() async throws {
        let sql = """
            SELECT n, n / 7.0 AS q, md5(n::text) AS h, '{"a": 1}'::jsonb AS j, ARRAY[n, NULL] AS a, now()::timestamp AS t, \
            '\\x00ff'::bytea AS b, chr(9) || '\\' AS w, n % 2 = 0 AS e FROM generate_series(1, 1000) n
            """.replacing("now()::timestamp", with: "timestamp '2026-01-31 10:00:00.5'")
        try await Workbench.with(.postgres) { bench in
            _ = try await bench.run(ExportRows("db", Value(sql), to: bench.file("copied")))
            let url = TestServers.settings["POSTGRES_URL"] ?? ""
            let command = "\\copy (\(sql)) to stdout (format csv, header)"
            let expected = try output(of: ["psql", url, "-c", command])
            #expect(bench.storage["copied"] == expected)
            #expect(expected.utf8.count > 50_000)
            // Row by row, with a parameter, it is the same.
            _ = try await bench.run(
                ExportRows("db", Value("\(sql) WHERE n > $1"), parameters: [0], to: bench.file("bound"))
            )
            #expect(bench.storage["bound"] == expected)
        }
    }

    /// What a program prints.
    private func output(of command: [String]) throws -> String {
        let quoted = command.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
        let pipe = try #require(popen(quoted, "r"))
        defer { pclose(pipe) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { text += buffer[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
