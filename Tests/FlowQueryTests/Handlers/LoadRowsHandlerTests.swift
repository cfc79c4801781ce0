import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

struct LoadRowsHandlerTests {
    private func load(
        _ bench: Workbench,
        _ csv: String,
        columns: [String] = [],
        replacing: Bool = false
    ) async throws -> Int64 {
        bench.storage["in.csv"] = csv
        return try await bench.run(
            LoadRows(
                "db",
                table: Value(bench.table("orders")),
                columns: Value(columns),
                from: bench.file("in.csv"),
                replacing: Value(replacing)
            )
        ).rowCount
    }

    private func with(
        _ kind: Workbench.Kind,
        pieceSize: Int = 65_536,
        _ body: (Workbench) async throws -> Void
    ) async throws {
        try await Workbench.with(kind, pieceSize: pieceSize) { bench in
            try await bench.execute(
                "CREATE TABLE \(bench.table("orders")) (id int primary key, name text, amount numeric, paid boolean default true)"
            )
            try await body(bench)
        }
    }

    private func rows(_ bench: Workbench) async throws -> [String] {
        try await bench.query("SELECT id, name, amount, paid FROM \(bench.table("orders")) ORDER BY id").map(\.text)
    }

    @Test(
        "maps the header to the table's columns, in pieces of any size",
        arguments: Workbench.Kind.available,
        [1, 7, 65_536]
    )
    func maps(kind: Workbench.Kind, pieceSize: Int) async throws {
        try await with(kind, pieceSize: pieceSize) { bench in
            let csv =
                "\u{feff}amount,NAME,id,paid\r\n1.5,\"a,\"\"b\"\"\",1,t\r\n,\"\",2,false\r\n3,\"two\r\nlines\",3,\r\n"
            let count1 = try await load(bench, csv)
            #expect(count1 == 3)
            let found6 = try await rows(bench)
            #expect(
                found6 == [
                    #"{"id":1,"name":"a,\"b\"","amount":1.5,"paid":true}"#,
                    #"{"id":2,"name":"","amount":null,"paid":false}"#,
                    #"{"id":3,"name":"two\r\nlines","amount":3,"paid":null}"#,
                ]
            )
            #expect(bench.monitor.last?.rows == 3)
        }
    }

    @Test("takes the columns that the task names, and the defaults of the others", arguments: Workbench.Kind.available)
    func named(kind: Workbench.Kind) async throws {
        try await with(kind) { bench in
            let count2 = try await load(bench, "Nr,Label\n7,x", columns: ["id", "name"])
            #expect(count2 == 1)
            let found7 = try await rows(bench)
            #expect(found7 == [#"{"id":7,"name":"x","amount":null,"paid":true}"#])
            let count3 = try await load(bench, "id,name\n")
            #expect(count3 == 0)
            let count4 = try await load(bench, "id,name")
            #expect(count4 == 0)
        }
    }

    @Test("replaces the table's rows, or adds to them", arguments: Workbench.Kind.available)
    func replaces(kind: Workbench.Kind) async throws {
        try await with(kind) { bench in
            _ = try await load(bench, "id\n1\n2\n")
            _ = try await load(bench, "id\n3\n")
            let found8 = try await rows(bench)
            #expect(found8.count == 3)
            _ = try await load(bench, "id\n2\n", replacing: true)
            let found9 = try await rows(bench)
            #expect(found9.count == 1)
        }
    }

    @Test(
        "takes nothing of a file that does not fit, and says where",
        arguments: Workbench.Kind.available,
        [
            ("id,nmae\n5,x\n", "SQL.UndefinedColumn", "\"nmae\", which the table"),
            ("id,name\n5,x\n1,y\n", "SQL.ConstraintViolation", "\"in.csv\""),
            ("id,name\n5,x\n6\n", "SQL.InvalidData", "line 3"),
            ("id,name\n5,x\n6,\"never closed\n", "SQL.InvalidData", "\"in.csv\""),
            ("id,name\n5,x\n6,\u{0}\n", "SQL.InvalidData", "\"in.csv\""),
            ("", "SQL.InvalidData", "is empty"),
            ("id,id\n5,5\n", "SQL.InvalidData", "twice"),
        ]
    )
    func refuses(kind: Workbench.Kind, file: (String, String, String)) async throws {
        let (csv, error, part) = file
        try await with(kind) { bench in
            _ = try await load(bench, "id\n1\n")
            let failure = try await bench.failure { _ = try await load(bench, csv, replacing: csv.contains("6")) }
            #expect(failure.error.text == error, "\(failure)")
            #expect(failure.cause.contains(part), "\(failure.cause)")
            let found10 = try await rows(bench)
            #expect(found10.count == 1)
        }
    }

    @Test("names the line and the column of a value of the wrong type", .enabled(if: TestServers.hasPostgres))
    func wrongType() async throws {
        try await with(.postgres) { bench in
            let failure = try await bench.failure { _ = try await load(bench, "id,amount\n1,2\n2,much\n") }
            #expect(failure.error.text == "SQL.InvalidData")
            #expect(
                failure.cause.hasPrefix("\"in.csv\", line 3, column amount: PostgreSQL says: invalid input syntax"),
                "\(failure.cause)"
            )
        }
    }

    @Test("stops sending soon after the server has refused a row", .enabled(if: TestServers.hasPostgres))
    func refusedEarly() async throws {
        try await with(.postgres) { bench in
            bench.storage["in.csv"] = nil
            let line = "1,\(String(repeating: "x", count: 1_000))\n"
            let csv = "id,name\n" + String(repeating: line, count: 60_000)
            let failure = try await bench.failure { _ = try await load(bench, csv) }
            #expect(failure.error.text == "SQL.ConstraintViolation")
            let sent = try #require(bench.monitor.last?.bytes ?? 0)
            #expect(sent < 30_000_000)
        }
    }

    @Test("names a table that is not there", arguments: Workbench.Kind.available)
    func noTable(kind: Workbench.Kind) async throws {
        try await Workbench.with(kind) { bench in
            let failure = try await bench.failure { _ = try await load(bench, "id\n1\n") }
            #expect(failure.error.text == "SQL.UndefinedTable", "\(failure)")
            #expect(failure.cause.contains("orders"))
        }
    }

    @Test("passes on that the file is not there, and leaves the table as it was", arguments: Workbench.Kind.available)
    func noFile(kind: Workbench.Kind) async throws {
        try await with(kind) { bench in
            _ = try await load(bench, "id\n1\n")
            let failure = try await bench.failure {
                _ = try await bench.run(
                    LoadRows("db", table: Value(bench.table("orders")), from: bench.file("gone.csv"), replacing: true)
                )
            }
            #expect(failure.error.text == "Files.NotFound")
            let found11 = try await rows(bench)
            #expect(found11.count == 1)
        }
    }

    @Test("loads what it exported", arguments: Workbench.Kind.available)
    func roundTrip(kind: Workbench.Kind) async throws {
        try await with(kind) { bench in
            var csv = "id,name,amount,paid\n"
            for id in 1...5_000 { csv += "\(id),\"n \(id)\n\",\(id).5,\(id % 2 == 0 ? "t" : "f")\n" }
            let count5 = try await load(bench, csv)
            #expect(count5 == 5_000)
            _ = try await bench.run(
                ExportRows(
                    "db",
                    Value("SELECT id, name, amount, paid FROM \(bench.table("orders")) ORDER BY id"),
                    to: bench.file("out.csv")
                )
            )
            #expect(bench.storage["out.csv"] == csv)
        }
    }
}
