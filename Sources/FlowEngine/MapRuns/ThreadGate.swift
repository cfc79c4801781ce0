import Glibc

/// Lets a thread of blocking code wait until somebody opens the gate.
///
/// Sendable by this invariant: both parts are made in `init` and destroyed in `deinit`, and the flag is read and written
/// only while the lock is held.
final class ThreadGate: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isOpen = false

    init() {
        lock.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(lock, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(lock)
        condition.deallocate()
        lock.deallocate()
    }

    /// Lets the thread go on that waits, or the next one that would.
    func open() {
        pthread_mutex_lock(lock)
        isOpen = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(lock)
    }

    /// Returns when the gate was opened, and closes it.
    func pass() {
        pthread_mutex_lock(lock)
        while !isOpen { pthread_cond_wait(condition, lock) }
        isOpen = false
        pthread_mutex_unlock(lock)
    }
}
