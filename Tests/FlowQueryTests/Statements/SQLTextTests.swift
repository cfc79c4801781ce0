import Testing

@testable import FlowQuery

struct SQLTextTests {
    @Test(
        "finds the end of the first statement",
        arguments: [
            ("select 1", "select 1", false, "select"),
            (" select 1 ; ", "select 1 ", false, "select"),
            ("select 1; -- done\n/* really */;", "select 1", false, "select"),
            ("select 1; select 2", "select 1", true, "select"),
            ("-- a;b\nSELECT ';' as \"x;y\"", "SELECT ';' as \"x;y\"", false, "select"),
            ("select 'it''s;'; drop", "select 'it''s;'", true, "select"),
            (#"select E'a\';b'; x"#, #"select E'a\';b'"#, true, "select"),
            (#"select name'a\';b'"#, #"select name'a\'"#, true, "select"),
            ("do $$ begin; end $$", "do $$ begin; end $$", false, "do"),
            ("do $a$ $$;$$ $a$; x", "do $a$ $$;$$ $a$", true, "do"),
            ("select $1; select $2", "select $1", true, "select"),
            ("/* /* ; */ ; */ with x as (select 1) table x", "with x as (select 1) table x", false, "with"),
            ("((values (1)))", "((values (1)))", false, "values"),
            ("select 'never closed;", "select 'never closed;", false, "select"),
            ("", "", false, ""),
            (" -- nothing", "", false, ""),
        ]
    )
    func ends(sql: String, statement: String, hasMore: Bool, keyword: String) {
        let text = SQLText(sql)
        #expect(String(decoding: Array(sql.utf8)[text.statement], as: UTF8.self) == statement)
        #expect(text.hasMore == hasMore)
        #expect(text.keyword == keyword)
    }

    @Test("never traps, whatever the text")
    func anyText() {
        var random = SeededRandom(seed: 3)
        let alphabet = Array("$a1'\"-/*;E\\ \n(".utf8)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let sql = String(decoding: bytes, as: UTF8.self)
            #expect(SQLText(sql).statement.upperBound <= sql.utf8.count)
        }
    }
}

struct SQLSnippetTests {
    @Test(
        "shows the line with a caret below the place",
        arguments: [
            ("select x", 7, "line 1: select x\n               ^"),
            ("select 1\nfrm t", 9, "line 2: frm t\n        ^"),
            ("a\n\tb c", 4, "line 2: \tb c\n        \t ^"),
            ("select é x", 9, "line 1: select é x\n                 ^"),
            ("select (", 8, "line 1: select (\n                ^"),
            ("select", 99, ""),
            ("", 0, ""),
        ]
    )
    func snippet(sql: String, offset: Int, expected: String) {
        #expect(SQLSnippet.text(sql, scalarOffset: offset) == expected)
    }

    @Test("cuts a long line around the place")
    func long() {
        let sql = "select " + String(repeating: "a, ", count: 200) + "bad" + String(repeating: ", c", count: 200)
        let snippet = SQLSnippet.text(sql, scalarOffset: 607)
        let lines = snippet.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].count < 120)
        #expect(lines[0].dropFirst(lines[1].count - 1).hasPrefix("bad"))
    }
}

struct TableNameTests {
    @Test(
        "quotes every part of a name",
        arguments: [
            ("orders", "\"orders\""),
            ("Sales.Orders", "\"sales\".\"orders\""),
            ("\"Odd \"\"Name\"\".x\"", "\"Odd \"\"Name\"\".x\""),
            ("s.\"T\"", "\"s\".\"T\""),
            ("x; drop table y", "\"x; drop table y\""),
        ]
    )
    func quotes(name: String, expected: String) throws {
        #expect(try TableName(name, foldsCase: true).quoted == expected)
    }

    @Test(
        "refuses what is no name",
        arguments: ["", ".", "a.", "\"a", "\"a\"b", "a\"b", "a.b.c.d", "\"\"", "a\0b", "\"a\0b\""]
    )
    func refuses(name: String) {
        #expect(throws: (any Error).self) { try TableName(name, foldsCase: true) }
    }
}
