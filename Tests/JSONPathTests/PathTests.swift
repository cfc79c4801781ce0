import FlowDiagnostics
import FlowJSON
import JSONPath
import Testing

@Suite("Path")
struct PathTests {
    @Test(
        "says in AWS's words why nothing is found",
        arguments: [
            ("$.x", "No results for path: $['x']"),
            ("$.no.x", "Missing property in path $['no']"),
            ("$.a.b.x", "No results for path: $['a']['b']['x']"),
            ("$.a.no.x.y", "Missing property in path $['a']['no']"),
            ("$.text.x", "Property ['x'] not found in path $['text']"),
            ("$.list[7]", "Index out of bounds when evaluating path $['list'][7]"),
            ("$.list[-1]", "Index out of bounds when evaluating path $['list'][-1]"),
            ("$.nothing[0]", "The path $['nothing'] is null"),
            ("$.list[0].x", "No results for path: $['list'][0]['x']"),
        ]
    )
    func missing(text: String, words: String) throws {
        let value: JSON = ["a": ["b": [:]], "text": "t", "nothing": nil, "list": [[:]]]
        let path = try Path(text)
        let error = #expect(throws: PathError.self) { try path.evaluate(on: value) }
        #expect(error?.description == words)
        #expect(error?.code == .notFound)
    }

    @Test("that asks an element of something else than an array is invalid for that value")
    func element() throws {
        let path = try Path("$.text[0].x")
        let error = #expect(throws: PathError.self) { try path.evaluate(on: ["text": "t"]) }
        #expect(error?.code == .invalidPath)
        #expect(error?.description == #"Filter: [0]['x'] can only be applied to arrays. Current context is: "t""#)
    }

    @Test(
        "begins at the input, the context object or a variable",
        arguments: [
            ("$", .input, true), ("$.a", .input, true), ("$$", .context, true), ("$$.Execution.Id", .context, true),
            ("$order", .variable("order"), true), ("$order_1.lines[*]", .variable("order_1"), false),
            ("$été['a']", .variable("été"), true),
        ] as [(String, Root, Bool)]
    )
    func roots(text: String, root: Root, isDefinite: Bool) throws {
        let path = try Path(text)
        #expect(path.root == root)
        #expect(path.isDefinite == isDefinite)
        #expect(path.text == text)
    }

    @Test("is evaluated on what its root stands for")
    func variable() throws {
        #expect(try Path("$order.lines[0]['sku']").evaluate(on: ["lines": [["sku": "A"]]]) == "A")
        #expect(try Path("$$.Execution").evaluate(on: ["Execution": 1]) == 1)
        #expect(try Path("$order").evaluate(on: 5) == 5)
    }

    @Test("of a filter compares with the document's values")
    func filterWithDocument() throws {
        let value: JSON = ["limit": 2, "v": [["x": 1], ["x": 3], ["y": 1], 4]]
        #expect(try Path("$.v[?(@.x < $.limit)]").evaluate(on: value) == [["x": 1]])
        #expect(try Path("$.v[?(!@.x)]").evaluate(on: value) == [["y": 1], 4])
    }

    @Test(
        "that is none is refused with its text",
        arguments: [
            "", "$.", "$..", "$ .a", "$.a b", "$[a]", "$.a[?(]", "$.a[?(@.b ==", "$.a[0", "$-a", "$a-b",
            "$.a[?(@.b =~ /(/)]",
        ]
    )
    func malformed(text: String) {
        let error = #expect(throws: Diagnostic.self) { try Path(text) }
        #expect(error?.code.text == "P01")
        #expect(error?.message.contains("\"\(text)\"") == true)
    }
}
