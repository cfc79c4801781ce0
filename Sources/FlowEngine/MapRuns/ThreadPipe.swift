import Synchronization

/// Carries values between one thread of blocking code and the Swift task that conducts a map run.
///
/// The thread waits where there is no room, or nothing to take; the task never waits here, but is told of changes.
final class ThreadPipe<Element: Sendable>: Sendable {
    /// What the task finds.
    enum Taken {
        case element(Element)
        /// Nothing yet.
        case nothing
        /// The thread is done and everything was taken.
        case end
        case failure(any Error)
    }

    private struct Phase {
        var elements: ArraySlice<(element: Element, bytes: Int)> = []
        var bytes = 0
        var isFinished = false
        var failure: (any Error)?
        /// The task takes no interest any more.
        var isAbandoned = false
    }
    private let phase = Mutex(Phase())
    private let gate = ThreadGate()
    private let capacity: Int
    private let changed: @Sendable () -> Void

    /// - Parameters:
    ///   - bytes: from how many bytes on the pipe is full.
    ///   - changed: tells the task that there is something new for it.
    init(bytes: Int, changed: @escaping @Sendable () -> Void) {
        capacity = bytes
        self.changed = changed
    }
}

/// For the thread.
extension ThreadPipe {
    /// Adds a value; waits while the pipe is full.
    func send(_ element: Element, bytes: Int) throws {
        while true {
            let wasSent = try phase.withLock { phase in
                if phase.isAbandoned { throw CancellationError() }
                guard phase.elements.isEmpty || phase.bytes < capacity else { return false }
                phase.elements.append((element, bytes))
                phase.bytes += bytes
                return true
            }
            if wasSent { return changed() }
            gate.pass()
        }
    }

    /// The next value, after a wait until there is one; `nil` when the task has nothing more to give.
    func receive() throws -> Element? {
        while true {
            let (taken, isOver) = try phase.withLock { phase -> (Element?, Bool) in
                if phase.isAbandoned { throw CancellationError() }
                guard let first = phase.elements.popFirst() else { return (nil, phase.isFinished) }
                phase.bytes -= first.bytes
                return (first.element, false)
            }
            if let taken {
                changed()
                return taken
            }
            if isOver { return nil }
            gate.pass()
        }
    }

    /// Says that the thread is done, or why it is.
    func end(_ failure: (any Error)? = nil) {
        phase.withLock { phase in
            phase.isFinished = true
            phase.failure = failure
        }
        changed()
    }
}

/// For the task.
extension ThreadPipe {
    /// Adds a value, whether there is room or not.
    func push(_ element: Element, bytes: Int) {
        phase.withLock { phase in
            phase.elements.append((element, bytes))
            phase.bytes += bytes
        }
        gate.open()
    }

    /// Whether the thread should get ahead before more is pushed.
    var isFull: Bool { phase.withLock { $0.bytes >= capacity } }

    /// Why the thread gave up, or `nil`.
    var failure: (any Error)? { phase.withLock { $0.failure } }

    /// Takes the next value, if there is one.
    func take() -> Taken {
        let taken: Taken = phase.withLock { phase in
            if let first = phase.elements.popFirst() {
                phase.bytes -= first.bytes
                return .element(first.element)
            }
            if let failure = phase.failure { return .failure(failure) }
            return phase.isFinished ? .end : .nothing
        }
        if case .element = taken { gate.open() }
        return taken
    }

    /// Says that nothing more will be pushed.
    func finish() {
        phase.withLock { $0.isFinished = true }
        gate.open()
    }

    /// Lets the thread give up.
    func abandon() {
        phase.withLock { phase in
            phase.isAbandoned = true
            phase.elements = []
        }
        gate.open()
    }
}
