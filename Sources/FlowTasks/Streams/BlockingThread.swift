import Glibc

/// Runs blocking code on a thread of its own, never on the cooperative pool.
///
/// The call returns when the thread's work has ended, cancelled or not: nothing of it is alive afterwards. Cancelling the
/// Swift task cancels the `Cancellation` that `body` is given.
package func runBlocking<Result: Sendable>(
    _ body: @escaping @Sendable (Cancellation) throws -> Result
) async throws -> Result {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
            startThread {
                do {
                    try cancellation.check()
                    continuation.resume(returning: try body(cancellation))
                } catch {
                    continuation.resume(throwing: error)
                }
            } orFail: { code in
                continuation.resume(throwing: ThreadStartError(code: code))
            }
        }
    } onCancel: {
        cancellation.cancel()
    }
}

/// The system gave no thread.
package struct ThreadStartError: Error, CustomStringConvertible {
    /// The `errno` of `pthread_create`.
    package var code: Int32
    package var description: String { "The system gave no thread: \(String(cString: strerror(code)))." }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a detached thread; calls exactly one of `body` (on it) and `orFail` (here).
package func startThread(_ body: @escaping @Sendable () -> Void, orFail: (Int32) -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 1 << 20)
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        &attributes,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        },
        box.toOpaque()
    )
    guard code != 0 else { return }
    box.release()
    orFail(code)
}
