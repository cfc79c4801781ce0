import FlowJSON
import JSONata
import Testing

/// Pictures of numbers and dates that nobody would write.
struct PictureTests {
    @Test(
        "an integer is read up to the first sign that is no digit",
        arguments: [
            ("'12 cm', '0'", 12), ("' -7', '0'", -7), ("'1e5', '0'", 1), ("'1,234', '#,##0'", 1234),
            ("'nan', '0'", nil),
            ("'infinity', '0'", nil), ("'', '0'", nil), ("'12th', '0;o'", 12),
        ] as [(String, JSON?)]
    )
    func integers(arguments: String, expected: JSON?) throws {
        #expect(try Expression("$parseInteger(\(arguments))").evaluate() == expected)
    }

    @Test(
        "digits that no scalars follow are written all the same",
        arguments: [
            (#"$formatNumber(0, '\uDBFF\uDFFF', {'zero-digit': '\uDBFF\uDFFF'})"#, "\u{10FFFF}"),
            (#"$formatNumber(5, '\uDBFF\uDFFF', {'zero-digit': '\uDBFF\uDFFF'})"#, "\u{FFFD}"),
            (#"$formatNumber(15, '\uD7FF', {'zero-digit': '\uD7FF'})"#, "\u{FFFD}\u{FFFD}"),
        ]
    )
    func digits(source: String, expected: String) throws {
        #expect(try Expression(parsing: source, dialect: .reference).evaluate() == .string(expected))
    }

    @Test("a sign with an accent in a date's literal is no sign of the pattern")
    func accents() throws {
        let literal = "a|\u{301}(\u{301}b)\u{301}"
        func milliseconds(_ text: String) throws -> JSON? {
            try Expression("$toMillis('\(text)', '\(literal)[Y]')").evaluate()
        }
        #expect(try milliseconds("a2020") == nil)
        #expect(try milliseconds("\(literal)2020") == 1_577_836_800_000)
    }
}
