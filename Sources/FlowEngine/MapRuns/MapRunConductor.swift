import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import StatesLanguage

/// Runs the children of one map run: begins them as there is room, and takes their results.
///
/// One Swift task for each map run, however many children it has: they wait as rows and timers.
struct MapRunConductor {
    private let engine: Engine
    private let run: MapRun
    private let processor: MapProcessor
    private let form: ResultForm
    private var feed: ItemFeed
    private let writer: ThreadPipe<ChildResult>?
    private var results: MapResults
    /// An input that waits for room.
    private var waiting: ItemBatch.Input?
    private var isFeedAtEnd = false
    /// The number of the next child.
    private var next = 0
    /// The children that began before, by their numbers.
    private var known: Set<Int> = []
    /// Those of them that wait for their redrive, the last first.
    private var unsuccessful: [(child: ExecutionID, link: ChildLink)] = []
    /// How often the map run was redriven.
    private var redriveCount = 0
    private var lastShown: ContinuousClock.Instant?

    init(
        _ run: MapRun,
        of processor: MapProcessor,
        on engine: Engine,
        feed: ItemFeed,
        writer: ThreadPipe<ChildResult>?
    ) {
        self.engine = engine
        self.run = run
        self.processor = processor
        self.feed = feed
        self.writer = writer
        form = ResultForm(run.order.writer)
        results = MapResults(form, payloadBytes: engine.configuration.limits.payloadBytes)
    }

    /// Runs all children to their ends.
    ///
    /// - Returns: the list of their results; `nil` where it is too large, or a writer takes them.
    /// - Throws: `TaskFailure` where the map run fails, `CancellationError` where nobody wants it any more, and what the
    ///   store throws; except for an engine that ends, no child runs any more then.
    mutating func conduct() async throws -> JSON? {
        if case .stateData(let items) = feed { run.noteFound(items: items.count, isAll: true) }
        if run.beginning != .new { try await takeUpChildren() }
        do {
            while true {
                // First the signal, then the look: what happens between fires it.
                let signal = run.nextSignal()
                try Task.checkCancellation()
                if run.isUnwanted { throw CancellationError() }
                try takeResults()
                try await beginChildren()
                show(isLast: false)
                if isFeedAtEnd, waiting == nil, unsuccessful.isEmpty, run.isIdle { break }
                await signal.wait()
            }
            show(isLast: true)
        } catch let error as StoreError {
            // The map run goes on later, and with it the children as the store has them.
            await leaveChildren(because: error)
            throw error
        } catch {
            try await stopChildren()
            throw error
        }
        return writer == nil ? results.result : nil
    }

    private mutating func takeResults() throws {
        for child in run.takeEnded() {
            switch child.end {
            case .broken(let error): throw error
            case .ended(let status):
                if let writer {
                    writer.push(child.result(status, in: form), bytes: child.input.roughBytes)
                } else {
                    results.add(child, status)
                }
            }
        }
        if let failure = writer?.failure { throw failure }
        if run.exceedsToleratedFailures {
            throw TaskFailure(
                error: .exceedToleratedFailureThreshold,
                cause: "The specified tolerated failure threshold was exceeded"
            )
        }
    }

    private mutating func beginChildren() async throws {
        let configuration = engine.configuration
        while run.hasRoom(atMost: configuration.maximumConcurrentChildren, bytes: configuration.mapRunBytes),
            writer?.isFull != true
        {
            if let (id, link) = unsuccessful.popLast() {
                guard let child = try await engine.configuration.store.load(id) else { continue }
                run.noteRedriveBegins(items: link.items)
                engine.redrive(child, as: link, of: run, processor, redrive: redriveCount)
                continue
            }
            guard let input = try nextInput() else { break }
            waiting = nil
            let number = next
            next += 1
            guard known.remove(number) == nil else { continue }
            engine.beginChild(number, of: run, processor, input, redrive: redriveCount)
        }
    }

    private mutating func nextInput() throws -> ItemBatch.Input? {
        if let waiting { return waiting }
        guard !isFeedAtEnd else { return nil }
        switch feed.take() {
        case .element(let input):
            if case .pipe = feed, !known.contains(next) { run.noteFound(items: input.items) }
            waiting = input
            return input
        case .nothing: return nil
        case .end:
            isFeedAtEnd = true
            run.noteTotalIsKnown()
            // Now that the share of failures is known.
            try takeResults()
            return nil
        case .failure(let error): throw error
        }
    }

    /// Goes on with the children that began before, and takes the results of those that ended.
    ///
    /// Of a map run that is redriven those begin again, as there is room, that were not successful.
    private mutating func takeUpChildren() async throws {
        let stored = try await engine.configuration.store.mapRun(run.order.arn)
        if let stored { run.take(MapRunUpdate(termsOf: stored)) }
        redriveCount = stored?.redriveCount ?? 0
        let redrivenAt = stored?.redrivenAt
        let children = try await engine.configuration.store.list(.mapRun(run.order.arn))
        // The latest of a number first: an EXPRESS one may have been started anew.
        for summary in children.sorted(by: { $0.placeInMapRun < $1.placeInMapRun }) {
            guard let link = summary.child, known.insert(link.number).inserted,
                let stored = try await engine.configuration.store.load(summary.id)
            else { continue }
            if case .pipe = feed { run.noteFound(items: link.items) }
            if stored.isUnsuccessful, isBeforeRedrive(stored, link, redrivenAt) {
                if run.order.isExpress || stored.interpreter.redriveRefusal == nil {
                    run.noteWaitsForRedrive(items: link.items)
                    unsuccessful.append((stored.id, link))
                    continue
                }
                run.noteNotRedrivable(items: link.items)
            }
            engine.takeUp(stored, as: link, of: run)
        }
        unsuccessful.reverse()
    }

    /// Whether an ended child is one that the map run's redrive begins again, and that has not begun again yet.
    private func isBeforeRedrive(_ child: StoredExecution, _ link: ChildLink, _ redrivenAt: Timestamp?) -> Bool {
        if run.beginning == .redriven { return true }
        guard let redrivenAt, let stoppedAt = child.stoppedAt else { return false }
        guard run.order.isExpress else { return stoppedAt <= redrivenAt }
        return child.id.text != run.parent.identity.child(link.number, of: run.order, redrive: redriveCount).id
    }

    /// Ends the children that run, and waits for their ends.
    private func stopChildren() async throws {
        // An engine that ends leaves them as they are.
        try Task.checkCancellation()
        for child in run.runningChildren { engine.stop(child, error: nil, cause: nil) }
        while true {
            let signal = run.nextSignal()
            try Task.checkCancellation()
            _ = run.takeEnded()
            if run.isIdle { break }
            await signal.wait()
        }
    }

    /// Lets go of the children that run, as they are, and waits until nothing of them is alive.
    private func leaveChildren(because error: StoreError) async {
        for child in run.runningChildren {
            child.finish(.broken(error))
            engine.settle(child)
        }
        while true {
            let signal = run.nextSignal()
            _ = run.takeEnded()
            if run.isIdle || Task.isCancelled { break }
            await signal.wait()
        }
    }

    private mutating func show(isLast: Bool) {
        guard let observer = run.parent.observer else { return }
        let now = ContinuousClock.now
        if !isLast, let lastShown, now - lastShown < .milliseconds(50) { return }
        lastShown = now
        let counts = run.counts
        observer.mapRunProgressed(
            MapRunProgress(
                id: run.order.id,
                stateName: run.order.stateName,
                items: counts.items,
                executions: counts.executions,
                isTotalKnown: isFeedAtEnd
            )
        )
    }
}

extension StoredExecution {
    fileprivate var isUnsuccessful: Bool {
        switch interpreter.status {
        case nil, .succeeded: false
        case .failed, .timedOut, .aborted: true
        }
    }
}

extension ExecutionSummary {
    fileprivate var placeInMapRun: (number: Int, age: Int) { (child?.number ?? 0, -sequence) }
}

extension MapRunUpdate {
    /// The terms that a map run had last.
    fileprivate init(termsOf stored: StoredMapRun) {
        self.init()
        maxConcurrency = stored.maxConcurrency
        toleratedFailureCount = stored.toleratedFailureCount
        toleratedFailurePercentage = stored.toleratedFailurePercentage
    }
}

extension JSON {
    /// About the size of the value's text; at most a few steps are spent on it.
    fileprivate var roughBytes: Int {
        switch self {
        case .array(let elements): elements.count * 64
        case .object(let object): object.values.reduce(64) { $0 + ($1.arrayValue.map { $0.count * 64 } ?? 16) }
        case .string(let text): text.utf8.count
        default: 16
        }
    }
}
