/// A pattern of `StringMatches`: `*` stands for any run of characters, `\\*` and `\\\\` for the character itself.
struct TextPattern {
    private enum Piece: Equatable {
        case byte(UInt8)
        case anything
    }

    private let pieces: [Piece]

    init(_ pattern: String) {
        var pieces: [Piece] = []
        var bytes = pattern.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "*"): pieces.append(.anything)
            case UInt8(ascii: "\\"): pieces.append(.byte(bytes.next() ?? byte))
            default: pieces.append(.byte(byte))
            }
        }
        self.pieces = pieces
    }

    /// Whether the pattern matches the whole text.
    ///
    /// The last `*` is the only one that ever has to give way, so the time is at most text times pattern.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var position = 0
        var piece = 0
        var afterStar: (piece: Int, position: Int)?
        while position < bytes.count {
            if piece < pieces.count, pieces[piece] == .anything {
                piece += 1
                afterStar = (piece, position)
            } else if piece < pieces.count, pieces[piece] == .byte(bytes[position]) {
                piece += 1
                position += 1
            } else if let star = afterStar {
                piece = star.piece
                position = star.position + 1
                afterStar = (star.piece, position)
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .anything }
    }
}
