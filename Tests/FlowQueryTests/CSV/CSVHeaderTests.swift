import StatesLanguage
import Testing

@testable import FlowQuery

struct CSVHeaderTests {
    private func columns(
        _ header: String,
        given: [String] = [],
        in table: [String] = ["id", "name", "Total"]
    ) throws
        -> [String]
    {
        var columns: [String] = []
        var parser = CSVParser()
        let take: (CSVRecord) throws -> Bool = { record in
            columns = try CSVHeader.columns(of: record, given: given, in: table, named: "\"orders\"", file: "o.csv")
            return true
        }
        try Array(header.utf8).withUnsafeBytes { try parser.read($0, take) }
        try parser.finish(take)
        return columns
    }

    @Test("finds columns by their names, in the file's order, with or without regard to case")
    func finds() throws {
        #expect(try columns("name,id") == ["name", "id"])
        #expect(try columns("NAME,total") == ["name", "Total"])
        #expect(try columns("a,b", given: ["id", "name"]) == ["id", "name"])
    }

    @Test(
        "refuses what does not fit the table, by name",
        arguments: [
            ("id,nmae", [], "SQL.UndefinedColumn", "\"nmae\", which the table \"orders\" does not have"),
            ("id,nmae", [], "SQL.UndefinedColumn", "Did you mean \"name\"?"),
            ("id,id", [], "SQL.InvalidData", "\"id\" twice"),
            ("id,", [], "SQL.InvalidData", "no name for column 2"),
            ("a,b,c", ["id", "name"], "SQL.InvalidData", "has 3 columns, and the task names 2"),
        ] as [(String, [String], String, String)]
    )
    func refuses(header: String, given: [String], error: String, part: String) throws {
        let failure = try #require(throws: TaskFailure.self) { try columns(header, given: given) }
        #expect(failure.error.text == error)
        #expect(failure.cause.contains(part), "\(failure.cause)")
    }
}
