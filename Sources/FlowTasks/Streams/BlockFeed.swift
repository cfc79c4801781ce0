/// Feeds the bytes of a stream to takers, each on a thread of its own, while the caller gets the next bytes.
///
/// A copy's checksum and its writing take as long together as the receiving does; one after the other on the thread that
/// receives they made a copy a quarter longer than curl's. A stream of one block gets no threads.
package final class BlockFeed {
    /// Takes blocks in order; the bytes are valid only during the call.
    package typealias Taker = (UnsafeRawBufferPointer) throws -> Void

    /// A multiple of what disks want, and small enough for the blocks to stay in a core's cache; only the last one is smaller.
    package static let blockSize = 256 * 1024
    private static let blockCount = 4

    /// `@unchecked Sendable`: between the start of its thread and the thread's end nobody else calls it.
    private struct Lent: @unchecked Sendable {
        let take: Taker
    }

    private struct State {
        /// How many blocks were handed over; the next one is filled in the ring after them.
        var filled = 0
        /// How many of them each taker is done with.
        var done: [Int]
        var isEnded = false
        var failure: (any Error)?
    }

    private let takers: [Lent]
    private let ring = (0..<BlockFeed.blockCount).map { _ in PartBuffer() }
    private let state: Guarded<State>
    private var filling: PartBuffer?
    private var workers: [Worker] = []

    /// Feeds takers, which are called before ``finish()`` returns or the feed is gone, and not after that.
    package init(_ takers: [Taker]) {
        self.takers = takers.map(Lent.init)
        state = Guarded(State(done: takers.map { _ in 0 }))
    }

    deinit { endWorkers() }

    /// Takes the next bytes; throws what a taker threw.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty { rest = try blockWithRoom().append(rest) }
    }

    /// Room for the next bytes, which the caller fills in place; throws what a taker threw.
    ///
    /// It is valid until the next call of anything but ``add(_:)``, which says how much of it was filled.
    package func space() throws -> UnsafeMutableRawBufferPointer { try blockWithRoom().space }

    /// Takes the first bytes of ``space()``, which were filled.
    package func add(_ count: Int) { filling?.add(count) }

    /// Returns when the takers have taken everything; throws what one of them threw.
    package func finish() throws {
        if workers.isEmpty {
            if let only = filling, only.count > 0 { for taker in takers { try taker.take(only.bytes) } }
            filling = nil
            return
        }
        if let last = filling, last.count > 0 { try handOver() }
        endWorkers()
        if let failure = state.update({ $0.failure }) { throw failure }
    }

    /// Returns when no taker is called any more; blocks that wait for one are dropped.
    package func stop() {
        filling = nil
        state.update { $0.failure = $0.failure ?? CancellationError() }
        endWorkers()
    }

    private func blockWithRoom() throws -> PartBuffer {
        if let block = filling {
            if block.room > 0 { return block }
            try handOver()
        }
        let block = try nextBlock()
        filling = block
        return block
    }

    private func nextBlock() throws -> PartBuffer {
        let count = ring.count
        let number = try state.wait { state -> Int? in
            if let failure = state.failure { throw failure }
            return state.filled - (state.done.min() ?? state.filled) < count ? state.filled : nil
        }
        let block = ring[number % count]
        block.prepare(forBytes: Self.blockSize)
        return block
    }

    private func handOver() throws {
        filling = nil
        state.update { $0.filled += 1 }
        guard workers.isEmpty else { return }
        let (state, ring) = (self.state, self.ring)
        for (index, taker) in takers.enumerated() {
            workers.append(try Worker { Self.feed(taker, index, ring, state) })
        }
    }

    private func endWorkers() {
        state.update { $0.isEnded = true }
        for worker in workers { worker.join() }
        workers = []
    }

    /// Gives a taker block after block until the end; the work of one thread.
    private static func feed(_ taker: Lent, _ index: Int, _ ring: [PartBuffer], _ state: Guarded<State>) {
        while true {
            let next: Int?? = state.wait { state in
                if state.failure != nil { return .some(nil) }
                if state.done[index] < state.filled { return .some(state.done[index]) }
                return state.isEnded ? .some(nil) : nil
            }
            guard case .some(.some(let number)) = next else { return }
            do {
                try taker.take(ring[number % ring.count].bytes)
                state.update { $0.done[index] += 1 }
            } catch {
                state.update { $0.failure = $0.failure ?? error }
            }
        }
    }
}
