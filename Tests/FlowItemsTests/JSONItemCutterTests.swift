import FlowJSON
import Testing

@testable import FlowItems

@Suite("JSON items")
struct JSONItemCutterTests {
    @Test(
        "cuts the items out of a text",
        arguments: [
            (nil, "[]", "[]"),
            (nil, " [ 1 , \"a,]\" , {\"b\":[2]}, null,true, -1.5e3 ]\n ", #"[1,"a,]",{"b":[2]},null,true,-1500.0]"#),
            (nil, "\u{feff}[1]", "[1]"),
            (nil, #"[["from-bucket-item-0"]]"#, #"[["from-bucket-item-0"]]"#),
            (nil, #"["\ud83d","\"\\"]"#, "[\"\u{fffd}\",\"\\\"\\\\\"]"),
            ("", "[1,2]", "[1,2]"),
            ("/a", #"{"z":{"a":[9]},"a":[1,2],"b":3}"#, "[1,2]"),
            ("/a/1/b~1c", #"{"a":[{"b/c":[0]},{"x":"]}","b/c":[7,8]}]} trailing text nobody reads"#, "[7,8]"),
            ("/é", #"{"\u00e9":[1]}"#, "[1]"),
            (
                "/a", #"{"s":"\"}],{","n":-1.5,"t":true,"a":{"k":1,"l":{"m":2}}}"#,
                #"[{"Key":"k","Value":1},{"Key":"l","Value":{"m":2}}]"#
            ),
        ] as [(String?, String, String)]
    )
    func cuts(pointer: String?, text: String, expected: String) throws {
        for size in [1, 2, 3, 5, 1 << 20] {
            #expect(try items(.json(pointer: pointer), text, pieces: size).text == expected, "\(size) bytes at a time")
        }
    }

    @Test("a split at any byte gives the same items")
    func split() throws {
        let element = #"{"id":12345,"text":"a\"b\\\u00e9\ud83d\ude00 ü","list":[1,-2.5e-3,true,null,{}],"é":""}"#
        let array = "[" + Array(repeating: element, count: 5).joined(separator: " ,\n") + "]"
        for (pointer, text) in [(nil, array), ("/x/1", "{\"y\":\(array),\"x\":[\(array),\(array)]}")] {
            let whole = try items(.json(pointer: pointer), text, pieces: 1 << 20)
            #expect(whole.arrayValue?.count == 5)
            for place in 1..<text.utf8.count {
                #expect(try items(.json(pointer: pointer), text, splitAt: place) == whole, "split at \(place)")
            }
        }
    }

    @Test(
        "AWS's words for what is no list",
        arguments: [
            (nil, #"{"Hello": "world"}"#), (nil, "12"), (nil, "\"a\""), ("/a", #"{"b":[1]}"#), ("/a", #"{"a":1}"#),
            ("/2", "[1,2]"), ("/x", "[1]"), ("/a/b", #"{"a":"b"}"#),
        ] as [(String?, String)]
    )
    func notIterable(pointer: String?, text: String) {
        for size in [1, 1 << 20] {
            let cause = itemFailure { _ = try items(.json(pointer: pointer), text, pieces: size) }
            #expect(cause == "Attempting to map over non-iterable node.")
        }
    }

    @Test(
        "says what is malformed",
        arguments: [
            "", "  ", "[1,2", "[1 2]", "[1,]", "[1,tru]", "[01]", "[\"a]", "[1] 2", "[{\"a\":}]", "[", "[1,", "x",
        ]
    )
    func malformed(text: String) {
        for size in [1, 1 << 20] {
            let cause = itemFailure { _ = try items(.json(pointer: nil), text, pieces: size) } ?? "nothing"
            #expect(cause.hasPrefix("The file is not JSON near byte "), "\(cause)")
        }
    }

    @Test("an item that is too large is refused, and the text of 10 GB around it is not held")
    func tooLarge() throws {
        var limits = ItemLimits()
        limits.itemSizeInBytes = 1000
        limits.chunkSizeInBytes = 100
        let fits = "[\"" + String(repeating: "x", count: 998) + "\"]"
        let large = "[\"" + String(repeating: "x", count: 999) + "\"]"
        #expect(try items(.json(pointer: nil), fits, pieces: 64, limits).arrayValue?.count == 1)
        let cause = itemFailure { _ = try items(.json(pointer: nil), large, pieces: 64, limits) }
        #expect(cause == "An item is larger than the 1000 bytes that an item may have.")
        // What is skipped may be of any size.
        let skipped = "{\"y\":\"" + String(repeating: "x", count: 5000) + "\",\"x\":[1]}"
        #expect(try items(.json(pointer: "/x"), skipped, pieces: 64, limits).text == "[1]")
    }
}

@Suite("JSON lines")
struct JSONLinesCutterTests {
    @Test(
        "reads a value a line",
        arguments: [
            ("{\"a\":1}\n{\"a\":2}\n", #"[{"a":1},{"a":2}]"#), ("1\r\n\r\n\n  \n\"x\"", #"[1,"x"]"#), ("", "[]"),
            ("\u{feff}1\n", "[1]"),
        ]
    )
    func lines(text: String, expected: String) throws {
        for size in [1, 2, 3, 1 << 20] { #expect(try items(.jsonLines, text, pieces: size).text == expected) }
    }

    @Test("a split at any byte gives the same items")
    func split() throws {
        let text = (0..<20).map { "{\"id\":\($0),\"text\":\"a\\nü\",\"n\":null}\n" }.joined()
        let whole = try items(.jsonLines, text, pieces: 1 << 20)
        for place in 1..<text.utf8.count { #expect(try items(.jsonLines, text, splitAt: place) == whole) }
    }

    @Test(
        "names the line that is no JSON",
        arguments: [("1\n{\"a\":\n1}\n", 2), ("1\n2 3\n", 2), ("\n\n{", 3), ("[1,2]\nnul", 2)]
    )
    func malformed(text: String, line: Int) {
        let cause = itemFailure { _ = try items(.jsonLines, text, pieces: 3) } ?? ""
        #expect(cause.hasPrefix("Line \(line) of the file is not JSON: "), "\(cause)")
    }
}
