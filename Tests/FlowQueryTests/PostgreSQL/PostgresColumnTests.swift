import FlowJSON
import StatesLanguage
import Testing

@testable import FlowQuery

struct PostgresColumnTests {
    @Test(
        "reads the texts of PostgreSQL's types",
        arguments: [
            (16, "t", "true"), (20, "-9223372036854775808", "-9223372036854775808"), (23, "7", "7"),
            (701, "0.1", "0.1"), (701, "1e+20", "1.0E20"), (701, "NaN", "\"NaN\""), (700, "-Infinity", "\"-Infinity\""),
            (1700, "12.50", "12.5"), (1700, "100", "100"), (1700, "0.00", "0.0"), (1700, "NaN", "\"NaN\""),
            (1700, "123456789012345.6", "\"123456789012345.6\""),
            (1700, "9223372036854775808", "\"9223372036854775808\""),
            (1700, "100000000000000000000", "1.0E20"), (1700, "-0.001", "-0.001"),
            (114, "{\"a\": [1, null]}", "{\"a\":[1,null]}"), (3802, "\"x\"", "\"x\""),
            (1114, "2026-01-31 10:00:00.5", "\"2026-01-31T10:00:00.5\""),
            (1184, "2026-01-31 10:00:00+00", "\"2026-01-31T10:00:00Z\""),
            (1184, "2026-01-31 10:00:00.123456-08", "\"2026-01-31T10:00:00.123456-08:00\""),
            (1184, "2026-01-31 10:00:00+05:30", "\"2026-01-31T10:00:00+05:30\""),
            (1184, "infinity", "\"infinity\""), (1114, "0044-03-15 00:00:00 BC", "\"0044-03-15 00:00:00 BC\""),
            (1082, "2026-01-31", "\"2026-01-31\""), (17, "\\x00ff", "\"\\\\x00ff\""), (1007, "{1,2}", "\"{1,2}\""),
        ] as [(UInt32, String, String)]
    )
    func json(type: UInt32, text: String, expected: String) {
        let column = PostgresColumn(name: "x", type: type)
        let json = Array(text.utf8).withUnsafeBytes { column.json($0) }
        #expect(json.text == expected)
    }

    @Test(
        "writes parameters for their types",
        arguments: [
            (.null, 25, nil), (.bool(true), 16, "true"), (.integer(7), 23, "7"), (.double(3), 20, "3"),
            (.double(0.5), 701, "0.5"), (.double(3), 25, "3.0"), (.string("x"), 25, "x"),
            ([1, 2, nil], 1007, "{\"1\",\"2\",NULL}"), (["a\"b", "c\\d", ""], 1009, #"{"a\"b","c\\d",""}"#),
            ([[1], [2]], 1007, "{{\"1\"},{\"2\"}}"), ([1, 2], 3802, "[1,2]"), ([["a": 1]], 3807, #"{"{\"a\":1}"}"#),
            (["a": 1], 3802, "{\"a\":1}"),
        ] as [(JSON, UInt32, String?)]
    )
    func parameter(value: JSON, type: UInt32, expected: String?) throws {
        #expect(try PostgresParameter.text(value, type: type, position: 1) == expected)
    }

    @Test("refuses a parameter with a NUL")
    func nul() {
        #expect(throws: TaskFailure.self) { try PostgresParameter.text("a\0b", type: 25, position: 1) }
    }
}
