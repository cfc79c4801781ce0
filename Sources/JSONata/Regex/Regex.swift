/// A regular expression with JavaScript's meaning, matched by backtracking within a bound of steps.
struct Regex: Sendable {
    let program: [RegexInstruction]
    let classes: [ScalarClass]
    let groupCount: Int
    let loopCount: Int
    let ignoreCase: Bool
    let multiline: Bool
    /// The byte with which every match begins, where there is one.
    let firstByte: UInt8?

    init(_ pattern: String, ignoreCase: Bool, multiline: Bool) throws(EvaluationError) {
        var parser = RegexParser(pattern, ignoreCase: ignoreCase)
        let tree = try parser.parse()
        var compiler = RegexCompiler()
        try compiler.compileWhole(tree)
        program = compiler.program
        classes = parser.classes
        groupCount = parser.groupCount
        loopCount = compiler.loopCount
        self.ignoreCase = ignoreCase
        self.multiline = multiline
        if !ignoreCase, case .scalar(let scalar) = program.dropFirst().first, scalar < 0x80 {
            firstByte = UInt8(scalar)
        } else {
            firstByte = nil
        }
    }

    /// The first match at or behind a byte offset; takes the matcher's steps from those that are left.
    func firstMatch(
        in subject: RegexSubject,
        from start: Int,
        stepsLeft: inout Int
    ) throws(EvaluationError) -> RegexMatch? {
        var matcher = RegexMatcher(self, subject, limit: stepsLeft)
        defer { stepsLeft -= matcher.steps }
        var position = start
        while position <= subject.bytes.count {
            if let firstByte {
                guard let next = subject.bytes[position...].firstIndex(of: firstByte) else { return nil }
                position = next
            }
            if try matcher.matches(at: position) {
                return RegexMatch(bounds: matcher.captures)
            }
            position += 1
            while position < subject.bytes.count, subject.bytes[position] & 0xC0 == 0x80 { position += 1 }
        }
        return nil
    }
}

/// A text to match, as bytes of UTF-8.
struct RegexSubject {
    let text: String
    let bytes: [UInt8]
    let isASCII: Bool
    private var lastOffset = 0
    private var lastUTF16Offset = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

    /// The offset in UTF-16 units, as JavaScript counts; goes on from the last one that was asked for.
    mutating func utf16Offset(_ offset: Int) -> Int {
        if isASCII { return offset }
        if offset < lastOffset { (lastOffset, lastUTF16Offset) = (0, 0) }
        for byte in bytes[lastOffset..<offset] where byte & 0xC0 != 0x80 { lastUTF16Offset += byte >= 0xF0 ? 2 : 1 }
        lastOffset = offset
        return lastUTF16Offset
    }
}

/// The bounds of a match and its groups in bytes: start and end one after the other, -1 for a group that took no part.
struct RegexMatch {
    let bounds: [Int]

    var start: Int { bounds[0] }
    var end: Int { bounds[1] }
}

/// One instruction of the matcher.
enum RegexInstruction: Sendable {
    case scalar(UInt32)
    case any
    case oneOf(Int)
    case split(first: Int, second: Int)
    case jump(Int)
    case save(Int)
    case lineStart, lineEnd, wordBoundary, notWordBoundary
    case backreference(Int)
    /// The program of the assertion follows; `end` is where the match goes on.
    case look(ahead: Bool, negative: Bool, end: Int)
    /// Forgets what the groups in a loop's body captured in the round before.
    case forget(first: Int, end: Int)
    case markLoop(Int)
    /// Leaves a round of a loop that took nothing.
    case checkLoop(Int)
    case accept
}
