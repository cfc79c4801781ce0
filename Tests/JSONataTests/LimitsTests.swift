import FlowJSON
import JSONata
import Testing

/// Nothing that an author writes may overflow the stack, run on for ever or eat up the memory.
@Suite("The bounds of an evaluation")
struct LimitsTests {
    private func code(_ source: String, _ limits: Limits = .generous) -> String? {
        do throws(EvaluationError) {
            let expression = try Expression(parsing: source, dialect: .reference)
            _ = try expression.evaluate(input: [:], limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "what is nested too deeply is an error of the text",
        arguments: [
            ("(", 10_000), ("[", 100_000), ("-", 100_000), ("1+", 10_000), ("a[", 10_000), ("{'a':", 10_000),
            ("function($x){", 10_000), ("a.", 10_000), ("$f(", 10_000), ("a ? ", 10_000), ("$x := ", 10_000),
        ] as [(String, Int)]
    )
    func nesting(opening: String, count: Int) {
        #expect(code(String(repeating: opening, count: count) + "1") == "S0900")
    }

    @Test("a long path is one step after the other, not nested")
    func longPath() { #expect(code(Array(repeating: "a", count: 300).joined(separator: ".")) == nil) }

    @Test("endless recursion ends with an error")
    func recursion() {
        #expect(code("($f := function($x) { 1 + $f($x) }; $f(1))") == "D1011")
        let unbounded = Limits(depth: .max, steps: .max, memoryInBytes: .max)
        #expect(code("($f := function($x) { 1 + $f($x) }; $f(1))", unbounded) == "D1011")
        let bounded = Limits(depth: 1000, steps: 100_000, memoryInBytes: 1 << 20)
        #expect(code("($f := function($x) { $f($x) }; $f(1))", bounded) == "D1012")
    }

    @Test("a regular expression that backtracks for ever ends with an error")
    func backtracking() {
        let source = "$contains('" + String(repeating: "a", count: 40) + "', /^(a+)+$b/)"
        #expect(code(source) == "D1012")
    }

    @Test("what takes too much memory ends with an error")
    func memory() {
        let small = Limits(depth: 1000, steps: 1_000_000, memoryInBytes: 100_000)
        #expect(code("[1..100000]", small) == "D1013")
        #expect(code("$pad('a', 1000000)", small) == "D1013")
        #expect(code("($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('x', 30))", small) == "D1013")
    }

    @Test("a value does not grow so deep that releasing it overflows the stack")
    func deepValues() {
        #expect(code("$string($reduce([1..100000], function($a, $x) { [[$a], 1] }, 1))") == "D1011")
        #expect(code("$reduce([1..100000], function($a, $x) { {'a': $a} }, 1)") == "D1011")
    }

    @Test("a value whose parts are shared is not written out for ever")
    func sharedValues() {
        let small = Limits(depth: 1000, steps: 1_000_000, memoryInBytes: 1 << 20)
        let doubling = "$reduce([1..60], function($a, $x) { {'l': $a, 'r': $a} }, 1)"
        #expect(code(doubling, small) == "D1013")
        #expect(code("$length($string(\(doubling)))", small) == "D1013")
        #expect(code("$count(\(doubling).**)", small) == "D1013")
        #expect(code("[1..1000].([1..1000])", small) == "D1013")
    }

    @Test("functions of functions do not grow so deep that calling or releasing them overflows the stack")
    func deepFunctions() {
        let limits = Limits(depth: 100, steps: 10_000_000, memoryInBytes: 10_485_760)
        #expect(code("($f := function($g){$f($g(?))}; $f($string))", limits) == "D1011")
        #expect(code("($f := function($g){$f($g ~> $string)}; $f($string))", limits) == "D1011")
        #expect(code("($f := function($r){$f($r.{'g': function(){1}})}; $f({'g': 1}))", limits) == "D1011")
        let many = "($f := function($g, $n){$n = 0 ? $g(1) : $f($g(?), $n - 1)}; $f($string, 200))"
        #expect(code(many, limits) == nil)
    }

    @Test("tuples of many variables are counted with all of them")
    func wideTuples() {
        let limits = Limits(depth: 100, steps: 10_000_000, memoryInBytes: 10_485_760)
        let names = (0..<3000).map { "a@$v\($0).b" }.joined(separator: ",")
        #expect(code("(false ? [\(names)] : [1..20000]@$x.$x)", limits) == "D1013")
        #expect(code("$count([1..20000]@$x.$x)", limits) == nil)
    }

    @Test("what is shared in memory and long as text is not handed over")
    func sharedTexts() {
        let limits = Limits(depth: 100, steps: 10_000_000, memoryInBytes: 1 << 20)
        for items in ["$s", "{'a': [$s]}", "$o"] {
            let source = "($s := $pad('', 100000, 'k'); $o := {$s: 1}; [1..1000].(\(items)))"
            #expect(code(source, limits) == "D1013")
            #expect(code("$string(\(source))", limits) == "D1013")
        }
        #expect(code("a.(b)", limits) == nil)
        #expect(code("$reduce([1..400], function($a, $x){{'a': $a}}, 1).**.**", limits) == "D1013")
    }

    @Test("a text that evaluates itself shares the stack and the limits of its evaluation")
    func endlessEval() {
        #expect(throws: EvaluationError.self) {
            try Expression(parsing: "$eval(s, $)", dialect: .reference).evaluate(input: ["s": "$eval(s, $)"])
        }
    }

    @Test("a megabyte of text is compiled or refused")
    func large() {
        for source in [
            String(repeating: "1+", count: 500_000) + "1", String(repeating: "a.", count: 500_000) + "a",
            "[" + String(repeating: "1,", count: 500_000) + "1]", "'" + String(repeating: "x", count: 1_000_000) + "'",
        ] {
            let answer = code(source, Limits(depth: 100, steps: 10_000, memoryInBytes: 1 << 20))
            #expect(answer == nil || ["S0900", "S0901", "D1012", "D1013"].contains(answer))
        }
    }

    @Test("an expression of too many operands is refused")
    func operands() {
        #expect(code("[" + String(repeating: "1,", count: 90_000) + "1]") == nil)
        #expect(code("[" + String(repeating: "1,", count: 110_000) + "1]") == "S0901")
    }
}
