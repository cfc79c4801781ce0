import FlowDiagnostics
import Testing

@Suite("Rendered diagnostic")
struct DiagnosticRenderedTests {
    private func rendered(_ location: TextLocation, in source: String?, hint: String? = nil) -> String {
        Diagnostic(code: "A12", message: "Wrong.", location: location, hint: hint).rendered(in: source, color: false)
    }

    @Test("shows place, line, caret and hint")
    func whole() {
        let text = rendered(TextLocation(file: "f.json", line: 2, column: 3), in: "{\n  x\n}", hint: "Do this.")
        #expect(text == "f.json:2:3: error[A12]: Wrong.\n  2 |   x\n    |   ^\n  hint: Do this.")
    }

    @Test(
        "puts the caret under the column",
        arguments: [
            ("\tx", 2, "    x", 4),
            ("日本x", 3, "日本x", 4),
            ("e\u{301}x", 3, "e\u{301}x", 1),
            ("👩‍👧x", 4, "👩‍👧x", 2),
            ("ab", 3, "ab", 2),
            ("a\u{7}b", 3, "a\u{fffd}b", 2),
            ("", 1, "", 0),
        ]
    )
    func caret(source: String, column: Int, shown: String, blanks: Int) {
        let lines = rendered(TextLocation(line: 1, column: column), in: source).split(separator: "\n")
        #expect(lines[1] == "  1 | \(shown)")
        #expect(lines[2] == "    | \(String(repeating: " ", count: blanks))^")
    }

    @Test("cuts a long line around the column")
    func longLine() {
        let source = String(repeating: "a", count: 5_000) + "!" + String(repeating: "b", count: 5_000)
        let lines = rendered(TextLocation(line: 1, column: 5_001), in: source).split(separator: "\n")
        #expect(lines[1].count < 120)
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        let mark = lines[1].firstIndex(of: "!").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
        #expect(caret == mark)
    }

    @Test(
        "finds the line with each kind of line end",
        arguments: ["a\nb\nc!", "a\r\nb\r\nc!", "a\rb\rc!"]
    )
    func lineEnds(source: String) {
        #expect(rendered(TextLocation(line: 3), in: source).hasSuffix("3 | c!"))
        let offset = source.utf8.count - 1
        #expect(rendered(TextLocation(offset: offset), in: source).hasPrefix("3:2: error"))
    }

    @Test("names a pointer where there is no line, and nothing where there is nothing")
    func withoutLine() {
        #expect(rendered(TextLocation(file: "f", pointer: "/a/0"), in: nil) == "f: /a/0: error[A12]: Wrong.")
        #expect(rendered(TextLocation(), in: "text") == "error[A12]: Wrong.")
        #expect(rendered(TextLocation(line: 9, column: 1), in: "one line") == "9:1: error[A12]: Wrong.")
    }

    @Test("is coloured on wish")
    func color() {
        let text = Diagnostic(code: "A1", severity: .warning, message: "M").rendered(in: nil, color: true)
        #expect(text == "\u{1b}[1;33mwarning[A1]\u{1b}[0m\u{1b}[1m: M\u{1b}[0m")
    }
}
