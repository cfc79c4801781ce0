import StatesLanguage
import Testing

@Suite("Reading as AWS's JSON reader")
struct JacksonReaderTests {
    @Test(
        "a text that is no JSON gets AWS's words",
        arguments: [
            (
                "not some json",
                "Unrecognized token 'not': was expecting "
                    + "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            ),
            ("{'not': 'json'", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
            (
                "{\"a\": 1 \"b\": 2}",
                "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"
            ),
            ("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"),
            ("01", "Invalid numeric value: Leading zeroes not allowed"),
            ("\"a", "Unexpected end-of-input: was expecting closing quote for a string value"),
        ]
    )
    func message(text: String, expected: String) {
        #expect(JacksonReader.error(in: text)?.message == expected)
    }

    @Test(
        "what is JSON has no error",
        arguments: ["{}", "[]", " [1, -2.5e3, \"a\\\"b\", {\"a\": [null, true]}] ", "2", "null", "\"text\""]
    )
    func valid(text: String) {
        #expect(JacksonReader.error(in: text) == nil)
    }

    @Test("the place is the line and the column behind the token, from 1")
    func place() {
        #expect(
            JacksonReader.error(in: "not a definition")?.location
                == "[Source: (String)\"not a definition\"; line: 1, column: 4]"
        )
        #expect(JacksonReader.error(in: "{\n  x")?.location == "[Source: (String)\"{\n  x\"; line: 2, column: 4]")
    }
}
