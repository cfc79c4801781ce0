import CoreMetrics
package import FlowEngine
import FlowMachine
import StatesLanguage

/// The numbers that the server keeps about requests, executions and tasks.
package struct ServerMetrics: Sendable {
    private struct Answer: Hashable {
        let operation: String
        let status: Int
        let error: String?
    }
    private struct End: Hashable {
        let kind: ExecutionKind
        let status: String
    }

    private let registry: PrometheusRegistry
    private let commits: Counter
    private let transitions: Counter
    private let running: Meter
    private let answers: SeriesTable<Answer, Counter>
    private let answerTimes: SeriesTable<String, Timer>
    private let starts: SeriesTable<ExecutionKind, Counter>
    private let ends: SeriesTable<End, Counter>
    private let executionTimes: SeriesTable<ExecutionKind, Timer>
    private let attempts: SeriesTable<String, Counter>
    private let attemptTimes: SeriesTable<String, Timer>

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        commits = Counter(label: "flow_task_commits_total", factory: registry)
        transitions = Counter(label: "flow_task_state_transitions_total", factory: registry)
        running = Meter(label: "flow_task_executions_running", factory: registry)
        func counters<Key>(
            _ name: String,
            _ dimensions: @escaping @Sendable (Key) -> [(String, String)]
        ) -> SeriesTable<Key, Counter> {
            SeriesTable { Counter(label: name, dimensions: dimensions($0), factory: registry) }
        }
        func timers<Key>(
            _ name: String,
            _ dimensions: @escaping @Sendable (Key) -> [(String, String)]
        ) -> SeriesTable<Key, Timer> {
            SeriesTable { Timer(label: name, dimensions: dimensions($0), factory: registry) }
        }
        answers = counters("flow_task_http_requests_total") {
            [("operation", $0.operation), ("status", "\($0.status)"), ("error", $0.error ?? "")]
        }
        answerTimes = timers("flow_task_http_request_duration_seconds") { [("operation", $0)] }
        starts = counters("flow_task_executions_started_total") { [("type", $0.rawValue)] }
        ends = counters("flow_task_executions_ended_total") { [("type", $0.kind.rawValue), ("status", $0.status)] }
        executionTimes = timers("flow_task_execution_duration_seconds") { [("type", $0.rawValue)] }
        attempts = counters("flow_task_task_attempts_total") { [("outcome", $0)] }
        attemptTimes = timers("flow_task_task_duration_seconds") { [("outcome", $0)] }
        describe()
        ProcessNumbers.observe(in: registry)
    }

    private func describe() {
        for (name, help) in [
            ("flow_task_http_requests_total", "Requests to the API by operation, HTTP status and error."),
            ("flow_task_http_request_duration_seconds", "How long requests to the API took, by operation."),
            ("flow_task_http_connections", "Open connections."),
            ("flow_task_executions_started_total", "Executions that started here, by type."),
            ("flow_task_executions_ended_total", "Executions that ended here, by type and status."),
            ("flow_task_executions_running", "Executions that have started and not ended."),
            ("flow_task_execution_duration_seconds", "How long executions took from start to end, by type."),
            ("flow_task_task_attempts_total", "Attempts of tasks that ended here, by outcome."),
            ("flow_task_task_duration_seconds", "How long attempts of tasks took, by outcome."),
            ("flow_task_state_transitions_total", "States that were entered."),
            ("flow_task_commits_total", "Turns of executions that the store has taken."),
            ("flow_task_queue_depth", "What waits for its turn, by kind."),
            ("flow_task_executions_in_memory", "Executions that the engine holds in memory."),
            ("flow_task_spans_dropped_total", "Spans that were not sent, since the collector was slow or away."),
        ] {
            registry.describe(name, help)
        }
    }

    /// Notes executions that were running before the server began.
    package func executionsGoOn(_ count: Int) { running.increment(by: Double(count)) }

    /// Shows how much an engine has to do.
    package func watch(_ engine: Engine) {
        registry.observe("flow_task_executions_in_memory") { Double(engine.load.executions) }
        registry.observe("flow_task_queue_depth", dimensions: [("kind", "turn")]) { Double(engine.load.turns) }
        registry.observe("flow_task_queue_depth", dimensions: [("kind", "task")]) { Double(engine.load.tasks) }
        registry.observe("flow_task_queue_depth", dimensions: [("kind", "call")]) { Double(engine.load.calls) }
    }

    func watch(_ connections: ConnectionTable) {
        registry.observe("flow_task_http_connections") { Double(connections.count) }
    }

    func watch(_ spans: SpanQueue) {
        registry.observe("flow_task_spans_dropped_total", isCounter: true) { Double(spans.dropped) }
    }

    func answered(_ operation: String, status: Int, error: String?, after duration: Duration) {
        answers[Answer(operation: operation, status: status, error: error)].increment()
        answerTimes[operation].record(duration)
    }

    func recorded(_ events: [HistoryEvent], of execution: ExecutionIdentity, since start: Timestamp?) {
        commits.increment()
        let entered = events.count { Self.entries.contains($0.type) }
        if entered > 0 { transitions.increment(by: entered) }
        if let first = events.first, first.type == .executionStarted {
            starts[ExecutionKind(execution)].increment()
            running.increment(by: 1)
        }
        if events.contains(where: { $0.type == .executionRedriven }) { running.increment(by: 1) }
        guard let last = events.last, let status = Self.status(after: last.type) else { return }
        let kind = ExecutionKind(execution)
        ends[End(kind: kind, status: status)].increment()
        running.decrement(by: 1)
        if let start {
            executionTimes[kind].record(.milliseconds(last.timestamp.milliseconds - start.milliseconds))
        }
    }

    func taskEnded(_ end: TaskAttemptEnd, after duration: Duration) {
        let outcome =
            switch end {
            case .succeeded: "succeeded"
            case .failed: "failed"
            case .cancelled: "cancelled"
            }
        attempts[outcome].increment()
        attemptTimes[outcome].record(duration)
    }

    static func status(after type: HistoryEventType) -> String? {
        switch type {
        case .executionSucceeded: "SUCCEEDED"
        case .executionFailed: "FAILED"
        case .executionTimedOut: "TIMED_OUT"
        case .executionAborted: "ABORTED"
        default: nil
        }
    }

    private static let entries = Set(HistoryEventType.allCases.filter { $0.rawValue.hasSuffix("StateEntered") })
}

extension Timer {
    /// Records a duration; one that goes backwards, since the clock was set, as none.
    fileprivate func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        recordNanoseconds(max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }
}

/// The type of an execution, as its ARN tells it.
enum ExecutionKind: String {
    case standard
    case express
    case child

    init(_ execution: ExecutionIdentity) {
        let parts = execution.id.utf8.split(
            separator: UInt8(ascii: ":"),
            maxSplits: 7,
            omittingEmptySubsequences: false
        )
        if parts.count > 5, parts[5].elementsEqual("express".utf8) {
            self = .express
        } else {
            // A child of a map run: `…:execution:<machine>/<label>:<name>`.
            self = parts.count > 6 && parts[6].contains(UInt8(ascii: "/")) ? .child : .standard
        }
    }
}
