import FlowDiagnostics
import FlowJSON
import FlowTasks
import Glibc
import StatesLanguage

/// Cuts a file with one JSON value a line; blank lines are no items.
struct JSONLinesCutter: ItemCutter {
    let limits: ItemLimits
    private var line = 1
    private var isAtStart = true

    init(_ limits: ItemLimits) { self.limits = limits }

    mutating func cut(
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Int {
        var start = 0
        if isAtStart {
            guard isLast || bytes.count >= 3 else { return 0 }
            if bytes.starts(with: ByteOrderMark.utf8) { start = 3 }
            isAtStart = false
        }
        var reader = ValueReader(bytes, options: .items)
        while start < bytes.count {
            guard let end = bytes.firstLineFeed(from: start) ?? (isLast ? bytes.count : nil) else { break }
            if end - start > limits.itemSizeInBytes { throw TaskFailure.itemTooLarge(limits) }
            if let value = try self.value(in: bytes, from: start, to: end, &reader) {
                try consume(MapItem(value: value))
            }
            start = end + 1
            line += 1
        }
        return min(start, bytes.count)
    }

    private func value(
        in bytes: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int,
        _ reader: inout ValueReader
    ) throws -> JSON? {
        var place = start
        guard let value = reader.next(at: &place, before: end) else {
            if bytes[start..<end].allSatisfy(\.isJSONBlank) {
                // The blank line was a failure to the reader, which is of no use after one.
                reader = ValueReader(bytes, options: .items)
                return nil
            }
            throw malformed(reader.failure?.message)
        }
        guard bytes[place..<end].allSatisfy(\.isJSONBlank) else { throw malformed("After the value stands more text.") }
        return value
    }

    private func malformed(_ reason: String?) -> TaskFailure {
        .itemReader("Line \(line) of the file is not JSON: \(reason ?? "It holds no value.")")
    }
}

/// What Windows programs write at the beginning of a text.
enum ByteOrderMark {
    static let utf8: [UInt8] = [0xef, 0xbb, 0xbf]
}

extension UInt8 {
    var isJSONBlank: Bool { self == 0x20 || self == 0x0a || self == 0x0d || self == 0x09 }
}

extension UnsafeRawBufferPointer {
    /// The place of the next line feed.
    func firstLineFeed(from start: Int) -> Int? {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
