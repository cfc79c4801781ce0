import FlowJSON
import StatesLanguage
import Testing

@Suite struct IntrinsicEvaluationTests {
    static let input: JSON = [
        "s": "a", "n": nil, "list": [1, 2, 3, 2], "map": ["a": [1, "x"], "b": nil, "c": 1.5], "t": "{}-{}",
    ]

    static func evaluate(_ text: String) throws -> JSON {
        var generator = SystemRandomNumberGenerator()
        return try IntrinsicCall(text).evaluate(using: &generator) { (path) throws(TaskFailure) in
            guard let value = input[String(path.dropFirst(2))] else { throw TaskFailure(error: .runtime) }
            return value
        }
    }

    @Test(
        "gives what AWS gives",
        arguments: [
            ("States.Format('{}{}', $.s, 1)", "a1"), ("States.Format($.t, 1, true)", "1-true"),
            (#"States.Format('\{\}\'\\{}', $.n)"#, #"{}'\null"#), ("States.Format('{a}')", "{a}"),
            ("States.Format('{}', $.map)", "{a=[1, x], b=null, c=1.5}"), ("States.StringToJson('')", nil),
            ("States.StringToJson(' ')", nil), (#"States.StringToJson('{"a":[1,2.0]}')"#, ["a": [1, 2.0]]),
            ("States.JsonToString($.map)", #"{"a":[1,"x"],"b":null,"c":1.5}"#), ("States.Array()", []),
            ("States.Array($.s, null)", ["a", nil]), ("States.ArrayPartition($.list, 3)", [[1, 2, 3], [2]]),
            ("States.ArrayPartition($.list, 2.4)", [[1, 2], [3, 2]]), ("States.ArrayContains($.list, 2.0)", true),
            ("States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]), ("States.ArrayRange(3, 1, -1)", [3, 2, 1]),
            ("States.ArrayRange(1, 0, 1)", []), ("States.ArrayGetItem($.list, 2)", 3),
            ("States.ArrayLength($.list)", 4), ("States.ArrayUnique($.list)", [1, 2, 3]),
            ("States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="),
            ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"),
            ("States.Base64Encode('ü?>')", "w7w/Pg=="), ("States.Base64Decode('w7w/Pg==')", "ü?>"),
            ("States.Hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"),
            ("States.Hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "States.Hash('abc', 'SHA-256')",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            ),
            (
                "States.Hash('abc', 'SHA-384')",
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                "States.Hash('abc', 'SHA-512')",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
            ("States.Hash($.n, 'MD5')", "37a6259cc0c1dae299a7866489dff0bd"),
            ("States.JsonMerge($.map, States.StringToJson('{\"a\":1}'), false)", ["a": 1, "b": nil, "c": 1.5]),
            ("States.MathAdd(111, -1)", 110), ("States.MathAdd(-2.5, 0)", -2), ("States.MathRandom(4, 5)", 4),
            ("States.MathRandom(4, 5, 7)", 4), ("States.StringSplit('1,2+,3', '+,')", ["1", "2", "3"]),
            ("States.StringSplit('', '-')", []), ("States.StringSplit('ab', '')", ["ab"]),
        ] as [(text: String, value: JSON)]
    )
    func value(text: String, value: JSON) throws {
        #expect(try Self.evaluate(text) == value)
    }

    @Test(
        "fails with States.IntrinsicFailure, naming the call",
        arguments: [
            ("States.Format('{}')", "The template's {} should be as many as the 0 arguments after it."),
            ("States.Format('', 1)", "The template's {} should be as many as the 1 arguments after it."),
            ("States.StringToJson(1)", "Argument 1 of States.StringToJson should be a string but is an integer."),
            ("States.ArrayPartition($.list, 0)", "The size of a chunk should be over 0 but is 0."),
            ("States.ArrayRange(1, 1000, 1)", nil),
            ("States.ArrayRange(1, 1001, 1)", "The range has more than 1000 elements."),
            ("States.ArrayRange(1, 2, 0)", "The step of a range should not be 0."),
            ("States.ArrayGetItem($.list, 4)", "The index 4 is outside an array of 4 elements."),
            ("States.ArrayGetItem($.list, -1)", "The index -1 is outside an array of 4 elements."),
            ("States.Base64Decode('a')", "The string is no Base64."),
            ("States.Base64Decode('=')", "The string is no Base64."),
            ("States.Base64Decode('ab?=')", "The string is no Base64."),
            (
                "States.Hash('a', 'sha-1')",
                "There is no hash algorithm \"sha-1\"; there are \"MD5\", \"SHA-1\", \"SHA-256\", \"SHA-384\" and \"SHA-512\"."
            ),
            ("States.JsonMerge($.map, $.map, true)", "Deep merging is not supported; argument 3 should be false."),
            ("States.MathAdd(2147483647, 1)", "The sum 2147483648 is outside 32 bits."),
            (
                "States.MathAdd(1e300, 1)",
                "Argument 1 of States.MathAdd should be a number of at most 64 bits but is a number."
            ),
            ("States.MathRandom(5, 5)", "The start 5 should be below the end 5."),
            ("States.ArrayRange(9223372036854775806, 9223372036854775807, 1)", nil),
        ] as [(text: String, cause: String?)]
    )
    func failure(text: String, cause: String?) {
        guard let cause else {
            #expect(throws: Never.self) { try Self.evaluate(text) }
            return
        }
        let failure = #expect(throws: TaskFailure.self) { try Self.evaluate(text) }
        #expect(failure?.error == .intrinsicFailure)
        #expect(failure?.cause == "The function '\(text)' had the following error: \(cause)")
    }

    /// Each digest is of the one before it and a longer message, so that one wrong bit anywhere changes the last one,
    /// whose first 32 digits python's hashlib gave.
    @Test(
        "hashes messages of every length around the ends of blocks",
        arguments: [
            ("MD5", "566308e1b2553cc460fc99d700ec614b"),
            ("SHA-1", "2064f91cf6b851fbdc06231606dc4b7c"),
            ("SHA-256", "790008dd5601520a94c84d7e712dc770"),
            ("SHA-384", "9ecac2fb2b0fbc7b2e3f11b2aaeb406b"),
            ("SHA-512", "dcb40b4b2c37173ad3f503256dea76ee"),
        ]
    )
    func blocks(algorithm: String, expected: String) throws {
        var generator = SystemRandomNumberGenerator()
        var digest = ""
        for length in 0...260 {
            let message = JSON.string(digest + String(repeating: "a", count: length))
            let value = try IntrinsicFunction.hash.evaluate([message, .string(algorithm)], using: &generator)
            digest = try #require(value.stringValue)
        }
        #expect(digest.prefix(32) == expected)
    }

    @Test("a UUID is of version 4 and depends on the generator alone")
    func uuid() throws {
        struct Constant: RandomNumberGenerator {
            func next() -> UInt64 { .max }
        }
        var generator = Constant()
        let value = try IntrinsicFunction.uuid.evaluate([], using: &generator)
        #expect(value == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test("takes exactly 10,000 characters to encode")
    func length() throws {
        var generator = SystemRandomNumberGenerator()
        let fits = JSON.string(String(repeating: "é", count: 10_000))
        #expect(throws: Never.self) { try IntrinsicFunction.base64Encode.evaluate([fits], using: &generator) }
        let tooLong = JSON.string(String(repeating: "a", count: 10_001))
        #expect(throws: TaskFailure.self) { try IntrinsicFunction.base64Encode.evaluate([tooLong], using: &generator) }
    }
}
