import FlowDiagnostics
import FlowJSON
import Testing

@Suite("Located JSON")
struct LocatedJSONTests {
    private static let text = """
        {
          "a b": [1, {"x": "é,]}\\"", "y": -2.5e3}, [true]],
          "c/d~": {},\t"\\u0065": null
        }
        """

    @Test(
        "finds the place of any value and key",
        arguments: [
            ("", 1, 1, 1), ("/a b", 2, 10, 3), ("/a b/0", 2, 11, 11), ("/a b/1", 2, 14, 14), ("/a b/1/x", 2, 20, 15),
            ("/a b/1/y", 2, 35, 30), ("/a b/2", 2, 44, 44), ("/a b/2/0", 2, 45, 45), ("/c~1d~0", 3, 11, 3),
            ("/e", 3, 25, 15),
            // What is missing is missing in the value around it.
            ("/none", 1, 1, 1), ("/a b/7", 2, 10, 10), ("/a b/1/z", 2, 14, 14), ("/e/x", 3, 25, 25),
        ]
    )
    func location(pointer: String, line: Int, column: Int, keyColumn: Int) throws {
        let located = try LocatedJSON(parsing: Self.text, file: "f.json")
        let location = located.location(of: pointer)
        #expect(location.line == line)
        #expect(location.column == column)
        #expect(location.file == "f.json")
        #expect(location.pointer == pointer)
        if located.value.value(at: pointer) != nil, !pointer.isEmpty {
            #expect(located.keyLocation(of: pointer).column == keyColumn)
        }
    }

    @Test("finds every value of a random text", arguments: 0..<20)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let located = try LocatedJSON(parsing: JSON.random(depth: 4, using: &generator).prettyText)
        func visit(_ value: JSON, _ pointer: String) throws {
            let offset = try #require(located.location(of: pointer).offset)
            let rest = located.text.utf8.dropFirst(offset)
            #expect(String(Substring(rest)).hasPrefix(value.prettyText.prefix(1)))
            switch value {
            case .array(let elements):
                for (index, element) in elements.enumerated() { try visit(element, "\(pointer)/\(index)") }
            case .object(let object):
                for (key, value) in object { try visit(value, "\(pointer)/\(JSONPointer.escape(key))") }
            default: #expect(String(Substring(rest)).utf8.starts(with: value.text.utf8))
            }
        }
        try visit(located.value, "")
    }

    @Test("refuses a key that stands twice")
    func strict() {
        let error = #expect(throws: Diagnostic.self) { try LocatedJSON(parsing: #"{"a":1,"a":2}"#) }
        #expect(error?.code.text == "J14")
    }
}
