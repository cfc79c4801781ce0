import CoreMetrics
package import FlowEngine
import FlowMachine
import StatesLanguage

/// The numbers that the server keeps about requests, executions and tasks.
package struct ServerMetrics: Sendable {
    private let registry: PrometheusRegistry
    private let commits: Counter
    private let transitions: Counter
    private let running: Meter

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        commits = Counter(label: "flow_task_commits_total", factory: registry)
        transitions = Counter(label: "flow_task_state_transitions_total", factory: registry)
        running = Meter(label: "flow_task_executions_running", factory: registry)
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
        let dimensions = [("operation", operation), ("status", "\(status)"), ("error", error ?? "")]
        Counter(label: "flow_task_http_requests_total", dimensions: dimensions, factory: registry).increment()
        record(duration, "flow_task_http_request_duration_seconds", [("operation", operation)])
    }

    func recorded(_ events: [HistoryEvent], of execution: ExecutionIdentity, since start: Timestamp?) {
        commits.increment()
        let entered = events.count { Self.entries.contains($0.type) }
        if entered > 0 { transitions.increment(by: entered) }
        let type = ("type", ExecutionKind(execution).rawValue)
        if let first = events.first, first.type == .executionStarted {
            Counter(label: "flow_task_executions_started_total", dimensions: [type], factory: registry).increment()
            running.increment(by: 1)
        }
        if events.contains(where: { $0.type == .executionRedriven }) { running.increment(by: 1) }
        guard let last = events.last, let status = Self.status(after: last.type) else { return }
        let dimensions = [type, ("status", status)]
        Counter(label: "flow_task_executions_ended_total", dimensions: dimensions, factory: registry).increment()
        running.decrement(by: 1)
        if let start {
            let duration = Duration.milliseconds(last.timestamp.milliseconds - start.milliseconds)
            record(duration, "flow_task_execution_duration_seconds", [type])
        }
    }

    func taskEnded(_ end: TaskAttemptEnd, after duration: Duration) {
        let outcome =
            switch end {
            case .succeeded: "succeeded"
            case .failed: "failed"
            case .cancelled: "cancelled"
            }
        let dimensions = [("outcome", outcome)]
        Counter(label: "flow_task_task_attempts_total", dimensions: dimensions, factory: registry).increment()
        record(duration, "flow_task_task_duration_seconds", dimensions)
    }

    private func record(_ duration: Duration, _ name: String, _ dimensions: [(String, String)]) {
        let (seconds, attoseconds) = duration.components
        Timer(label: name, dimensions: dimensions, factory: registry)
            .recordNanoseconds(max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
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

/// The type of an execution, as its ARN tells it.
enum ExecutionKind: String {
    case standard
    case express
    case child

    init(_ execution: ExecutionIdentity) {
        let parts = execution.id.split(separator: ":", maxSplits: 7, omittingEmptySubsequences: false)
        if parts.count > 5, parts[5] == "express" {
            self = .express
        } else {
            // A child of a map run: `…:execution:<machine>/<label>:<name>`.
            self = parts.count > 6 && parts[6].contains("/") ? .child : .standard
        }
    }
}
