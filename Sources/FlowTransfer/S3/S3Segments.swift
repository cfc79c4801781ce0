import FlowTasks
import StatesLanguage

/// Reads a range of an object by several connections at once, and gives its bytes in order.
struct S3Segments: Sendable {
    let client: S3Client
    let key: String
    var selection = S3Selection()
    let tag: String
    let range: Range<Int64>
    var segmentSize: Int64 = 4 << 20
    var workerCount = 3

    private static let attempts = 5

    private struct State {
        var free: [PartBuffer]
        var next = 0
        var ready: [Int: PartBuffer] = [:]
        var failure: (any Error)?
    }

    func read(_ cancellation: Cancellation, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        let count = Int((Int64(range.count) + segmentSize - 1) / segmentSize)
        let state = Guarded(State(free: (0...workerCount).map { _ in PartBuffer() }))
        let inner = Cancellation()
        var workers: [Worker] = []
        defer {
            state.update { $0.failure = $0.failure ?? CancellationError() }
            inner.cancel()
            for worker in workers { worker.join() }
        }
        for _ in 0..<min(workerCount, count) {
            workers.append(try Worker { work(count, state, inner) })
        }
        for index in 0..<count {
            let wake: @Sendable () -> Void = { state.update { $0.failure = CancellationError() } }
            let buffer = try cancellation.withWaker(wake) {
                try state.wait { state in
                    if let buffer = state.ready.removeValue(forKey: index) { return buffer }
                    if let failure = state.failure { throw failure }
                    return nil
                }
            }
            try consume(buffer.bytes)
            state.update { $0.free.append(buffer) }
        }
    }

    /// Fetches segments until none is left; the work of one thread.
    private func work(_ count: Int, _ state: Guarded<State>, _ cancellation: Cancellation) {
        while true {
            let job: (index: Int, buffer: PartBuffer)?? = state.wait { state in
                guard state.failure == nil, state.next < count else { return .some(nil) }
                guard let buffer = state.free.popLast() else { return nil }
                defer { state.next += 1 }
                return .some(.some((state.next, buffer)))
            }
            guard case .some(.some(let (index, buffer))) = job else { return }
            do {
                try fetch(index, into: buffer, cancellation)
                state.update { $0.ready[index] = buffer }
            } catch {
                state.update { $0.failure = $0.failure ?? error }
            }
        }
    }

    private func fetch(_ index: Int, into buffer: PartBuffer, _ cancellation: Cancellation) throws {
        let start = range.lowerBound + Int64(index) * segmentSize
        let end = min(start + segmentSize, range.upperBound)
        buffer.prepare(forBytes: Int(end - start))
        var attempt = 1
        while buffer.room > 0 {
            let before = buffer.count
            do {
                let request = S3Client.Request(
                    method: "GET",
                    key: key,
                    query: selection.query,
                    headers: selection.headers + [
                        ("range", "bytes=\(start + Int64(before))-\(end - 1)"), ("if-match", tag),
                    ]
                )
                _ = try client.send(request, cancellation) { answer, bytes in
                    guard answer.status == 206, buffer.append(bytes).isEmpty else { throw S3Client.unreadable(client) }
                }
            } catch let error as CurlError {
                attempt = BrokenStream.attempt(after: attempt, bytes: Int64(buffer.count - before))
                guard error.isBrokenConnection, attempt < Self.attempts else { throw error }
                try client.pool.withClient {
                    try $0.pause(milliseconds: S3Client.wait(afterAttempt: attempt), cancellation)
                }
            } catch let refusal as S3Refusal where refusal.status == 412 {
                throw S3Reader.changed(client, key)
            }
        }
    }
}
