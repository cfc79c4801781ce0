import FlowJSON
import FlowTasks
import Testing

@testable import FlowItems

@Suite("Packed files")
struct CompressionTests {
    private static let rows = (0..<5000).map { "\($0),text \($0 % 7)\n" }.joined()

    /// The items of packed JSON lines that come in pieces of a size.
    private static func items(_ key: String, _ bytes: [UInt8], pieces size: Int) throws -> JSON {
        var found: [JSON] = []
        let lines = try ItemFormat.csv(CSVDialect(headers: ["id", "text"])).stage(ItemLimits()) {
            found.append($0.value)
        }
        let stage = try Compression(key: key).stage(before: lines)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { try stage.append($0) }
        }
        try stage.finish()
        return .array(found)
    }

    @Test("unpacks by the end of the name, one member after the other", arguments: ["gz", "zst", "zstd", "GZ"])
    func unpacks(suffix: String) throws {
        let pack = suffix.lowercased() == "gz" ? gzip : zstd
        let bytes = Array(Self.rows.utf8)
        let whole = try Self.items("a.csv", bytes, pieces: 1 << 16)
        #expect(whole.arrayValue?.count == 5000)
        for cut in [0, 1, 30_000, bytes.count] {
            let packed = pack(Array(bytes[..<cut])) + pack(Array(bytes[cut...]))
            for size in [1, 10, 1000, 1 << 20] {
                #expect(try Self.items("a.csv.\(suffix)", packed, pieces: size) == whole)
            }
        }
        let padded = gzip(bytes) + [UInt8](repeating: 0, count: 512)
        #expect(try Self.items("a.gz", padded, pieces: 100) == whole)
    }

    @Test("what expands much is streamed too")
    func expands() throws {
        let bytes = Array(String(repeating: "0,\n", count: 1_000_000).utf8)
        for (key, packed) in [("a.gz", gzip(bytes)), ("a.zst", zstd(bytes))] {
            #expect(try Self.items(key, packed, pieces: 1 << 20).arrayValue?.count == 1_000_000)
        }
    }

    @Test("a file that is cut short or damaged is a failure", arguments: ["gz", "zst"])
    func damaged(suffix: String) throws {
        let packed = (suffix == "gz" ? gzip : zstd)(Array(Self.rows.utf8))
        for count in [1, 5, packed.count / 2, packed.count - 1] {
            let cause = itemFailure { _ = try Self.items("a.\(suffix)", Array(packed[..<count]), pieces: 1000) }
            #expect(cause?.hasSuffix("file is cut short.") == true, "\(count) bytes: \(cause ?? "no failure")")
        }
        // Fixed places, so that the same bytes are tried each time.
        for place in stride(from: 11, to: packed.count, by: max(1, packed.count / 200)) {
            var damaged = packed
            damaged[place] ^= 0x55
            // A flipped byte may leave the packing whole and be seen by nobody but its checksum, which gzip has.
            let cause = itemFailure { _ = try Self.items("a.\(suffix)", damaged, pieces: 1000) }
            if suffix == "gz" { #expect(cause != nil, "byte \(place)") }
        }
        let other = itemFailure { _ = try Self.items("a.\(suffix)", Array(Self.rows.utf8), pieces: 1000) }
        #expect(other?.contains("is damaged") == true)
    }
}
