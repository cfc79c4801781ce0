import FlowTasks
import Glibc
import Testing

@Suite("Feeds of blocks")
struct BlockFeedTests {
    /// What a taker throws.
    private struct Gone: Error {}

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

    @Test("take bytes that are filled in place", arguments: [0, 1, 262_144, 262_145, 5_000_000])
    func filledInPlace(count: Int) throws {
        let bytes = pattern(count)
        var taken: [UInt8] = []
        let feed = BlockFeed([{ taken += $0 }])
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let space = try feed.space()
                let part = rest.prefix(min(space.count, 70_000))
                space.copyBytes(from: part)
                feed.add(part.count)
                rest = rest[part.endIndex...]
            }
        }
        try feed.finish()
        #expect(taken == bytes)
    }

    @Test("tell what a taker threw, and do not wait for the others", arguments: [1, 1_000_000, 8_000_000])
    func failing(count: Int) {
        let feed = BlockFeed([{ _ in }, { _ in throw Gone() }])
        #expect(throws: Gone.self) {
            try pattern(count).withUnsafeBytes { try feed.append($0) }
            try feed.finish()
        }
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

    @Test("drop what waits when they are stopped, and call nobody any more")
    func stopped() throws {
        let begun = Guarded(false)
        let calls = Guarded(0)
        let feed = BlockFeed([
            { _ in
                begun.update { $0 = true }
                calls.update { $0 += 1 }
                // Longer than the caller needs to stop it.
                sleep(1)
            }
        ])
        try pattern(3 * BlockFeed.blockSize + 1).withUnsafeBytes { try feed.append($0) }
        begun.wait { $0 ? () : nil }
        feed.stop()
        #expect(calls.update { $0 } < 3)
    }
}

/// Bytes of which no block is like another.
private func pattern(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        for position in 0..<count {
            buffer[position] = UInt8(truncatingIfNeeded: position ^ position >> 8 ^ position >> 16)
        }
        initializedCount = count
    }
}
