import FlowEngine
import FlowJSON
import FlowMachine
import StatesLanguage
import Synchronization

/// Notes when an execution starts and ends, and hands on what is to be logged and told.
final class ExecutionWatcher: ExecutionObserver {
    private struct Phase {
        var startedAt: Timestamp
        var stoppedAt: Timestamp?
        var redriveCount: Int
        var redrivenAt: Timestamp?
    }

    private let outbox: Outbox
    private let logStreamSuffix: String
    private let execution: ExecutionRecord
    private let onEnd: @Sendable () -> Void
    private let phase: Mutex<Phase>

    /// - Parameter onEnd: is called when the execution has ended.
    init(
        of execution: ExecutionRecord,
        in api: StepFunctionsAPI,
        onEnd: @escaping @Sendable () -> Void = {}
    ) {
        self.execution = execution
        self.onEnd = onEnd
        outbox = api.outbox
        logStreamSuffix = api.logStreamSuffix
        phase = Mutex(
            Phase(
                startedAt: execution.startedAt,
                redriveCount: execution.redriveCount,
                redrivenAt: execution.redrivenAt
            )
        )
    }

    /// The history's own moment of the start, so that all answers name the same.
    var startedAt: Timestamp { phase.withLock { $0.startedAt } }
    /// When the execution ended, or `nil` while it runs.
    var stoppedAt: Timestamp? { phase.withLock { $0.stoppedAt } }

    func recorded(_ events: [HistoryEvent], in program: Program) {
        let begins = events.first.map(noteBegin) ?? false
        log(events, in: program)
        if begins { tell(end: nil) }
        guard let last = events.last, let status = Self.status(after: last) else { return }
        let isFirstEnd = phase.withLock { phase in
            defer { phase.stoppedAt = last.timestamp }
            return phase.stoppedAt == nil
        }
        tell(end: (status, last.timestamp))
        if isFirstEnd { onEnd() }
    }

    /// Notes the start or a redrive; answers whether the event is one.
    private func noteBegin(_ event: HistoryEvent) -> Bool {
        guard event.type == .executionStarted || event.type == .executionRedriven else { return false }
        phase.withLock { phase in
            guard event.type == .executionRedriven else {
                phase.startedAt = event.timestamp
                return
            }
            phase.redriveCount = Int(event.value["redriveCount"]?.integerValue ?? 0)
            phase.redrivenAt = event.timestamp
            phase.stoppedAt = nil
        }
        return true
    }

    /// The execution as it is now.
    private var current: ExecutionRecord {
        var execution = execution
        phase.withLock { phase in
            execution.startedAt = phase.startedAt
            execution.redriveCount = phase.redriveCount
            execution.redrivenAt = phase.redrivenAt
        }
        return execution
    }

    private func log(_ events: [HistoryEvent], in program: Program) {
        guard outbox.takesLogs, let destination = LogDestination(execution.logging) else { return }
        let execution = current
        let records = events.filter { destination.level.includes($0.type) }
            .map { LogRecord($0, of: execution, in: program, includesData: destination.includesData) }
        guard !records.isEmpty else { return }
        let stream = "states/\(execution.identity.stateMachineName)/\(logStreamSuffix)"
        outbox.post(.logs(group: destination.group, stream: stream, account: execution.account, records))
    }

    /// EXPRESS executions change their status without telling.
    private func tell(end: (status: ExecutionStatus, moment: Timestamp)?) {
        guard execution.type == .standard, outbox.takesEvents else { return }
        outbox.post(.statusChange(StatusChange(of: current, end: end)))
    }

    private static func status(after event: HistoryEvent) -> ExecutionStatus? {
        let failure: (error: String?, cause: String?) =
            if case .failure(let error, let cause) = event.details { (error, cause) } else { (nil, nil) }
        switch event.type {
        case .executionSucceeded: return .succeeded(output: event.value)
        case .executionFailed: return .failed(error: failure.error, cause: failure.cause)
        case .executionTimedOut: return .timedOut
        case .executionAborted: return .aborted(error: failure.error, cause: failure.cause)
        default: return nil
        }
    }
}
