import FlowJSON
import JSONata
import Testing

/// `|pattern|update, delete|`, with the answers of jsonata-js.
struct TransformTests {
    @Test(
        "changes what was matched, and nothing that only looks the same",
        arguments: [
            ("($x := {'p': 1}; {'a': $x, 'b': $x} ~> |a|{'q': 2}|)", #"{"a":{"p":1,"q":2},"b":{"p":1}}"#),
            (
                "($x := {'p': {'r': 1}}; {'a': $x, 'b': $x} ~> |a.p|{'q': 2}|)",
                #"{"a":{"p":{"r":1,"q":2}},"b":{"p":{"r":1}}}"#
            ),
            ("($x := {'p': 1}; [$x, $x] ~> |$[0]|{'q': 2}|)", #"[{"p":1,"q":2},{"p":1}]"#),
            ("{'a': {}, 'b': {}} ~> |a|{'q': 2}|", #"{"a":{"q":2},"b":{}}"#),
            ("{'a': {}, 'b': [{}, {}]} ~> |b[1]|{'q': 2}|", #"{"a":{},"b":[{},{"q":2}]}"#),
            ("{'a': {'p': 1}} ~> |a|{'q': 'p'}, q|", #"{"a":{"q":"p"}}"#),
            ("{'a': [{'b': 1}, {'b': 1}]} ~> |a|{'q': b}, 'b'|", #"{"a":[{"q":1},{"q":1}]}"#),
            ("{'a': {'p': 1, 'c': {'p': 1}}} ~> |**[p = 1]|{'q': 1}|", #"{"a":{"p":1,"c":{"p":1,"q":1},"q":1}}"#),
            ("{'a': {'p': 1}} ~> |a|{'b': {'z': 1}}| ~> |a.b|{'y': 1}|", #"{"a":{"p":1,"b":{"z":1,"y":1}}}"#),
        ]
    )
    func values(source: String, expected: String) throws {
        let value = try Expression(parsing: source, dialect: .reference).evaluate()
        #expect(value?.text == expected)
    }

    @Test(
        "both clauses are evaluated for what is no object",
        arguments: [
            ("{'a': [1, 2]} ~> |a|{'t': 1 + 'x'}|", "T2002"), ("{'a': [1, 2]} ~> |a|5|", "T2011"),
            ("{'a': 'x'} ~> |a|{}, 5|", "T2012"), ("{'a': [1, 2]} ~> |a|{'t': $error('q')}|", "D3137"),
        ]
    )
    func errors(source: String, code: String) throws {
        let expression = try Expression(parsing: source, dialect: .reference)
        #expect(throws: EvaluationError.self) { try expression.evaluate() }
        do throws(EvaluationError) { _ = try expression.evaluate() } catch { #expect(error.code == code) }
    }
}
