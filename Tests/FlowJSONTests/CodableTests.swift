import FlowDiagnostics
import FlowJSON
import Testing

@Suite("Codable")
struct CodableTests {
    private struct Order: Codable, Equatable {
        enum Kind: String, Codable { case small, large }
        struct Line: Codable, Equatable {
            var sku: String
            var count: Int8
        }
        var day: String
        var kind: Kind
        var lines: [Line]
        var total: Double
        var note: String?
        var any: JSON
        var labels: [String: Int]
        var ratio: Float
    }

    private let order = Order(
        day: "2026-11-21",
        kind: .large,
        lines: [.init(sku: "A", count: 1), .init(sku: "B", count: 2)],
        total: 3,
        note: nil,
        any: ["x": [1, 2.5, nil]],
        labels: ["a": 1],
        ratio: 0.1
    )

    @Test("goes there and back, members in order")
    func roundTrip() throws {
        let value = try JSON(encoding: order)
        #expect(
            value.text
                == #"{"day":"2026-11-21","kind":"large","lines":[{"sku":"A","count":1},{"sku":"B","count":2}],"total":3.0,"#
                + #""any":{"x":[1,2.5,null]},"labels":{"a":1},"ratio":0.1}"#
        )
        #expect(try value.decode(Order.self) == order)
    }

    @Test(
        "says which field is missing or wrong",
        arguments: [
            (#"{}"#, "\"day\" is missing", "/day"),
            (#"{"day":1}"#, "\"day\" should be a string but is an integer", "/day"),
            (#"{"day":null}"#, "\"day\" should be a string but is null", "/day"),
            (#"{"day":"d","kind":"small","lines":{}}"#, "\"lines\" should be an array but is an object", "/lines"),
            (
                #"{"day":"d","kind":"small","lines":[{"sku":"a","count":1},{"sku":"b","count":"2"}]}"#,
                "\"count\" should be an integer but is a string", "/lines/1/count"
            ),
            (
                #"{"day":"d","kind":"small","lines":[{"sku":"a","count":1.5}]}"#,
                "\"count\" should be an integer but is 1.5", "/lines/0/count"
            ),
            (
                #"{"day":"d","kind":"small","lines":[{"sku":"a","count":300}]}"#,
                "\"count\" is 300, outside of -128 to 127", "/lines/0/count"
            ),
            (
                #"{"day":"d","kind":"small","lines":[7]}"#, "\"lines[0]\" should be an object but is an integer",
                "/lines/0"
            ),
            (#"[]"#, "The value should be an object but is an array", ""),
        ]
    )
    func refuses(text: String, message: String, pointer: String) throws {
        let value = try JSON(parsing: text)
        let error = #expect(throws: Diagnostic.self) { try value.decode(Order.self) }
        #expect(error?.message == message)
        #expect(error?.location.pointer == pointer)
    }

    @Test("names the place of an error that a type's own decoding throws")
    func ownErrors() throws {
        let value: JSON = ["day": "d", "kind": "huge"]
        let error = #expect(throws: Diagnostic.self) { try value.decode(Order.self) }
        #expect(error?.location.pointer == "/kind")
        #expect(error?.message.contains("huge") == true)
    }

    @Test("takes whole doubles as integers and integers as doubles")
    func numbers() throws {
        #expect(try JSON.double(3).decode(Int.self) == 3)
        #expect(try JSON.integer(3).decode(Double.self) == 3)
        #expect(try JSON(encoding: UInt64.max) == .double(18_446_744_073_709_551_616))
        #expect(try JSON(encoding: [1, nil, 3] as [Int?]) == [1, nil, 3])
    }
}
