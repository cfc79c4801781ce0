import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage
import Synchronization

/// One run of a distributed Map, from its dispatch until its last child execution has ended.
final class MapRun: Sendable {
    /// A child execution that ended.
    struct EndedChild {
        var number: Int
        var items: Int
        var end: ExecutionCell.End
        var identity: ExecutionIdentity
        var input: JSON
        var startedAt: Timestamp
        var stoppedAt: Timestamp
        var redriveCount: Int
    }

    /// What was before it began here.
    enum Beginning {
        /// Nothing.
        case new
        /// An engine before this one may have begun it.
        case resumed
        /// It had ended; what was not successful runs again.
        case redriven
    }

    fileprivate struct Phase {
        var inbox: [EndedChild] = []
        var running: [Int: RunningChild] = [:]
        var runningBytes = 0
        var items = MapRunCounts()
        var executions = MapRunCounts()
        /// Whether `items.total` is all there will be.
        var isTotalKnown = false
        var maxConcurrency: Int64
        var toleratedFailureCount: Int64?
        var toleratedFailurePercentage: Double?
        var isUnwanted = false
        var wake: Signal?
    }
    fileprivate struct RunningChild {
        var cell: ExecutionCell
        var bytes: Int
    }

    let order: MapRunOrder
    let parent: ExecutionCell
    let beginning: Beginning
    private let phase: Mutex<Phase>

    init(_ order: MapRunOrder, of parent: ExecutionCell, as beginning: Beginning) {
        self.order = order
        self.parent = parent
        self.beginning = beginning
        phase = Mutex(
            Phase(
                maxConcurrency: order.maxConcurrency,
                toleratedFailureCount: order.toleratedFailureCount,
                toleratedFailurePercentage: order.toleratedFailurePercentage
            )
        )
    }
}

extension MapRun {
    /// Whether the flow does not want its result any more.
    var isUnwanted: Bool { phase.withLock { $0.isUnwanted } }

    /// Lets the conductor stop the children and end.
    func cancel() {
        phase.withLock { $0.isUnwanted = true }
        wake()
    }

    /// Tells the conductor to look again.
    func wake() { phase.withLock { $0.wake }?.fire() }

    /// What happens after this call fires the signal.
    func nextSignal() -> Signal {
        let signal = Signal()
        phase.withLock { $0.wake = signal }
        return signal
    }

    /// How far it is.
    var counts: (items: MapRunCounts, executions: MapRunCounts) { phase.withLock { ($0.items, $0.executions) } }

    /// Puts what is live into what the store has.
    func complete(_ stored: inout StoredMapRun) {
        phase.withLock { phase in
            stored.items = phase.items
            stored.executions = phase.executions
            stored.maxConcurrency = phase.maxConcurrency
            stored.toleratedFailureCount = phase.toleratedFailureCount
            stored.toleratedFailurePercentage = phase.toleratedFailurePercentage
        }
    }

    /// Changes the terms while it runs.
    func take(_ update: MapRunUpdate) {
        phase.withLock { phase in
            phase.maxConcurrency = update.maxConcurrency ?? phase.maxConcurrency
            phase.toleratedFailureCount = update.toleratedFailureCount ?? phase.toleratedFailureCount
            phase.toleratedFailurePercentage = update.toleratedFailurePercentage ?? phase.toleratedFailurePercentage
        }
        wake()
    }
}

/// For the conductor.
extension MapRun {
    /// Whether another child may begin.
    ///
    /// - Parameters:
    ///   - most: the most children at a time, whatever the state says.
    ///   - bytes: the most bytes of the inputs of running children; one child always may run.
    func hasRoom(atMost most: Int, bytes: Int) -> Bool {
        phase.withLock { phase in
            let wanted = phase.maxConcurrency == 0 ? most : Int(min(phase.maxConcurrency, Int64(most)))
            return phase.running.count < wanted && (phase.running.isEmpty || phase.runningBytes < bytes)
        }
    }

    var runningChildren: [ExecutionCell] {
        phase.withLock { $0.running.sorted { $0.key < $1.key }.map(\.value.cell) }
    }

    var isIdle: Bool { phase.withLock { $0.running.isEmpty && $0.inbox.isEmpty } }

    /// Notes items that were found.
    func noteFound(items: Int, isAll: Bool = false) {
        phase.withLock { phase in
            phase.items.total += items
            phase.items.pending += items
            if isAll { phase.isTotalKnown = true }
        }
    }

    /// Notes that there are no more items than were found.
    func noteTotalIsKnown() { phase.withLock { $0.isTotalKnown = true } }

    /// Notes a child whose end will be told.
    func begin(_ number: Int, _ cell: ExecutionCell, items: Int, bytes: Int) {
        phase.withLock { phase in
            phase.running[number] = RunningChild(cell: cell, bytes: bytes)
            phase.runningBytes += bytes
            phase.items.pending -= items
            phase.items.running += items
            phase.executions.total += 1
            phase.executions.running += 1
        }
    }

    /// Changes the counts of items and of executions.
    func change(_ body: (inout MapRunCounts, inout MapRunCounts) -> Void) {
        phase.withLock { body(&$0.items, &$0.executions) }
    }

    /// Notes that everything that ended well was written elsewhere, and what ended otherwise too.
    func noteResultsWritten() {
        phase.withLock { phase in
            phase.items.resultsWritten = phase.items.ended
            phase.executions.resultsWritten = phase.executions.ended
        }
    }

    /// The children that ended since this was asked before.
    func takeEnded() -> [EndedChild] {
        phase.withLock { phase in
            defer { phase.inbox = [] }
            for child in phase.inbox {
                if let running = phase.running.removeValue(forKey: child.number) {
                    phase.runningBytes -= running.bytes
                }
                guard case .ended(let status) = child.end else { continue }
                phase.items.end(child.items, as: status)
                phase.executions.end(1, as: status)
            }
            return phase.inbox
        }
    }

    /// Whether more failed than the state tolerates.
    var exceedsToleratedFailures: Bool {
        phase.withLock { phase in
            let failed = phase.items.unsuccessful
            guard failed > 0 else { return false }
            if phase.toleratedFailureCount == nil, phase.toleratedFailurePercentage == nil { return true }
            if let count = phase.toleratedFailureCount, Int64(failed) > count { return true }
            guard let percentage = phase.toleratedFailurePercentage, phase.isTotalKnown else { return false }
            return 100 * Double(failed) > percentage * Double(phase.items.total)
        }
    }
}

extension MapRun {
    /// Notes a child's end; its cell calls this once.
    func childEnded(_ child: EndedChild) {
        phase.withLock { $0.inbox.append(child) }
        wake()
    }
}

extension MapRunCounts {
    fileprivate mutating func end(_ number: Int, as status: ExecutionStatus) {
        running -= number
        switch status {
        case .succeeded: succeeded += number
        case .failed: failed += number
        case .timedOut: timedOut += number
        case .aborted: aborted += number
        }
    }
}
