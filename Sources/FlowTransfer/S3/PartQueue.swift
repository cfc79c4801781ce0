import FlowTasks

/// Parts between the thread that fills them and those that send them; there are never more buffers than at the start.
final class PartQueue: Sendable {
    private struct State {
        var free: [PartBuffer]
        var full: [(part: Int, buffer: PartBuffer)] = []
        var sending = 0
        var tags: [Int: String] = [:]
        var isFinished = false
        var failure: (any Error)?
    }
    private let state: Guarded<State>
    /// Cancelled when the parts under way need not be sent any more.
    let cancellation = Cancellation()

    init(bufferCount: Int) {
        state = Guarded(State(free: (0..<bufferCount).map { _ in PartBuffer() }))
    }

    /// A buffer to fill; waits until one is sent, and throws what went wrong with another.
    func takeFree() throws -> PartBuffer {
        try state.wait { state in
            if let failure = state.failure { throw failure }
            return state.free.popLast()
        }
    }

    func putFull(_ buffer: PartBuffer, part: Int) { state.update { $0.full.append((part, buffer)) } }

    /// Waits until all parts are sent, and gives their tags in order.
    func finish() throws -> [String] {
        state.update { $0.isFinished = true }
        return try state.wait { state in
            if let failure = state.failure { throw failure }
            guard state.full.isEmpty, state.sending == 0 else { return nil }
            return state.tags.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Ends the work; the first reason counts.
    func stop(_ reason: any Error) {
        state.update { state in
            state.failure = state.failure ?? reason
            state.isFinished = true
            state.full = []
        }
        cancellation.cancel()
    }

    /// Sends parts until there are no more; the work of one thread.
    func work(_ send: (PartBuffer, Int) throws -> String) {
        while true {
            let job: (part: Int, buffer: PartBuffer)?? = state.wait { state in
                if !state.full.isEmpty {
                    state.sending += 1
                    return .some(.some(state.full.removeFirst()))
                }
                return state.isFinished ? .some(nil) : nil
            }
            guard case .some(.some(let (part, buffer))) = job else { return }
            do {
                let tag = try send(buffer, part)
                state.update { state in
                    state.tags[part] = tag
                    state.free.append(buffer)
                    state.sending -= 1
                }
            } catch {
                state.update { $0.sending -= 1 }
                stop(error)
            }
        }
    }
}
