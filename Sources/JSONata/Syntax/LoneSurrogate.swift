import FlowJSON

/// What stands for half of a surrogate pair that an expression writes as an escape: `"\ud800"`.
///
/// A text of JavaScript can hold such a half, one of Swift cannot. Within an evaluation a noncharacter of Unicode stands
/// for it, one that the expression itself does not name: `$encodeUrl` and `$encodeUrlComponent` refuse it with D3140, and
/// what leaves the evaluation, or its errors, has U+FFFD in its place. An expression without such an escape, which is
/// all but every one, takes every text for what it is.
struct LoneSurrogate: Hashable, Sendable {
    let standIn: Unicode.Scalar

    /// A stand-in that does not occur in a source, neither as it is nor as an escape.
    init(notIn source: UnsafeBufferPointer<UInt8>) {
        let source = String(decoding: source, as: UTF8.self)
        let lowered = source.lowercased()
        let candidates = (0xFDD0...0xFDEF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
        standIn =
            candidates.first { scalar in
                !source.unicodeScalars.contains(scalar)
                    && Text.firstOffset(of: String(scalar.value, radix: 16), in: lowered) == nil
            } ?? candidates[0]
    }

    func isIn(_ text: String) -> Bool { text.unicodeScalars.contains(standIn) }

    /// The text as it may leave the evaluation.
    func replaced(in text: String) -> String {
        guard isIn(text) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == standIn ? "\u{FFFD}" : $0 }))
    }

    /// The value as it may leave the evaluation.
    func replaced(in json: JSON) -> JSON {
        switch json {
        case .string(let text): return .string(replaced(in: text))
        case .array(let items): return .array(items.map { replaced(in: $0) })
        case .object(let object):
            var result = JSONObject()
            for (key, value) in object { result[replaced(in: key)] = replaced(in: value) }
            return .object(result)
        case .null, .bool, .integer, .double: return json
        }
    }
}
