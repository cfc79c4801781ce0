import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization

/// The timers of all executions; one task sleeps for the earliest of them.
final class TimerQueue: Sendable {
    fileprivate struct Key: Hashable {
        var execution: ExecutionID
        var timer: TimerID
    }
    fileprivate struct Entry {
        var due: Timestamp
        /// Timers of the same moment fire in the order in which they were started.
        var number: Int
        var timer: TimerID
        var cell: ExecutionCell
        var key: Key { Key(execution: cell.id, timer: timer) }
    }
    fileprivate struct Phase {
        var heap: [Entry] = []
        var live: [Key: Int] = [:]
        var lastNumber = 0
        var changed: Signal?
    }
    private let phase = Mutex(Phase())
    private let clock: any EngineClock

    init(clock: any EngineClock) { self.clock = clock }

    /// Lets a timer fire at a moment.
    func start(_ timer: TimerID, of cell: ExecutionCell, at due: Timestamp) {
        let changed: Signal? = phase.withLock { phase in
            phase.lastNumber += 1
            let entry = Entry(due: due, number: phase.lastNumber, timer: timer, cell: cell)
            phase.live[entry.key] = entry.number
            let isEarliest = phase.heap.first.map { due < $0.due } ?? true
            phase.insert(entry)
            return isEarliest ? phase.changed : nil
        }
        changed?.fire()
    }

    /// Forgets a timer.
    func cancel(_ timer: TimerID, of cell: ExecutionCell) {
        phase.withLock { phase in
            phase.live[Key(execution: cell.id, timer: timer)] = nil
            // Timers that were cancelled stay in the heap until they are due, or too many.
            if phase.heap.count > 64, phase.heap.count > 2 * phase.live.count { phase.compact() }
        }
    }

    /// Fires timers when they are due, until the task is cancelled.
    func run(_ fire: @Sendable (ExecutionCell, TimerID) -> Void) async {
        while !Task.isCancelled {
            for (cell, timer) in takeDue() { fire(cell, timer) }
            let changed = Signal()
            let next: Timestamp? = phase.withLock { phase in
                phase.changed = changed
                return phase.heap.first?.due
            }
            if let next { await clock.sleep(until: next, or: changed) } else { await changed.wait() }
        }
    }

    private func takeDue() -> [(ExecutionCell, TimerID)] {
        let now = clock.now
        return phase.withLock { phase in
            var due: [(ExecutionCell, TimerID)] = []
            while let first = phase.heap.first, first.due <= now {
                phase.removeFirst()
                guard phase.live[first.key] == first.number else { continue }
                phase.live[first.key] = nil
                due.append((first.cell, first.timer))
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
        heap.removeAll { live[$0.key] != $0.number }
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
