/// One line of a source as a terminal can show it, and the cell under which the caret belongs.
struct Snippet {
    /// The line, tabs as four blanks, control characters made visible, cut to a window around the column.
    let text: String
    /// Cells left of the caret, or `nil` where no column is known.
    let caretCell: Int?

    /// How many cells of a long line are shown.
    static let window = 100

    init?(of source: String, line: Int, column: Int?) {
        guard line > 0, let characters = Self.line(line, of: source) else { return nil }
        var cells: [(text: String, width: Int)] = []
        var caretIndex: Int?
        var scalars = 0
        for character in characters {
            if caretIndex == nil, let column, scalars + character.unicodeScalars.count >= column {
                caretIndex = cells.count
            }
            scalars += character.unicodeScalars.count
            cells.append(Self.cell(for: character))
        }
        // A column behind the end of the line (the text ends there) has its caret behind the last cell.
        if column != nil, caretIndex == nil { caretIndex = cells.count }

        var first = 0
        var last = cells.count
        if cells.count > Self.window {
            first = max(0, min((caretIndex ?? 0) - Self.window / 2, cells.count - Self.window))
            last = first + Self.window
        }
        let before = first > 0 ? "…" : ""
        text = before + cells[first..<last].map(\.text).joined() + (last < cells.count ? "…" : "")
        caretCell = caretIndex.map { index in before.count + cells[first..<index].reduce(0) { $0 + $1.width } }
    }

    private static func line(_ wanted: Int, of source: String) -> [Character]? {
        var scalars = source.unicodeScalars[...]
        var number = 1
        while number < wanted {
            guard let end = scalars.firstIndex(where: { $0 == "\n" || $0 == "\r" }) else { return nil }
            let next = scalars.index(after: end)
            let isPair = scalars[end] == "\r" && next < scalars.endIndex && scalars[next] == "\n"
            scalars = scalars[(isPair ? scalars.index(after: next) : next)...]
            number += 1
        }
        let end = scalars.firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
        return Array(String(scalars[..<end].drop { $0 == "\u{feff}" }))
    }

    private static func cell(for character: Character) -> (text: String, width: Int) {
        if character == "\t" { return ("    ", 4) }
        guard let first = character.unicodeScalars.first else { return ("", 0) }
        if first.value < 0x20 || (0x7f..<0xa0).contains(first.value) { return ("\u{fffd}", 1) }
        return (String(character), isWide(first) || character.unicodeScalars.contains("\u{fe0f}") ? 2 : 1)
    }

    /// East Asian wide and emoji presentation, by ranges: what terminals draw over two cells.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}

/// The line and the column in Unicode scalars, both from 1, of a byte of UTF-8.
func lineAndColumn(ofByte offset: Int, in source: String) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    var position = 0
    var previous: Unicode.Scalar = " "
    for scalar in source.unicodeScalars {
        guard position < offset else { break }
        position += UTF8.width(scalar)
        if scalar == "\n" || scalar == "\r" {
            if !(scalar == "\n" && previous == "\r") { line += 1 }
            column = 1
        } else if scalar != "\u{feff}" || position > 3 {
            column += 1
        }
        previous = scalar
    }
    return (line, column)
}
