package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// Keeps executions: their histories, where they are, and what is to be done for them.
///
/// The seam between the engine and a disk. Whatever one call changes is seen as a whole by every later call, after a
/// crash too. A call is not given up when the Swift task around it is cancelled, since what was begun must be known.
package protocol ExecutionStore: Sendable {
    /// Whether what was committed is there after the process ended.
    var outlivesProcess: Bool { get }

    /// Keeps what a turn changed.
    ///
    /// A commit may let an ended execution run again; its `stoppedAt` is `nil` then.
    ///
    /// - Throws: `StoreError` with `alreadyExists` where a new execution's id is taken, `versionConflict` where another
    ///   commit came first, `notFound` where there is no such execution.
    func commit(_ commit: ExecutionCommit) async throws

    /// The execution of an id, or `nil`.
    func load(_ id: ExecutionID) async throws -> StoredExecution?

    /// The execution of an id as lists show it, or `nil`; nothing of what it runs is looked at.
    func summary(of id: ExecutionID) async throws -> ExecutionSummary?

    /// The input of an execution, or `nil` where there is none of that id.
    func input(of id: ExecutionID) async throws -> JSON?

    /// What an execution runs and who it is, or `nil` where there is none of that id.
    func origin(of id: ExecutionID) async throws -> ExecutionOrigin?

    /// The executions that a query asks for, the latest started first.
    func list(_ query: ExecutionQuery) async throws -> [ExecutionSummary]

    /// History events of an execution in order, from the event with the id `first` on.
    ///
    /// - Throws: `StoreError` with `notFound` where there is no such execution.
    func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent]

    /// History events of an execution, the last one first, from the event with the id `last` on backwards.
    ///
    /// - Parameter last: `Int.max` for the whole history.
    /// - Throws: `StoreError` with `notFound` where there is no such execution.
    func events(of id: ExecutionID, backwardsFrom last: Int, limit: Int) async throws -> [HistoryEvent]

    /// Running executions for which something is to be done here, in the order in which they were started.
    ///
    /// The others wait for nothing but timers and for those who have their task tokens.
    ///
    /// - Parameter sequence: only those with higher numbers; -1 for all.
    func unsettled(after sequence: Int, limit: Int) async throws -> [ExecutionSummary]

    /// Timers of running executions, the earliest due first.
    ///
    /// - Parameters:
    ///   - cursor: only those behind that place, or all where it is `nil`.
    ///   - moment: only those due then or earlier.
    func timers(after cursor: TimerCursor?, until moment: Timestamp, limit: Int) async throws -> [DueTimer]

    /// The map run of an ARN, or `nil`.
    func mapRun(_ arn: String) async throws -> StoredMapRun?

    /// The map runs of an execution, the latest started first.
    func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun]

    /// Changes what a map run's execution does not decide.
    ///
    /// - Throws: `StoreError` with `notFound` where there is no such map run.
    func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws

    /// Forgets executions that ended before a moment, with their histories and map runs.
    ///
    /// A map run's children stay as long as it runs.
    ///
    /// - Parameter limit: how many executions at most, so that others wait only shortly.
    /// - Returns: how many; fewer than the limit where no more are left.
    func prune(endedBefore moment: Timestamp, limit: Int) async throws -> Int

    /// Throws where nothing can be written.
    func probe() async throws
}
