import FlowJSON
import FlowTasks
import Testing

@Suite("A value")
struct ValueTests {
    struct Listing: Codable, Sendable {
        var files: [String]
        var count: Int
        var first: Entry?
        struct Entry: Codable, Sendable { var name: String }
        var isEmpty: Bool { files.isEmpty }
    }

    let day = Value<String>(form: .expression("$input.day"))
    let count = Value<Int>(form: .expression("$listing.count"))
    let sum = Value<Int>(form: .expression("$a + $b"))
    let listing = Value<Listing>(form: .expression("$listing"))

    @Test("of a literal stands as it is; a text that looks like an expression stands as one that gives it")
    func literals() {
        #expect((7 as Value<Int>).template == 7)
        #expect((1.5 as Value<Double>).template == 1.5)
        #expect((true as Value<Bool>).template == true)
        #expect((nil as Value<String?>).template == .null)
        #expect(("plain" as Value<String>).template == "plain")
        #expect(("{% $x %}" as Value<String>).template == #"{% "{% $x %}" %}"#)
        #expect((["a", day] as Value<[String]>).template == ["a", "{% $input.day %}"])
        #expect((["a", day] as Value<[String]>).source == "['a', $input.day]")
    }

    @Test("of a reference stands as an expression, and names a member by its stored property")
    func references() {
        #expect(day.template == "{% $input.day %}")
        #expect(listing.count.template == "{% $listing.count %}")
        #expect(listing.first.template == "{% $listing.first %}")
        #expect(listing.isEmpty.source.contains(unnamedMember))
        #expect(Value<Listing>(Listing(files: ["a"], count: 1)).count.template == 1)
        #expect(Value<Int>(jsonata: "$sum($x)").template == "{% $sum($x) %}")
    }

    @Test("takes texts with references in them")
    func interpolation() {
        let place = "north"
        #expect(("orders-\(place)" as Value<String>).template == "orders-north")
        #expect(("orders-\(day).csv" as Value<String>).template == "{% 'orders-' & $input.day & '.csv' %}")
        #expect(("\(count)" as Value<String>).template == "{% '' & $listing.count %}")
        #expect(("\(day)\(count)" as Value<String>).template == "{% $input.day & $listing.count %}")
        #expect(("=\(sum)" as Value<String>).template == "{% '=' & ($a + $b) %}")
        #expect(("it's \(day)" as Value<String>).template == #"{% "it's " & $input.day %}"#)
        #expect(("a\("b" as Value<String>)c" as Value<String>).template == "abc")
        #expect(("a \("x" as Value<String>) \(day)" as Value<String?>).template == "{% 'a x ' & $input.day %}")
    }

    @Test(
        "is put in parentheses where an operator beside it would tear it apart",
        arguments: [
            ("$a", "$a"), ("$a.b.c", "$a.b.c"), ("$f($a + 1)", "$f($a + 1)"), ("{'a': 1 + 2}", "{'a': 1 + 2}"),
            ("[1, 2]", "[1, 2]"), ("$a.`b c`", "$a.`b c`"), ("'a & b'", "'a & b'"), ("$a + 1", "($a + 1)"),
            ("$a & 'x'", "($a & 'x')"), (#""a\"" & $x"#, #"("a\"" & $x)"#), (#""a\\" & $x"#, #"("a\\" & $x)"#),
            (#"$a.`b\` & $x"#, #"($a.`b\` & $x)"#), ("$a ? 1 : 2", "($a ? 1 : 2)"),
        ]
    )
    func operands(source: String, expected: String) {
        #expect(Value<Int>(form: .expression(source)).operand == expected)
    }

    @Test(
        "has its members' names quoted where they are no plain names",
        arguments: [
            ("files", "files"), ("_x1", "_x1"), ("1x", "`1x`"), ("a-b", "`a-b`"), ("and", "`and`"), ("", "``"),
            ("größe", "`größe`"),
        ]
    )
    func names(name: String, expected: String) { #expect(JSONataSource.name(name) == expected) }

    @Test("with anything in it gives a template that has the literal's parts in their places")
    func convertible() {
        let body: [String: any TemplateConvertible] = [
            "day": day, "count": 2, "tags": ["a", count] as [any TemplateConvertible], "odd": "{%",
            "raw": ["k": "{% $x %}"] as JSON, "half": 0.5, "yes": true,
        ]
        #expect(
            body.asTemplate == [
                "count": 2, "day": "{% $input.day %}", "half": 0.5, "odd": #"{% "{%" %}"#,
                "raw": ["k": #"{% "{% $x %}" %}"#], "tags": ["a", "{% $listing.count %}"], "yes": true,
            ]
        )
        #expect(body.asTemplate.text.hasPrefix(#"{"count":2,"day":"#))
    }
}
