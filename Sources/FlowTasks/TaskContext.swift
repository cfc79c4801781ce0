public import FlowConnections
package import FlowJSON
public import Logging

/// What surrounds one attempt of a task: who asks, until when, and with which connections.
public struct TaskContext: Sendable {
    /// The execution's name, unique within its state machine.
    public var executionName: String
    /// The state's name.
    public var stateName: String
    /// 1 for the first attempt, 2 for the first retry.
    public var attempt: Int
    /// The same for every repetition of this attempt after a crash: execution, state entry and attempt.
    public var idempotencyKey: String
    /// When the attempt times out, or `nil` where the state sets no timeout.
    public var deadline: ContinuousClock.Instant?
    /// Logs with the execution's and the state's names as metadata.
    public var logger: Logger
    /// The connections that tasks name.
    public var connections: Connections
    /// The state's `Resource`.
    package var resource = ""
    /// The value of the state's `Credentials`, or `nil`.
    package var credentials: JSON?
    /// The execution's id, an ARN or anything else that is unique.
    package var executionID = ""
    /// The state machine's id, an ARN or anything else that is unique.
    package var stateMachineID = ""
    /// The role with which the execution runs, or an empty text.
    package var roleARN = ""
    /// The `traceparent` header (W3C Trace Context) for what the attempt calls, or `nil` where nobody traces.
    package var traceParent: String?
    /// What was answered when an earlier process submitted this attempt, which is to be waited for only; else `nil`.
    package var submittedOutput: JSON?
    /// A folder of this attempt's own; made when it is asked for, and removed after the attempt.
    public var scratchDirectory: String { scratch.path }
    /// The folder behind ``scratchDirectory``.
    package let scratch: ScratchDirectory
    /// Opens the storage behind a connection.
    package var storages: StorageProviders
    /// Receives progress and heartbeats.
    package var monitor: any TaskMonitor

    /// A context of the given parts.
    package init(
        executionName: String,
        stateName: String,
        attempt: Int,
        idempotencyKey: String,
        deadline: ContinuousClock.Instant?,
        logger: Logger,
        connections: Connections,
        scratch: ScratchDirectory,
        storages: StorageProviders,
        monitor: any TaskMonitor
    ) {
        self.executionName = executionName
        self.stateName = stateName
        self.attempt = attempt
        self.idempotencyKey = idempotencyKey
        self.deadline = deadline
        self.logger = logger
        self.connections = connections
        self.scratch = scratch
        self.storages = storages
        self.monitor = monitor
    }

    /// A context of the given parts, with a scratch directory that is there already.
    package init(
        executionName: String,
        stateName: String,
        attempt: Int,
        idempotencyKey: String,
        deadline: ContinuousClock.Instant?,
        logger: Logger,
        connections: Connections,
        scratchDirectory: String,
        storages: StorageProviders,
        monitor: any TaskMonitor
    ) {
        self.init(
            executionName: executionName,
            stateName: stateName,
            attempt: attempt,
            idempotencyKey: idempotencyKey,
            deadline: deadline,
            logger: logger,
            connections: connections,
            scratch: ScratchDirectory(scratchDirectory, isMade: true),
            storages: storages,
            monitor: monitor
        )
    }

    /// Says that the task is alive, so that `HeartbeatSeconds` starts anew.
    public func heartbeat() { monitor.heartbeat() }

    /// Says how far the task is; counts as a heartbeat.
    public func report(_ progress: TaskProgress) { monitor.report(progress) }
}

/// Receives what a running task says about itself; calls come from any thread, often.
package protocol TaskMonitor: Sendable {
    /// The task is alive.
    func heartbeat()
    /// The task has come so far.
    func report(_ progress: TaskProgress)
    /// The task begins now; only a ``ServiceCaller`` says so, since its failures before are failures to start.
    func started()
    /// What the task calls has taken the call and answered; a ``ServiceCaller`` of a resource that waits says so.
    func submitted(_ output: JSON)
    /// Whether somebody answered with the task's token, so that the job which it waits for is left alone.
    var isAnswered: Bool { get }
}

extension TaskMonitor {
    /// Nobody did.
    package var isAnswered: Bool { false }
    /// Takes no note.
    package func started() {}
    /// Takes no note.
    package func submitted(_ output: JSON) {}
}
