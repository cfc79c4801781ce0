import FlowJSON

/// What a client counts within a line.
enum PositionEncoding: String, Sendable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"

    /// How many units a character takes that has so many bytes.
    func units(of width: Int) -> Int {
        switch self {
        case .utf8: width
        case .utf16: width == 4 ? 2 : 1
        }
    }
}

/// A place in a document, both parts from 0.
struct TextPosition: Hashable, Comparable, Sendable {
    var line: Int
    var character: Int

    static func < (first: TextPosition, second: TextPosition) -> Bool {
        (first.line, first.character) < (second.line, second.character)
    }

    init(line: Int, character: Int) {
        self.line = line
        self.character = character
    }

    init?(_ json: JSON?) {
        guard let line = json?["line"]?.integerValue, let character = json?["character"]?.integerValue,
            line >= 0, character >= 0
        else { return nil }
        self.init(line: Int(clamping: line), character: Int(clamping: character))
    }

    var json: JSON { ["line": .integer(Int64(line)), "character": .integer(Int64(character))] }
}

/// A stretch of a document; its end is not part of it.
struct TextRange: Hashable, Sendable {
    var start: TextPosition
    var end: TextPosition

    init(start: TextPosition, end: TextPosition) {
        self.start = start
        self.end = end
    }

    init?(_ json: JSON?) {
        guard let start = TextPosition(json?["start"]), let end = TextPosition(json?["end"]) else { return nil }
        self.init(start: min(start, end), end: max(start, end))
    }

    var json: JSON { ["start": start.json, "end": end.json] }

    /// Whether both have a place in common.
    func touches(_ other: TextRange) -> Bool { start <= other.end && other.start <= end }
}
