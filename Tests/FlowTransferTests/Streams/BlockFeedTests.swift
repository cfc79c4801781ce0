import FlowTasks
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Feeds of blocks")
struct BlockFeedTests {
    @Test("give every taker all bytes in order", arguments: [0, 1, 262_144, 262_145, 5_000_000])
    func everything(count: Int) throws {
        let bytes = pattern(count)
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        let feed = BlockFeed([{ first += $0 }, { second += $0 }])
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(70_000)
                try feed.append(UnsafeRawBufferPointer(rebasing: part))
                rest = rest[part.endIndex...]
            }
        }
        try feed.finish()
        #expect(first == bytes)
        #expect(second == bytes)
    }

    @Test("tell what a taker threw, and do not wait for the others", arguments: [1, 1_000_000, 8_000_000])
    func failing(count: Int) {
        let feed = BlockFeed([{ _ in }, { _ in throw TaskFailure.connectionLost("Gone.") }])
        let told = failure {
            try pattern(count).withUnsafeBytes { try feed.append($0) }
            try feed.finish()
        }
        #expect(told?.error == "Files.ConnectionLost")
    }

    @Test("are done with what they were handed when they are let go")
    func letGo() throws {
        let taken = Guarded(0)
        do {
            let feed = BlockFeed([{ bytes in taken.update { $0 += bytes.count } }])
            try pattern(3 * BlockFeed.blockSize + 1).withUnsafeBytes { try feed.append($0) }
        }
        #expect(taken.update { $0 } == 3 * BlockFeed.blockSize)
    }
}
