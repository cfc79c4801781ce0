import Testing

@testable import FlowQuery

/// Records as lists of fields; null is `nil`.
func parse(_ text: some Sequence<UInt8>, pieceSizes: () -> Int = { .max }) throws -> [[String?]] {
    var parser = CSVParser()
    var records: [[String?]] = []
    let take: (CSVRecord) -> Bool = { record in
        records.append((0..<record.count).map { record.isNull($0) ? nil : record.text($0) })
        return true
    }
    let bytes = Array(text)
    var start = 0
    while start < bytes.count {
        let end = start + min(bytes.count - start, pieceSizes())
        try bytes[start..<end].withUnsafeBytes { try parser.read($0, take) }
        start = end
    }
    try parser.finish(take)
    return records
}

struct CSVParserTests {
    @Test(
        "reads RFC 4180",
        arguments: [
            ("", []),
            ("a", [["a"]]),
            ("a,b\n", [["a", "b"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            (",\n", [[nil, nil]]),
            ("a,", [["a", nil]]),
            ("\n", [[nil]]),
            ("\"\"\n", [[""]]),
            ("\"\"", [[""]]),
            ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
            ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
            ("\"two\r\nlines\"\r\n", [["two\r\nlines"]]),
            ("\"\"\"\"\n", [["\""]]),
            ("\u{feff}id\n1\n", [["id"], ["1"]]),
            ("\u{feff}\"id\"\n", [["id"]]),
            ("a\r", [["a"]]),
            (" a , b \n", [[" a ", " b "]]),
            ("é,日本\n", [["é", "日本"]]),
        ] as [(String, [[String?]])]
    )
    func reads(text: String, expected: [[String?]]) throws {
        #expect(try parse(text.utf8) == expected)
        #expect(try parse(text.utf8, pieceSizes: { 1 }) == expected)
    }

    @Test(
        "says in which line a text is wrong",
        arguments: [
            ("a\nb\"c\n", 2, "inside a field"),
            ("a\n\"b\"c\n", 2, "follows the closing quote"),
            ("a\n\"b\n\nc", 2, "is not closed"),
            ("a\n\"b\nc\"\nd\re\n", 4, "carriage return"),
        ]
    )
    func refuses(text: String, line: Int, part: String) throws {
        for size in [1, 3, 100] {
            let error = try #require(throws: CSVParser.SyntaxError.self) { try parse(text.utf8, pieceSizes: { size }) }
            #expect(error.line == line)
            #expect(error.message.contains(part))
        }
    }

    @Test("counts the lines of records that span several")
    func lines() throws {
        var parser = CSVParser()
        var lines: [Int] = []
        try Array("a\n\"b\n\nc\"\r\nd\n".utf8).withUnsafeBytes { bytes in
            try parser.read(bytes) { record in
                lines.append(record.line)
                return true
            }
        }
        #expect(lines == [1, 2, 5])
    }

    @Test("refuses a record that does not end")
    func bounded() throws {
        var parser = CSVParser(maximumRecordSizeInBytes: 1 << 20)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        try piece[0...].withUnsafeBytes { try parser.read($0) { _ in true } }
        #expect(throws: CSVParser.SyntaxError.self) {
            for _ in 0..<100 { try piece.withUnsafeBytes { try parser.read($0) { _ in true } } }
        }
    }

    @Test("gives the same rows for any pieces of any text, or the same error")
    func anyPieces() {
        var random = SeededRandom(seed: 7)
        let alphabet = Array("a,\"\n\r x\u{feff}é".utf8)
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let whole = Result { try parse(text) }
            let pieces = Result { try parse(text, pieceSizes: { Int.random(in: 1...5, using: &random) }) }
            switch (whole, pieces) {
            case (.success(let rows), .success(let same)): #expect(rows == same)
            case (.failure(let error), .failure(let same)):
                #expect(error as? CSVParser.SyntaxError == same as? CSVParser.SyntaxError)
            default: Issue.record("\(text): \(whole) is not \(pieces)")
            }
        }
    }

    @Test("reads back what the writer writes")
    func roundTrip() throws {
        var random = SeededRandom(seed: 11)
        let alphabet = ["", "a", ",", "\"", "\n", "\r\n", "\r", " ", "é", "日", "\\.", "x"]
        for _ in 0..<1_000 {
            let width = Int.random(in: 1...5, using: &random)
            let rows: [[String?]] = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                (0..<width).map { _ in
                    guard Int.random(in: 0...5, using: &random) > 0 else { return nil }
                    return (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? ""
                    }.joined()
                }
            }
            let text = try written { output in
                for row in rows {
                    for (position, field) in row.enumerated() {
                        if position > 0 { try output.append(UInt8(ascii: ",")) }
                        guard let field else { continue }
                        try Array(field.utf8).withUnsafeBytes { bytes in
                            try output.appendCSV(bytes, isOnlyColumn: width == 1)
                        }
                    }
                    try output.append(UInt8(ascii: "\n"))
                }
            }
            #expect(try parse(text.utf8, pieceSizes: { Int.random(in: 1...9, using: &random) }) == rows)
        }
    }
}

/// The same numbers on every run: xorshift64*.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_f491_4f6c_dd1d
    }
}
