import Synchronization

/// Spans that wait to be sent; those that find no room are dropped, so that nobody waits for a collector.
final class SpanQueue: Sendable {
    private struct Phase {
        var spans: [FinishedSpan] = []
        var dropped = 0
        var isClosed = false
    }

    private let room: Int
    private let phase = Mutex(Phase())
    /// Tells that there are spans, or that the queue was closed.
    let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(room: Int = 8192) {
        self.room = room
        (wakes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many spans found no room, or could not be sent.
    var dropped: Int { phase.withLock { $0.dropped } }
    var isClosed: Bool { phase.withLock { $0.isClosed } }

    func append(_ span: FinishedSpan) {
        let isFirst = phase.withLock { phase in
            guard phase.spans.count < room else {
                phase.dropped += 1
                return false
            }
            phase.spans.append(span)
            return phase.spans.count == 1
        }
        if isFirst { bell.yield() }
    }

    /// Takes the longest waiting spans out.
    func take(atMost count: Int) -> [FinishedSpan] {
        phase.withLock { phase in
            let taken = Array(phase.spans.prefix(count))
            phase.spans.removeFirst(taken.count)
            return taken
        }
    }

    /// Counts spans that were taken out and are lost.
    func lose(_ count: Int) { phase.withLock { $0.dropped += count } }

    /// Lets the sender end when what is there has been sent.
    func close() {
        phase.withLock { $0.isClosed = true }
        bell.yield()
        bell.finish()
    }
}
