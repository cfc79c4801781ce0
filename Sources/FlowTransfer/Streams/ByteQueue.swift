import FlowTasks

/// Hands bytes from the thread that has them to the one that sends them, in order and in bounded room.
final class ByteQueue: Sendable {
    private struct State {
        var ring: [UInt8]
        var start = 0
        var count = 0
        var isEnded = false
        var failure: (any Error)?
    }
    private let state: Guarded<State>

    init(capacity: Int) { state = Guarded(State(ring: [UInt8](repeating: 0, count: capacity))) }

    /// Puts bytes in; waits for room, and throws what ``fail(_:)`` was given.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let taken = try state.wait { state -> Int? in
                if let failure = state.failure { throw failure }
                let capacity = state.ring.count
                guard state.count < capacity else { return nil }
                let end = (state.start + state.count) % capacity
                // Up to the end of the ring; the next round goes on at its beginning.
                let taken = min(rest.count, capacity - state.count, capacity - end)
                state.ring.withUnsafeMutableBytes { ring in
                    UnsafeMutableRawBufferPointer(rebasing: ring[end..<end + taken])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<taken]))
                }
                state.count += taken
                return taken
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }

    /// Takes bytes out, as many as fit; waits for some, and gives 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try state.wait { state in
            if let failure = state.failure { throw failure }
            guard state.count > 0 else { return state.isEnded ? 0 : nil }
            let taken = min(buffer.count, state.count, state.ring.count - state.start)
            state.ring.withUnsafeBytes { ring in
                UnsafeMutableRawBufferPointer(rebasing: buffer[..<taken])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: ring[state.start..<state.start + taken]))
            }
            state.start = (state.start + taken) % state.ring.count
            state.count -= taken
            return taken
        }
    }

    /// Says that nothing more comes.
    func end() { state.update { $0.isEnded = true } }

    /// Ends both sides; the first reason counts.
    func fail(_ reason: any Error) { state.update { $0.failure = $0.failure ?? reason } }
}
