/// Finds the end of a JSON value that is not wanted, across as many pieces of the text as it takes.
///
/// Brackets are counted, not matched: what is skipped is not judged.
struct ValueSkipper {
    private enum Phase {
        case before, inside, inString, escaped, scalar
    }
    private var phase = Phase.before
    private var depth = 0

    /// The place behind the value's end; `nil` where that is not in `bytes`, all of which belong to the value then.
    mutating func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            let byte = bytes[place]
            switch phase {
            case .escaped: phase = .inString
            case .inString:
                if byte == UInt8(ascii: "\\") {
                    phase = .escaped
                } else if byte == UInt8(ascii: "\"") {
                    if depth == 0 { return place + 1 }
                    phase = .inside
                }
            case .scalar:
                if byte.isJSONBlank || byte == UInt8(ascii: ",") || byte | 0x20 == UInt8(ascii: "}") { return place }
            case .before, .inside:
                switch byte {
                case UInt8(ascii: "\""): phase = .inString
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    phase = .inside
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth <= 0 { return place + 1 }
                default: if phase == .before, !byte.isJSONBlank { phase = .scalar }
                }
            }
            place += 1
        }
        return nil
    }

    /// Whether the end of the text ends the value.
    var endsWithText: Bool { phase == .scalar }
}
