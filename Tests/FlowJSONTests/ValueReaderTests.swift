import FlowJSON
import Testing

@Suite("Value reader")
struct ValueReaderTests {
    @Test("reads values one behind the other, which share their shapes")
    func values() {
        let text = Array(#"{"a":1,"b":[2]} {"a":3,"b":null},"x"17"#.utf8)
        text.withUnsafeBytes { bytes in
            var reader = ValueReader(bytes)
            var offset = 0
            let first = reader.next(at: &offset, before: bytes.count)
            #expect(first == ["a": 1, "b": [2]])
            #expect(offset == 15)
            let second = reader.next(at: &offset, before: bytes.count)
            #expect(second == ["a": 3, "b": nil])
            #expect(first?.objectValue?.shape === second?.objectValue?.shape)
            offset += 1
            #expect(reader.next(at: &offset, before: bytes.count) == "x")
            #expect(reader.next(at: &offset, before: bytes.count - 1) == 1)
            #expect(reader.next(at: &offset, before: bytes.count) == 7)
            #expect(reader.failure == nil)
        }
    }

    @Test(
        "tells a value that more bytes could make whole from one that is wrong",
        arguments: [
            ("", true), ("  ", true), ("[1,", true), ("{\"a\"", true), ("\"ab", true), ("tru", true), ("-", true),
            ("1e", true), ("\"\\u00", true), ("\"\\ud83d", true), ("[1 2, and so on for a long while]", false),
            ("{a: 1, and so on for a long while}", false), ("[\"\u{1}\", and so on for a long while]", false),
        ]
    )
    func cutOff(text: String, couldGoOn: Bool) {
        Array(text.utf8).withUnsafeBytes { bytes in
            var reader = ValueReader(bytes)
            var offset = 0
            #expect(reader.next(at: &offset, before: bytes.count) == nil)
            #expect(offset == 0)
            #expect(reader.couldGoOn == couldGoOn)
        }
    }

    @Test("an object takes over the values of a shape")
    func moving() {
        let values = UnsafeMutablePointer<JSON>.allocate(capacity: 2)
        defer { values.deallocate() }
        values.initialize(to: "a text that is longer than a small string")
        (values + 1).initialize(to: [1])
        let object = JSONObject(shape: JSONShape(["x", "y"]), moving: values)
        #expect(JSON.object(object) == ["x": "a text that is longer than a small string", "y": [1]])
        #expect(JSONObject(shape: JSONShape([]), moving: values).isEmpty)
    }
}
