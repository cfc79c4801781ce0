import FlowMachine
import Synchronization

/// Tasks that wait for workers, by their activities; the longest waiting first.
final class ActivityQueue: Sendable {
    struct Entry {
        var task: ScheduledTask
        var cell: ExecutionCell

        /// Whether the execution still waits for it.
        var isWanted: Bool { task.taskToken != nil && cell.token(of: task.id) == task.taskToken }
    }

    private struct Line {
        var entries: ArraySlice<Entry> = []
        /// The workers that wait, the longest waiting first.
        var pollers: ArraySlice<Signal> = []
        /// The number of entries at which those that nobody wants any more are thrown out.
        var mostEntries = 64
    }
    private let lines = Mutex<[String: Line]>([:])

    /// Lets a task wait for a worker.
    func append(_ task: ScheduledTask, of cell: ExecutionCell) {
        let poller: Signal? = lines.withLock { lines in
            var line = lines.removeValue(forKey: task.resource) ?? Line()
            line.entries.append(Entry(task: task, cell: cell))
            if line.entries.count > line.mostEntries {
                line.entries.removeAll { !$0.isWanted }
                line.mostEntries = max(64, 2 * line.entries.count)
            }
            let poller = line.pollers.popFirst()
            lines[task.resource] = line
            return poller
        }
        poller?.fire()
    }

    /// The task that waited longest, or `nil` where none waits; then the signal fires when one comes.
    func take(from resource: String, orFire signal: Signal) -> Entry? {
        lines.withLock { lines in
            while let entry = lines[resource]?.entries.popFirst() {
                if entry.isWanted { return entry }
            }
            lines[resource, default: Line()].pollers.append(signal)
            return nil
        }
    }

    /// Forgets a worker that waits no more; another hears in its stead what it heard and did not use.
    func leave(_ resource: String, _ signal: Signal) {
        let other: Signal? = lines.withLock { lines in
            lines[resource]?.pollers.removeAll { $0 === signal }
            let isSpare = signal.hasFired && lines[resource]?.entries.isEmpty == false
            let other = isSpare ? lines[resource]?.pollers.popFirst() : nil
            if let line = lines[resource], line.entries.isEmpty, line.pollers.isEmpty { lines[resource] = nil }
            return other
        }
        other?.fire()
    }
}
