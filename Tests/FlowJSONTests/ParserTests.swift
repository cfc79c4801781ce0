import FlowDiagnostics
import FlowJSON
import Testing

@Suite("Parser")
struct ParserTests {
    @Test(
        "reads what is JSON",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)),
            ("0", .integer(0)), ("-0", .integer(0)), ("-1", .integer(-1)), ("123456789", .integer(123_456_789)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
            ("1000000000000000000", .integer(1_000_000_000_000_000_000)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)),
            ("123456789012345678901234567890", .double(1.2345678901234568e29)),
            ("1.0", .double(1)), ("-0.0", .double(-0.0)), ("1e2", .double(100)), ("1E+2", .double(100)),
            ("1.5e-3", .double(0.0015)), ("1e-400", .double(0)), ("0e1", .double(0)), ("0.1", .double(0.1)),
            ("2.2250738585072014e-308", .double(.leastNormalMagnitude)),
            ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
            ("9007199254740993.0", .double(9_007_199_254_740_992)),
            ("0.30000000000000004", .double(0.30000000000000004)),
            (#""""#, .string("")), (#""abc""#, .string("abc")), (#""é日😀""#, .string("é日😀")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
            (#""\u00e9\u65E5\ud83d\ude00\u0000""#, .string("é日😀\0")),
            ("\"a long text, longer than sixteen bytes\"", .string("a long text, longer than sixteen bytes")),
            ("\"\u{7f}\u{2028}\"", .string("\u{7f}\u{2028}")),
            ("[]", .array([])), ("[ ]", .array([])), ("[1,[2,[]]]", [1, [2, []]]),
            ("{}", .object([:])), (" { } ", .object([:])),
            (#"{"a":1,"b":{"a":2}}"#, ["a": 1, "b": ["a": 2]]),
            (#"[{"a":1},{"a":2,"b":3},{"b":4},{"a":5}]"#, [["a": 1], ["a": 2, "b": 3], ["b": 4], ["a": 5]]),
            (#"{"":1,"\u0061":2}"#, ["": 1, "a": 2]),
            ("\u{feff}[1]", [1]), ("\t\r\n 1\t\r\n ", 1),
            (#"{"a":1,"a":2}"#, ["a": 2]), (#"{"a":1,"b":2,"\u0061":[3]}"#, ["a": [3], "b": 2]),
        ] as [(String, JSON)]
    )
    func reads(text: String, expected: JSON) throws {
        let value = try JSON(parsing: text)
        #expect(value == expected)
        // Equal by meaning is not enough here: integers and doubles are kept apart.
        #expect(value.text == expected.text)
        #expect(try JSON(parsing: Array(text.utf8)) == expected)
    }

    @Test(
        "says what is wrong, and where",
        arguments: [
            ("", "J01", 1, 1), ("  \n ", "J01", 2, 2), ("[", "J02", 1, 2), ("[1", "J02", 1, 3), ("[1,", "J02", 1, 4),
            ("{", "J02", 1, 2), (#"{"a""#, "J02", 1, 5), (#"{"a":"#, "J02", 1, 6), (#"{"a":1"#, "J02", 1, 7),
            ("tru", "J03", 1, 1), ("nul", "J03", 1, 1), ("NaN", "J03", 1, 1), ("[x]", "J03", 1, 2),
            ("[1 2]", "J03", 1, 4), ("{a:1}", "J03", 1, 2), (#"{"a" 1}"#, "J03", 1, 6), ("{1:1}", "J03", 1, 2),
            (#"{"a":1 "b":2}"#, "J03", 1, 8), ("[1}", "J03", 1, 3), (#"{"a":1]"#, "J03", 1, 7), ("]", "J03", 1, 1),
            (",", "J03", 1, 1), ("[,1]", "J03", 1, 2), ("{,}", "J03", 1, 2), ("'a'", "J03", 1, 1), ("+1", "J03", 1, 1),
            (".5", "J03", 1, 1), ("// x\n1", "J03", 1, 1), ("[1,,2]", "J03", 1, 4),
            ("1 2", "J04", 1, 3), ("{}x", "J04", 1, 3), ("truex", "J04", 1, 5), ("1\u{0}", "J04", 1, 2),
            ("[1,]", "J05", 1, 3), ("{\"a\":1,\n}", "J05", 1, 7),
            ("-", "J06", 1, 1), ("01", "J06", 1, 1), ("-01", "J06", 1, 1), ("1.", "J06", 1, 1), ("1.e1", "J06", 1, 1),
            ("1e", "J06", 1, 1), ("1e+", "J06", 1, 1), ("[-a]", "J06", 1, 2), ("00", "J06", 1, 1),
            ("1e999", "J07", 1, 1), ("-1e400", "J07", 1, 1), ("1e99999999999999999999", "J07", 1, 1),
            ("\"a\nb\"", "J08", 1, 3), ("\"\u{1}\"", "J08", 1, 2), ("\"a", "J09", 1, 1), ("\"\\\"", "J09", 1, 1),
            (#"["é日","\x"]"#, "J10", 1, 8), (#""\u12""#, "J10", 1, 2), (#""\u12g4""#, "J10", 1, 2),
            (#""\ud800""#, "J11", 1, 2), (#""\udc00""#, "J11", 1, 2), (#""ab\ud800\u0041""#, "J11", 1, 4),
            ("{\n  \"a\": 1,\r\n  \"é\": tru\n}", "J03", 3, 8),
        ]
    )
    func refuses(text: String, code: String, line: Int, column: Int) {
        let error = #expect(throws: Diagnostic.self) { try JSON(parsing: text, file: "f.json") }
        #expect(error?.code.text == code)
        #expect(error?.location.line == line)
        #expect(error?.location.column == column)
        #expect(error?.location.file == "f.json")
        #expect(error?.message.isEmpty == false)
    }

    @Test(
        "names what a comma stands before that has nothing after it",
        arguments: [("[1,]", "]"), ("{\"a\":1,\n }", "}"), ("[[1 , \t]]", "]")]
    )
    func trailingComma(text: String, before end: String) {
        let error = #expect(throws: Diagnostic.self) { try JSON(parsing: text) }
        #expect(error?.message == "A comma stands before \(end).")
    }

    @Test(
        "refuses bytes that are not UTF-8, at the byte",
        arguments: [
            ([0xff], 1), ([0xc0, 0x80], 1), ([0xed, 0xa0, 0x80], 1), ([0x61, 0xe2, 0x82], 2),
            ([0xf4, 0x90, 0x80, 0x80], 1),
            ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x80, 0x6a], 10),
            ([0xf8, 0x88, 0x80, 0x80, 0x80], 1),
        ] as [([UInt8], Int)]
    )
    func malformedUTF8(bytes: [UInt8], offset: Int) {
        for padding in [0, 20] {
            let text = [0x22] + bytes + [0x22] + Array(repeating: UInt8(ascii: " "), count: padding)
            let error = #expect(throws: Diagnostic.self) { try JSON(parsing: text) }
            #expect(error?.code.text == "J12")
            #expect(error?.location.offset == offset)
        }
    }

    @Test("bounds the depth")
    func depth() throws {
        let open = String(repeating: "[", count: 512)
        let close = String(repeating: "]", count: 512)
        #expect(try JSON(parsing: open + close).text.utf8.count == 1024)
        let error = #expect(throws: Diagnostic.self) { try JSON(parsing: "[" + open + close + "]") }
        #expect(error?.code.text == "J13")
        #expect(error?.location.offset == 512)
        #expect(throws: Diagnostic.self) { try JSON(parsing: "[[1]]", options: .init(maximumDepth: 1)) }
        #expect(throws: Diagnostic.self) { try JSON(parsing: String(repeating: "[{\"a\":", count: 1_000_000)) }
    }

    @Test("refuses a key that stands twice, at the second one, when strict")
    func duplicateKeys() throws {
        let text = "{\"a\": 1,\n \"b\": 2, \"\\u0061\": 3}"
        #expect(try JSON(parsing: text).text == #"{"a":3,"b":2}"#)
        let error = #expect(throws: Diagnostic.self) { try JSON(parsing: text, options: .strict) }
        #expect(error?.code.text == "J14")
        #expect(error?.location.line == 2)
        #expect(error?.location.column == 10)
    }

    @Test("puts U+FFFD in place of half a surrogate pair on wish")
    func loneSurrogates() throws {
        let options = JSON.ParsingOptions(loneSurrogates: .replaced)
        #expect(
            try JSON(parsing: #""a\ud800b\udc00\ud83d\ude00\ud800\ud800""#, options: options)
                == "a\u{fffd}b\u{fffd}😀\u{fffd}\u{fffd}"
        )
    }

    @Test("leaves the escape of half a surrogate pair as it is on wish")
    func keptSurrogates() throws {
        let options = JSON.ParsingOptions(loneSurrogates: .kept)
        #expect(
            try JSON(parsing: #""a\uD800b\udc00\ud83d\ude00""#, options: options) == #"a\uD800b\udc00😀"#
        )
    }

    @Test("reads objects that are dictionaries rather than records")
    func dictionaries() throws {
        var text = "["
        var expected: [JSON] = []
        for row in 0..<60 {
            var members: [String] = []
            var object = JSONObject()
            for column in 0..<(row * 5) {
                let key = "key \(column * 7 % 31) \(row % 3 == 0 ? row : 0) \(column / 40)"
                members.append("\"\(key)\":\(column)")
                object[key] = .integer(Int64(column))
            }
            text += (row > 0 ? "," : "") + "{" + members.joined(separator: ",") + "}"
            expected.append(.object(object))
        }
        let value = try JSON(parsing: text + "]")
        #expect(value == .array(expected))
        #expect(value.text == JSON.array(expected).text)
    }

    @Test("rounds decimals as the standard library does", arguments: 0..<20)
    func decimals(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<200 {
            let digits = (0..<Int.random(in: 1...22, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }
            let point = Int.random(in: 0...digits.count, using: &generator)
            let whole = digits[..<point].joined().drop { $0 == "0" }
            let fraction = digits[point...].joined()
            let exponent = Int.random(in: -330...290, using: &generator)
            let text = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
            for number in [text, text + "e\(exponent)"] {
                let value = try JSON(parsing: "-" + number).doubleValue
                #expect(value == Double("-" + number), "\(number)")
            }
        }
    }
}
