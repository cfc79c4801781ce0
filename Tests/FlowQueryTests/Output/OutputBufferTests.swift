import FlowTasks
import Testing

@testable import FlowQuery

@Suite("Output buffers")
struct OutputBufferTests {
    @Test("write all bytes, only the last time fewer than before", arguments: [7, 700, 262_144, 600_000, 1_048_577])
    func sizes(of piece: Int) throws {
        let sink = RecordingSink()
        var output = OutputBuffer(Activity(Cancellation())) { sink }
        var expected: [UInt8] = []
        for round in 0..<max(3, 1_600_000 / piece / 2) {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: piece)
            try output.append(bytes)
            expected += bytes
        }
        let file = try output.finish()
        #expect(sink.bytes == expected)
        #expect(file.sizeInBytes == Int64(expected.count))
        #expect(Set(sink.sizes.dropLast()).count <= 1)
        #expect(sink.sizes.dropLast().allSatisfy { $0 % 4096 == 0 })
        #expect((sink.sizes.last ?? 0) <= (sink.sizes.first ?? 0))
    }
}

/// Keeps what is written, and how much at a time.
private final class RecordingSink: ByteSink {
    let resumedAt: Int64 = 0
    private(set) var bytes: [UInt8] = []
    private(set) var sizes: [Int] = []

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        self.bytes += bytes
        sizes.append(bytes.count)
    }

    func commit() throws -> StoredFile {
        StoredFile(location: FileLocation(connection: "files", path: "a"), sizeInBytes: Int64(bytes.count))
    }

    func abort() {}
}
