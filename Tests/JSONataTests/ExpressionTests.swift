import FlowDiagnostics
import FlowJSON
import JSONata
import Testing

struct ExpressionTests {
    /// U+FDD0, which a literal cannot name.
    private static let nonCharacter = String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self)

    @Test("the parts of $states are slots of their own, and names come once")
    func globals() throws {
        let expression = try Expression("$states.input.a & $x & $states.context.b & $states.input.c & $x")
        #expect(expression.globals == [.statesInput, .variable("x"), .statesContext])
        let whole = try Expression("$states")
        #expect(whole.globals == [.states])
    }

    @Test("a variable stands in front of the function of its name")
    func shadowing() throws {
        let expression = try Expression("$count + 1")
        #expect(expression.globals == [.variable("count")])
        #expect(try expression.evaluate(globals: [.integer(2)]) == .integer(3))
        let call = try Expression("$count([1, 2])")
        #expect(try call.evaluate(globals: [nil]) == .integer(2))
    }

    @Test(
        "Step Functions has no context at the top level",
        arguments: [
            ("phone", ["phone"]), ("$", ["$"]), ("$$.a", ["$$"]), ("$states.input.a[b = 1].c", []),
            ("{'a': name, 'b': $x}", ["name"]), ("$map($x, function($v) { $v.a })", []), ("$x.(a + $)", []),
        ] as [(String, [String])]
    )
    func topLevel(source: String, names: [String]) throws {
        let messages = try Expression(source).stepFunctionsDiagnostics().map(\.message)
        #expect(messages == names.map { "Reference to '\($0)' at the top level is not supported." })
    }

    @Test(
        "a syntax error has jsonata-js's code and message, and a place",
        arguments: [
            ("$x[1,", "S0202", "Expected \"]\", got \",\"", 5), ("1 +", "S0207", "Unexpected end of expression", 3),
            ("(1", "S0203", "Expected \")\" before end of expression", 2),
            ("'a", "S0101", "String literal must be terminated by a matching quote", 2),
            ("$x ?? 1", "S0211", "The symbol \"?\" cannot be used as a unary operator", 5),
        ] as [(String, String, String, Int)]
    )
    func syntaxErrors(source: String, code: String, message: String, offset: Int) {
        let diagnostic = #expect(throws: Diagnostic.self) { try Expression(source) }
        #expect(diagnostic?.code.text == code)
        #expect(diagnostic?.message == message)
        #expect(diagnostic?.location.offset == offset)
    }

    @Test("integers stay integers as long as a double would be exact")
    func numbers() throws {
        func value(_ source: String) throws -> String? { try Expression(source).evaluate()?.text }
        #expect(try value("9007199254740991 + 1") == "9007199254740992")
        #expect(try value("6 / 3") == "2")
        #expect(try value("7 % -3") == "1")
        #expect(try value("1 / 4") == "0.25")
        #expect(try value("-0") == "0")
        #expect(try value("$string(0.1 + 0.2)") == "\"0.3\"")
        #expect(try value("$string(1e-7)") == "\"1e-7\"")
    }

    @Test("time and randomness come from the environment")
    func environment() throws {
        let environment = Environment(now: 1_510_067_557_121, seed: 1)
        #expect(try Expression("$now()").evaluate(environment: environment) == "2017-11-07T15:12:37.121Z")
        #expect(try Expression("$millis()").evaluate(environment: environment) == 1_510_067_557_121)
        let first = try Expression("$uuid()").evaluate(environment: environment)
        #expect(try Expression("$uuid()").evaluate(environment: environment) == first)
    }

    @Test("the explanation shows what was compiled, operands below their operator")
    func explanation() throws {
        let source = "orders[total > 100]^(>total).{'id': id, 'sum': $sum(lines.price)}"
        #expect(
            try Expression(parsing: source, dialect: .reference).explanation == """
                path
                  step name orders
                    where greater
                      members total
                      constant 100
                  sort
                    descending members total
                  step object
                    key constant "id"
                      members id
                    key constant "sum"
                      call
                        global $sum or $sum
                        members lines.price

                """
        )
    }

    @Test(
        "half a surrogate pair is refused by what makes URLs, and leaves as U+FFFD",
        arguments: [
            (#"'\ud83d\ude00'"#, .string("😀")), (#"'a\ud800b\udc00'"#, .string("a\u{FFFD}b\u{FFFD}")),
            (#"$length('\ud800')"#, 1), (#"{'\udfff': ['\ud800']}"#, ["\u{FFFD}": ["\u{FFFD}"]]),
            (#"'\ufdd0\ud800'"#, .string(Self.nonCharacter + "\u{FFFD}")), (#"$encodeUrl('\ufdd0')"#, "%EF%B7%90"),
            ("$encodeUrl('\(Self.nonCharacter)')", "%EF%B7%90"), (#"$eval("'\\ud800'")"#, "\u{FFFD}"),
            (#"$encodeUrl('\ud800')"#, nil), (#"$encodeUrlComponent('a' & '\udc00')"#, nil),
        ] as [(String, JSON?)]
    )
    func loneSurrogates(source: String, expected: JSON?) throws {
        do throws(EvaluationError) {
            let value = try Expression(parsing: source, dialect: .reference).evaluate()
            #expect(value == expected)
        } catch {
            #expect(expected == nil)
            #expect(error.code == "D3140")
            #expect(error.message.contains("\u{FFFD}"))
        }
    }

    @Test(
        "functions go from a text that was evaluated to its evaluation and back",
        arguments: [
            ("($f := $eval('function($x) { $x + 1 }'); $f(2))", 3),
            ("$eval('{\"f\": function($x) { $x * 2 }}').f(4)", 8),
            ("$map([1, 2], $eval('function($x) { $x + 1 }'))", [2, 3]),
            ("($add := function($a) { $a + 1 }; $eval('function($f) { $f($f(1)) }')($add))", 3),
            ("($k := $eval('function($a) { function($b) { $a & $b } }'); $k('x')('y'))", "xy"),
            ("($t := $eval('|$|{\"a\": 2}|'); {'a': 1} ~> $t)", ["a": 2]),
            ("$eval('[$sum, function($x) { $x }]')[1](5)", 5),
        ] as [(String, JSON)]
    )
    func functionsOfTexts(source: String, expected: JSON) throws {
        #expect(try Expression(parsing: source, dialect: .reference).evaluate() == expected)
    }

    @Test("an expression is evaluated again as if it had not been before, and by many at once")
    func repeated() async throws {
        let source = "($n := $n2; $f := function($x) { $x + $n }; $map([1..3], $f) ~> $sum)"
        let expression = try Expression(parsing: source, dialect: .reference)
        @Sendable func value(_ number: JSON?) throws -> JSON? {
            try expression.evaluate(globals: expression.globals.map { $0 == .variable("n2") ? number : nil })
        }
        #expect(try value(1) == 9)
        #expect(try value(2) == 12)
        #expect(throws: EvaluationError.self) { try value("x") }
        #expect(try value(nil) == nil)
        #expect(try value(1) == 9)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 as Range<Int64> {
                group.addTask {
                    for _ in 0..<200 {
                        guard try value(.integer(number)) == .integer(6 + 3 * number) else { return false }
                    }
                    return true
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test(
        "what jsonata-js makes of lists of one and of none",
        arguments: [
            ("*", ["a": [5]], [5]), ("*", ["a": []], []), ("*", ["a": 5], 5), ("a.*", ["a": ["b": [5]]], [5]),
            ("a^($)", ["a": [1]], 1), ("a^($)", ["a": []], nil), ("a^($)[]", ["a": [1]], [1]),
            ("$spread([{'a': 1}])", [:], [["a": 1]]), ("$spread({'a': 1})", [:], ["a": 1]), ("$spread([])", [:], nil),
            ("$append($map({'a': 1}, $keys), nothing)", [:], "a"), ("$map({'a': 1}, $keys)", [:], ["a"]),
            ("($w := $map(1, function() { $map({'a': 1}, $keys) }); $w)", [:], "a"),
            ("[1, 2]{}", [:], [:]), ("$count([$sum, nothing, 1])", [:], 2), ("$distinct(['x', 'x'])", [:], ["x"]),
        ] as [(String, JSON, JSON?)]
    )
    func lists(source: String, input: JSON, expected: JSON?) throws {
        #expect(try Expression(parsing: source, dialect: .reference).evaluate(input: input) == expected)
    }

    @Test(
        "a signature fits arguments in any way that it can",
        arguments: [
            ("<s?n?s:s>", "'a', 1, 'b'", true), ("<s?n?s:s>", "'b'", true), ("<s?n?s:s>", "1, 2", false),
            ("<n+s:s>", "1, 2, 'x'", true), ("<n+s:s>", "'x'", false), ("<n+n:s>", "1, 2", true),
            ("<n+n:s>", "1", false),
        ] as [(String, String, Bool)]
    )
    func signatures(signature: String, arguments: String, fits: Bool) throws {
        let names = "$a, $b, $c"
        let expression = try Expression(
            parsing: "(function(\(names))\(signature){'called'})(\(arguments))",
            dialect: .reference
        )
        if fits {
            #expect(try expression.evaluate() == "called")
        } else {
            #expect(throws: EvaluationError.self) { try expression.evaluate() }
        }
    }
}
