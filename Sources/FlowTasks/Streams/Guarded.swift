import Glibc

/// A value behind a lock, on whose change threads can wait.
///
/// `@unchecked Sendable`: `value` is read and written only while `mutex` is held.
package final class Guarded<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    /// Guards a value.
    package init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Changes the value, and wakes who waits for that.
    package func update<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body(&value)
    }

    /// Tries `body` after each change until it gives something.
    package func wait<Result>(for body: (inout Value) throws -> Result?) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        while true {
            if let result = try body(&value) { return result }
            pthread_cond_wait(changed, mutex)
        }
    }
}

/// A thread whose end can be awaited.
package final class Worker: Sendable {
    private let hasEnded = Guarded(false)

    /// Starts a thread; a failure to get one is thrown.
    package init(_ body: @escaping @Sendable () -> Void) throws {
        let hasEnded = self.hasEnded
        var refused: Int32?
        startThread {
            body()
            hasEnded.update { $0 = true }
        } orFail: {
            refused = $0
        }
        if let refused { throw ThreadStartError(code: refused) }
    }

    /// Returns when the thread's work is done.
    package func join() { hasEnded.wait { $0 ? () : nil } }
}
