import FlowTasks
import Glibc
import StatesLanguage
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

    @Test("go on while a slow sink writes")
    func overlapping() throws {
        let sink = RecordingSink()
        let isFilled = Guarded(false)
        // Were the sink called by the thread that appends, nobody would come to tell it.
        let patience = ContinuousClock.now + .seconds(20)
        sink.beforeWrite = { while !isFilled.update({ $0 }), ContinuousClock.now < patience { usleep(1_000) } }
        var output = OutputBuffer(Activity(Cancellation())) { sink }
        try output.append([UInt8](repeating: 7, count: 600_000))
        #expect(ContinuousClock.now < patience)
        isFilled.update { $0 = true }
        #expect(try output.finish().sizeInBytes == 600_000)
    }

    @Test("tell what a sink threw, and abort it", arguments: [1, 262_145, 3_000_000])
    func failing(count: Int) throws {
        let sink = RecordingSink()
        sink.beforeWrite = { throw TaskFailure(error: "Files.DiskFull", cause: "No room.") }
        var output = OutputBuffer(Activity(Cancellation())) { sink }
        do {
            try output.append([UInt8](repeating: 7, count: count))
            _ = try output.finish()
            Issue.record("It did not fail.")
        } catch let failure as TaskFailure {
            #expect(failure.error == "Files.DiskFull")
        }
        output.abandon()
        #expect(sink.isAborted)
        #expect(sink.bytes.isEmpty)
    }

    @Test("open no sink before something is written, and abort none then")
    func unopened() throws {
        var isOpened = false
        var output = OutputBuffer(Activity(Cancellation())) {
            isOpened = true
            return RecordingSink()
        }
        try output.append([1, 2, 3])
        output.abandon()
        #expect(!isOpened)
    }
}

/// Keeps what is written, and how much at a time.
private final class RecordingSink: ByteSink {
    let resumedAt: Int64 = 0
    private(set) var bytes: [UInt8] = []
    private(set) var sizes: [Int] = []
    private(set) var isAborted = false
    var beforeWrite: () throws -> Void = {}

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try beforeWrite()
        self.bytes += bytes
        sizes.append(bytes.count)
    }

    func commit() throws -> StoredFile {
        StoredFile(location: FileLocation(connection: "files", path: "a"), sizeInBytes: Int64(bytes.count))
    }

    func abort() { isAborted = true }
}
