import Testing

@testable import FlowLanguageServer

@Suite("Places in a text")
struct TextDocumentTests {
    private static let document = TextDocument("aé😀b\r\nx\n\ry")

    @Test(
        "places and offsets are the same thing",
        arguments: [
            (0, 0, 0, 0), (1, 0, 1, 1), (3, 0, 2, 3), (7, 0, 4, 7), (8, 0, 5, 8), (10, 1, 0, 0), (11, 1, 1, 1),
            (12, 2, 0, 0), (13, 3, 0, 0), (14, 3, 1, 1),
        ]
    )
    func places(offset: Int, line: Int, utf16: Int, utf8: Int) {
        #expect(Self.document.position(of: offset, .utf16) == TextPosition(line: line, character: utf16))
        #expect(Self.document.position(of: offset, .utf8) == TextPosition(line: line, character: utf8))
        #expect(Self.document.offset(of: TextPosition(line: line, character: utf16), .utf16) == offset)
        #expect(Self.document.offset(of: TextPosition(line: line, character: utf8), .utf8) == offset)
    }

    @Test(
        "a place beyond its line is the line's end, one in a character is the character's beginning",
        arguments: [(0, 99, 8), (1, 99, 11), (9, 0, 14), (0, 3, 3)]
    )
    func clamped(line: Int, character: Int, offset: Int) {
        #expect(Self.document.offset(of: TextPosition(line: line, character: character), .utf16) == offset)
    }
}
