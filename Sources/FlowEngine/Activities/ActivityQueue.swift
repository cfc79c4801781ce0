import FlowMachine
import FlowStore
import Synchronization

/// Tasks that wait for workers, by their activities; the longest waiting first.
final class ActivityQueue: Sendable {
    struct Entry {
        var task: ScheduledTask
        var execution: ExecutionID
        fileprivate var key: Key { Key(execution: execution, task: task.id) }
    }

    fileprivate struct Key: Hashable {
        var execution: ExecutionID
        var task: TaskID
    }
    private struct Line {
        var entries: ArraySlice<Entry> = []
        /// The workers that wait, the longest waiting first.
        var pollers: ArraySlice<Signal> = []
        /// The number of entries at which those that nobody wants any more are thrown out.
        var mostEntries = 64
    }
    private struct Phase {
        var lines: [String: Line] = [:]
        /// The tasks that are wanted, and wait.
        var live: Set<Key> = []
    }
    private let phase = Mutex(Phase())

    /// Lets a task wait for a worker; one that waits already stays where it is.
    func append(_ task: ScheduledTask, of execution: ExecutionID) {
        let poller: Signal? = phase.withLock { phase in
            let entry = Entry(task: task, execution: execution)
            guard phase.live.insert(entry.key).inserted else { return nil }
            var line = phase.lines.removeValue(forKey: task.resource) ?? Line()
            line.entries.append(entry)
            if line.entries.count > line.mostEntries {
                let live = phase.live
                line.entries.removeAll { !live.contains($0.key) }
                line.mostEntries = max(64, 2 * line.entries.count)
            }
            let poller = line.pollers.popFirst()
            phase.lines[task.resource] = line
            return poller
        }
        poller?.fire()
    }

    /// Forgets a task that is over.
    func remove(_ task: TaskID, of execution: ExecutionID) {
        phase.withLock { _ = $0.live.remove(Key(execution: execution, task: task)) }
    }

    /// The task that waited longest, or `nil` where none waits; then the signal fires when one comes.
    func take(from resource: String, orFire signal: Signal) -> Entry? {
        phase.withLock { phase in
            while let entry = phase.lines[resource]?.entries.popFirst() {
                if phase.live.remove(entry.key) != nil { return entry }
            }
            phase.lines[resource, default: Line()].pollers.append(signal)
            return nil
        }
    }

    /// Forgets a worker that waits no more; another hears in its stead what it heard and did not use.
    func leave(_ resource: String, _ signal: Signal) {
        let other: Signal? = phase.withLock { phase in
            phase.lines[resource]?.pollers.removeAll { $0 === signal }
            let isSpare = signal.hasFired && phase.lines[resource]?.entries.isEmpty == false
            let other = isSpare ? phase.lines[resource]?.pollers.popFirst() : nil
            if let line = phase.lines[resource], line.entries.isEmpty, line.pollers.isEmpty {
                phase.lines[resource] = nil
            }
            return other
        }
        other?.fire()
    }
}
