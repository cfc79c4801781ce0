import FlowJSON
import Testing

@Suite("Text of a value")
struct TextTests {
    @Test(
        "prints doubles as Java does",
        arguments: [
            (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"), (129.5, "129.5"), (100, "100.0"),
            (9_999_999, "9999999.0"), (1e7, "1.0E7"), (12_345_678.9, "1.23456789E7"), (1e21, "1.0E21"),
            (1.5e300, "1.5E300"), (0.001, "0.001"), (0.00123, "0.00123"), (0.0009, "9.0E-4"), (1.25e-7, "1.25E-7"),
            (.greatestFiniteMagnitude, "1.7976931348623157E308"),
            (0.30000000000000004, "0.30000000000000004"), (2.0 / 3, "0.6666666666666666"), (1234567.891, "1234567.891"),
            (.infinity, #""Infinity""#), (-.infinity, #""-Infinity""#), (.nan, #""NaN""#),
        ] as [(Double, String)]
    )
    func doubles(value: Double, expected: String) {
        #expect(JSON.double(value).text == expected)
    }

    @Test(
        "escapes as Jackson does",
        arguments: [
            ("", #""""#), ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\u{8}\t\n\u{c}\r", #""\b\t\n\f\r""#),
            ("\0\u{1f}", #""\u0000\u001F""#), ("é日😀\u{7f}\u{2028}", "\"é日😀\u{7f}\u{2028}\""),
            ("long enough for eight\nat a time", #""long enough for eight\nat a time""#),
        ]
    )
    func strings(value: String, expected: String) {
        #expect(JSON.string(value).text == expected)
        #expect(JSON.object([value: 1]).text == "{\(expected):1}")
    }

    @Test("prints containers compactly, or one member a line")
    func containers() {
        let value: JSON = ["a": [1, ["b": nil]], "c": [], "d": [:], "e": true]
        #expect(value.text == #"{"a":[1,{"b":null}],"c":[],"d":{},"e":true}"#)
        #expect(
            value.prettyText == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {},
                  "e": true
                }
                """
        )
        #expect(value.utf8Count == value.text.utf8.count)
        #expect(value.description == value.text)
    }

    @Test("reads back what was written", arguments: 0..<50)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<20 {
            let value = JSON.random(depth: 4, using: &generator)
            let text = value.text
            let again = try JSON(parsing: text)
            #expect(again == value)
            #expect(again.hashValue == value.hashValue)
            #expect(again.text == text)
            #expect(try JSON(parsing: value.prettyText).text == text)
            #expect(value.utf8Count == text.utf8.count)
        }
    }

    /// Keys of shapes are kept while a text is written; those of an object that is not yet closed must stay.
    @Test("writes objects of a thousand shapes inside one another")
    func manyShapes() throws {
        func value(_ depth: Int, _ seed: Int) -> JSON {
            guard depth > 0 else { return .integer(Int64(seed)) }
            var object = JSONObject()
            for position in 0..<3 {
                object["key\(seed)-\(depth)-\(position)"] = value(depth - 1, (seed * 3 + position) % 500)
            }
            return .object(object)
        }
        let whole = JSON.array((0..<3).flatMap { _ in (0..<40).map { value(4, $0) } })
        #expect(try JSON(parsing: whole.text) == whole)
    }
}
