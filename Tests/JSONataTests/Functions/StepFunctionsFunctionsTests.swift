import FlowJSON
import JSONata
import Testing

/// What Step Functions adds to JSONata, beside its recorded cases.
struct StepFunctionsFunctionsTests {
    @Test(
        "the functions give what Step Functions gives",
        arguments: [
            ("$partition([1, 2, 3], 2.9)", "[[1,2],[3]]"), ("$partition([], 2)", "[]"), ("$range(3, 1, -1)", "[3,2,1]"),
            ("$hash('', 'MD5')", #""d41d8cd98f00b204e9800998ecf8427e""#),
            ("$hash('abc', 'SHA-1')", #""a9993e364706816aba3e25717850c26c9cd0d89d""#),
            ("$substring($hash('abc', 'SHA-256'), 0, 8)", #""ba7816bf""#),
            ("$substring($hash('abc', 'SHA-512'), 0, 8)", #""ddaf35a1""#),
            ("$substring($hash('abc', 'SHA-384'), 0, 8)", #""cb00753f""#),
            ("$parse('[1, {\"a\": null}]')", #"[1,{"a":null}]"#), ("$length($uuid())", "36"),
            ("$substring($uuid(), 14, 1)", #""4""#),
        ]
    )
    func results(source: String, expected: String) throws {
        #expect(try Expression(source).evaluate()?.text == expected)
    }

    @Test(
        "wrong arguments are errors",
        arguments: ["$partition([1], -1)", "$partition([1], 0)", "$hash('a', 'CRC')", "$parse('{')", "$eval('1')"]
    )
    func errors(source: String) throws {
        let expression = try Expression(source)
        #expect(throws: EvaluationError.self) { try expression.evaluate() }
    }

    @Test("what is of the reference alone is not there", arguments: ["1 ?? 2", "null ?: 2"])
    func newOperators(source: String) { #expect(throws: (any Error).self) { try Expression(source) } }
}
