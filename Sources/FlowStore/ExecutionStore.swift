package import FlowMachine

/// Keeps executions: their histories, where they are, and what is to be done for them.
///
/// The seam between the engine and a disk. Whatever one call changes is seen as a whole by every later call, after a
/// crash too. A call is not given up when the Swift task around it is cancelled, since what was begun must be known.
package protocol ExecutionStore: Sendable {
    /// Keeps what a turn changed.
    ///
    /// - Throws: `StoreError` with `alreadyExists` where a new execution's id is taken, `versionConflict` where another
    ///   commit came first, `notFound` where there is no such execution.
    func commit(_ commit: ExecutionCommit) async throws

    /// The execution of an id, or `nil`.
    func load(_ id: ExecutionID) async throws -> StoredExecution?

    /// The executions, the latest started first; of the same moment by their ids.
    func list(_ selection: ExecutionSelection) async throws -> [ExecutionSummary]

    /// History events of an execution in order, from the event with the id `first` on.
    ///
    /// - Throws: `StoreError` with `notFound` where there is no such execution.
    func events(of id: ExecutionID, from first: Int, limit: Int) async throws -> [HistoryEvent]

    /// The map run of an ARN, or `nil`.
    func mapRun(_ arn: String) async throws -> StoredMapRun?

    /// The map runs of an execution, the latest started first.
    func mapRuns(of id: ExecutionID) async throws -> [StoredMapRun]

    /// Changes what a map run's execution does not decide.
    ///
    /// - Throws: `StoreError` with `notFound` where there is no such map run.
    func update(_ update: MapRunUpdate, ofMapRun arn: String) async throws
}

/// Which executions a list shows.
package enum ExecutionSelection: Hashable, Sendable {
    /// Every execution.
    case all
    /// Those that have not ended.
    case running
    /// Those that have ended.
    case ended
    /// The child executions of the map run with that ARN.
    case mapRun(String)
}
