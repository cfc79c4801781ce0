import FlowDiagnostics
import FlowJSON
import JSONPath
import Testing

@Suite("Reference path")
struct ReferencePathTests {
    @Test(
        "sets a node, and makes the objects that are missing",
        arguments: [
            ("$", #"{"a":1}"#, #"9"#),
            ("$.a", #"{"a":1,"b":2}"#, #"{"a":9,"b":2}"#),
            ("$.x", #"{"a":1}"#, #"{"a":1,"x":9}"#),
            ("$.x.y.z", #"{"a":1}"#, #"{"a":1,"x":{"y":{"z":9}}}"#),
            ("$['a b'].c", #"{"a b":{"c":1,"d":2}}"#, #"{"a b":{"c":9,"d":2}}"#),
            ("$.l[1].x", #"{"l":[{},{"x":1},{}]}"#, #"{"l":[{},{"x":9},{}]}"#),
            ("$.l[1].y.z", #"{"l":[{},{"x":1}]}"#, #"{"l":[{},{"x":1,"y":{"z":9}}]}"#),
            ("$[0][1]", #"[[1,2]]"#, #"[[1,9]]"#),
            ("$.a[0].a", #"{"a":[{}]}"#, #"{"a":[{"a":9}]}"#),
            ("$.a.a", #"{"a":{}}"#, #"{"a":{"a":9}}"#),
        ]
    )
    func sets(text: String, before: String, after: String) throws {
        let path = try ReferencePath(text)
        var value = try JSON(parsing: before)
        let copy = value
        try path.set(9, in: &value)
        #expect(value.text == after)
        #expect(path.get(in: value) == 9)
        #expect(copy.text == before)
    }

    @Test(
        "leaves the value alone where the way is blocked",
        arguments: [
            ("$.a.b", #"{"a":1}"#), ("$.l[2]", #"{"l":[1,2]}"#), ("$.x[0]", "{}"), ("$[0]", "{}"), ("$.a", "[1]"),
            ("$.a", "null"),
        ]
    )
    func blocked(text: String, before: String) throws {
        let path = try ReferencePath(text)
        var value = try JSON(parsing: before)
        #expect(throws: PathError.self) { try path.set(9, in: &value) }
        #expect(value.text == before)
        #expect(path.get(in: value) == nil)
    }

    @Test(
        "that could name several nodes is refused",
        arguments: [
            "", "a", "$.", "$..a", "$.*", "$[*]", "$.a[0:1]", "$.a[0,1]", "$.a[?(@.b)]", "$['a','b']", "$.a[-1]",
            "$.a[",
            "$['a", "$['a'", "$.a b", "$.length()", "$a b",
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: Diagnostic.self) { try ReferencePath(text) }
        #expect(["P01", "P02"].contains(error?.code.text))
    }
}
