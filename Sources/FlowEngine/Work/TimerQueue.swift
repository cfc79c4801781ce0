import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

/// The timers of all executions that are due before its horizon; one task sleeps for the earliest of them.
///
/// Those behind the horizon are only in the store, from where they come as the horizon moves on.
final class TimerQueue: Sendable {
    /// What is to be done when a timer fires.
    struct Wake: Hashable {
        var execution: ExecutionID
        /// The timer, or `nil` where the store has to be asked again for the execution.
        var timer: TimerID?
    }
    fileprivate struct Entry {
        var due: Timestamp
        /// Timers of the same moment fire in the order in which they were started.
        var number: Int
        var wake: Wake
    }
    fileprivate struct Phase {
        var heap: [Entry] = []
        var live: [Wake: Int] = [:]
        var lastNumber = 0
        var horizon = Timestamp(milliseconds: .max)
    }
    private let phase = Mutex(Phase())
    private let clock: any EngineClock
    private let bell = Bell()

    init(clock: any EngineClock) { self.clock = clock }

    /// The moment before which every timer of the executions is here.
    var horizon: Timestamp {
        get { phase.withLock { $0.horizon } }
        set { phase.withLock { $0.horizon = newValue } }
    }

    /// Lets a timer fire at a moment, where that is before the horizon; one that is there stays as it is.
    ///
    /// - Parameter ignoresHorizon: for a timer that no store has.
    func start(_ wake: Wake, at due: Timestamp, ignoresHorizon: Bool = false) {
        let isEarliest = phase.withLock { phase in
            guard ignoresHorizon || due <= phase.horizon, phase.live[wake] == nil else { return false }
            phase.lastNumber += 1
            let entry = Entry(due: due, number: phase.lastNumber, wake: wake)
            phase.live[wake] = entry.number
            let isEarliest = phase.heap.first.map { due < $0.due } ?? true
            phase.insert(entry)
            return isEarliest
        }
        if isEarliest { bell.ring() }
    }

    /// Forgets a timer.
    func cancel(_ timer: TimerID, of execution: ExecutionID) {
        phase.withLock { phase in
            phase.live[Wake(execution: execution, timer: timer)] = nil
            // Timers that were cancelled stay in the heap until they are due, or too many.
            if phase.heap.count > 64, phase.heap.count > 2 * phase.live.count { phase.compact() }
        }
    }

    /// Whether no timer is here.
    var isEmpty: Bool { phase.withLock { $0.live.isEmpty } }

    /// Looks at the clock again, which was set.
    func clockChanged() { bell.ring() }

    /// Fires timers when they are due, until the task is cancelled.
    func run(_ fire: @escaping @Sendable (Wake) -> Void) async {
        await clock.attend(to: bell) {
            for wake in self.takeDue() { fire(wake) }
            return self.phase.withLock { $0.heap.first?.due }
        }
    }

    private func takeDue() -> [Wake] {
        let now = clock.now
        return phase.withLock { phase in
            var due: [Wake] = []
            while let first = phase.heap.first, first.due <= now {
                phase.removeFirst()
                guard phase.live[first.wake] == first.number else { continue }
                phase.live[first.wake] = nil
                due.append(first.wake)
            }
            return due
        }
    }
}

extension TimerQueue.Phase {
    fileprivate mutating func insert(_ entry: TimerQueue.Entry) {
        heap.append(entry)
        var position = heap.count - 1
        while position > 0 {
            let parent = (position - 1) / 2
            guard heap[position].isBefore(heap[parent]) else { return }
            heap.swapAt(position, parent)
            position = parent
        }
    }

    fileprivate mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        sink(from: 0)
    }

    fileprivate mutating func compact() {
        heap.removeAll { live[$0.wake] != $0.number }
        for position in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: position) }
    }

    private mutating func sink(from start: Int) {
        var position = start
        while true {
            var least = position
            for child in [2 * position + 1, 2 * position + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != position else { return }
            heap.swapAt(position, least)
            position = least
        }
    }
}

extension TimerQueue.Entry {
    fileprivate func isBefore(_ other: TimerQueue.Entry) -> Bool {
        (due, number) < (other.due, other.number)
    }
}
