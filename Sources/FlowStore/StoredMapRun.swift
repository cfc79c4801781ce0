package import FlowMachine
package import StatesLanguage

/// A map run as the store has it.
package struct StoredMapRun: Hashable, Sendable {
    /// Its ARN.
    package var arn: String
    /// The execution whose Map state it is.
    package var execution: ExecutionID
    /// What was ordered.
    package var order: MapRunOrder
    /// Whether it runs, or how it ended.
    package var status: MapRunStatus
    /// When it started.
    package var startedAt: Timestamp
    /// When it ended, or `nil` while it runs.
    package var stoppedAt: Timestamp?
    /// How many child executions may run at a time; 0 for as many as there may be.
    package var maxConcurrency: Int64
    /// How many items may fail, or `nil` where nobody said.
    package var toleratedFailureCount: Int64?
    /// The share of items, 0 to 100, that may fail, or `nil` where nobody said.
    package var toleratedFailurePercentage: Double?
    /// How far its items are.
    package var items = MapRunCounts()
    /// How far its child executions are.
    package var executions = MapRunCounts()
    /// How often it was redriven.
    package var redriveCount = 0
    /// When it was redriven last, or `nil`.
    package var redrivenAt: Timestamp?

    /// A map run that has started.
    package init(_ order: MapRunOrder, of execution: ExecutionID, at moment: Timestamp) {
        arn = order.arn
        self.execution = execution
        self.order = order
        status = .running
        startedAt = moment
        maxConcurrency = order.maxConcurrency
        toleratedFailureCount = order.toleratedFailureCount
        toleratedFailurePercentage = order.toleratedFailurePercentage
    }

    /// Lets an ended map run run again.
    package mutating func redrive(at moment: Timestamp) {
        status = .running
        stoppedAt = nil
        redriveCount += 1
        redrivenAt = moment
    }
}

/// Whether a map run runs, or how it ended; the names are AWS's.
package enum MapRunStatus: String, Hashable, Sendable {
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case aborted = "ABORTED"
}

/// How many items or child executions of a map run are how far.
package struct MapRunCounts: Hashable, Sendable {
    /// Known, and not begun.
    package var pending = 0
    /// Begun, and not ended.
    package var running = 0
    /// Ended well.
    package var succeeded = 0
    /// Ended by a failure.
    package var failed = 0
    /// Ended since their time was over.
    package var timedOut = 0
    /// Stopped.
    package var aborted = 0
    /// All that are known.
    package var total = 0
    /// Those whose results a `ResultWriter` wrote.
    package var resultsWritten = 0
    /// Ended without success before a redrive of the map run, and not begun again.
    package var pendingRedrive = 0
    /// Ended without success, and a redrive cannot begin them again.
    package var failuresNotRedrivable = 0

    /// Counts of nothing.
    package init() {}

    /// How many ended well or otherwise.
    package var ended: Int { succeeded + failed + timedOut + aborted }
    /// How many ended otherwise.
    package var unsuccessful: Int { failed + timedOut + aborted }
}

/// What changes of a map run outside of its execution's own turns; `nil` where something stays as it is.
package struct MapRunUpdate: Sendable {
    /// How far its items are.
    package var items: MapRunCounts?
    /// How far its child executions are.
    package var executions: MapRunCounts?
    /// How many child executions may run at a time.
    package var maxConcurrency: Int64?
    /// How many items may fail.
    package var toleratedFailureCount: Int64?
    /// The share of items, 0 to 100, that may fail.
    package var toleratedFailurePercentage: Double?

    /// An update that changes nothing.
    package init() {}
}

/// Which child of which map run an execution is.
package struct ChildLink: Hashable, Sendable {
    /// The map run's ARN.
    package var mapRunARN: String
    /// The child's number, from 0.
    package var number: Int
    /// How many items it has.
    package var items: Int
    /// Whether the items are a batch.
    package var isBatch: Bool

    /// A link of the given parts.
    package init(mapRunARN: String, number: Int, items: Int, isBatch: Bool) {
        self.mapRunARN = mapRunARN
        self.number = number
        self.items = items
        self.isBatch = isBatch
    }
}
