import FlowJSON
import FlowTasks
import Testing

@Suite("The standard tasks")
struct LibraryTests {
    static let day = Value<String>(form: .expression("$input.day"))
    static let file = Value<FileLocation>(form: .expression("$file"))

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var template: @Sendable () throws -> JSON
        var expected: JSON

        init(_ name: String, _ input: @escaping @autoclosure @Sendable () -> some TaskInput, _ expected: JSON) {
            testDescription = name
            template = { try JSON(encoding: input()) }
            self.expected = expected
        }
    }

    @Test(
        "stand in ASL as the JSON that their handlers read",
        arguments: [
            Case(
                "files-list",
                ListFiles("vendor", "in/\(day)/*.csv"),
                ["connection": "vendor", "pattern": "{% 'in/' & $input.day & '/*.csv' %}"]
            ),
            Case(
                "files-copy",
                CopyFile(from: file, to: Value(FileLocation(connection: "lake", path: "raw/a.csv"))),
                ["from": "{% $file %}", "to": ["connection": "lake", "path": "raw/a.csv"]]
            ),
            Case(
                "files-copy, checked",
                CopyFile(from: file, to: file, sha256: Value(form: .expression("$sum"))),
                ["from": "{% $file %}", "to": "{% $file %}", "sha256": "{% $sum %}"]
            ),
            Case("files-delete", DeleteFiles([file]), ["files": ["{% $file %}"]]),
            Case("files-write", WriteFile("{%", to: file), ["to": "{% $file %}", "text": #"{% "{%" %}"#]),
            Case("files-read", ReadFile(file), ["from": "{% $file %}"]),
            Case(
                "http-request",
                HTTPRequest("api", method: "POST", path: "v1", query: ["day": day], body: ["a": 1] as JSON),
                [
                    "connection": "api", "method": "POST", "path": "v1", "query": ["day": "{% $input.day %}"],
                    "headers": [:], "body": ["a": 1],
                ]
            ),
            Case(
                "shell-command",
                ShellCommand.line("wc -l < \"$1\"", arguments: [day]),
                [
                    "command": ["sh", "-c", "wc -l < \"$1\"", "sh", "{% $input.day %}"], "environment": [:],
                    "input": "",
                ]
            ),
            Case(
                "sql-query",
                QueryRows<JSON>("db", "SELECT 1 WHERE a = $1", parameters: [day, 7]),
                [
                    "connection": "db", "sql": "SELECT 1 WHERE a = $1", "parameters": ["{% $input.day %}", 7],
                    "maximumRows": 1_000,
                ]
            ),
            Case(
                "sql-execute",
                ExecuteSQL("db", "DELETE FROM t"),
                [
                    "connection": "db", "sql": "DELETE FROM t", "parameters": [],
                ]
            ),
            Case(
                "sql-export",
                ExportRows("db", "SELECT 1", to: file, format: .jsonLines),
                ["connection": "db", "sql": "SELECT 1", "parameters": [], "to": "{% $file %}", "format": "jsonl"]
            ),
            Case(
                "sql-load",
                LoadRows("db", table: "t", from: file, replacing: true),
                ["connection": "db", "table": "t", "columns": [], "from": "{% $file %}", "replacing": true]
            ),
        ]
    )
    func templates(task: Case) throws { #expect(try task.template() == task.expected) }

    @Test("read their input, a missing optional field as nil")
    func decoding() throws {
        let location: JSON = ["connection": "lake", "path": "a.csv"]
        let copy = try (["from": location, "to": location] as JSON).decode(CopyFile.self)
        #expect(copy.from == FileLocation(connection: "lake", path: "a.csv") && copy.sha256 == nil)
        let query = try (["connection": "c", "sql": "s", "parameters": [1, nil], "maximumRows": 5] as JSON)
            .decode(QueryRows<JSON>.self)
        #expect(query.parameters == [1, nil] && query.maximumRows == 5)
        #expect(try (["from": location] as JSON).decode(ReadFile.self).from.connection == "lake")
    }

    @Test("have names of their own")
    func names() {
        let names = [
            ListFiles.taskName, CopyFile.taskName, CopyFiles.taskName, DeleteFiles.taskName, WriteFile.taskName,
            ReadFile.taskName, HTTPRequest.taskName, ShellCommand.taskName, QueryRows<JSON>.taskName,
            ExecuteSQL.taskName, ExportRows.taskName, LoadRows.taskName,
        ]
        #expect(Set(names).count == names.count)
    }

    @Test("find a file's name at the end of its path")
    func storedFile() {
        let file = StoredFile(location: FileLocation(connection: "c", path: "a/b/c.csv"), sizeInBytes: 1)
        #expect(file.name == "c.csv")
        #expect(ListFiles.Output(files: [file, file]).sizeInBytes == 2)
    }
}
