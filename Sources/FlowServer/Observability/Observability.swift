package import FlowEngine
package import FlowMachine
import FlowTransfer
import Instrumentation
package import Logging
package import StatesLanguage
import Tracing

/// What others see of the server: its numbers, its traces, and a line for each request.
package final class Observability: EngineObserver {
    /// The numbers, as `/metrics` shows them.
    package let registry: PrometheusRegistry
    /// What counts.
    package let metrics: ServerMetrics
    private let tracer: OTLPTracer?
    private let exporter: OTLPExporter?
    private let logger: Logger

    /// - Parameters:
    ///   - variables: the environment, whose `OTEL_…` variables say where traces go.
    ///   - version: the version of the program, for the traces.
    ///   - logger: gets a line for each request.
    package init(variables: [String: String], version: String, logger: Logger) {
        registry = PrometheusRegistry()
        metrics = ServerMetrics(registry)
        self.logger = logger
        if let endpoint = OTLPEndpoint(variables) {
            let queue = SpanQueue()
            metrics.watch(queue)
            tracer = OTLPTracer(queue)
            exporter = OTLPExporter(queue: queue, endpoint: endpoint, version: version, logger: logger)
        } else {
            tracer = nil
            exporter = nil
        }
    }

    /// Sends traces until ``close()`` is called, where a collector is named.
    package func sendTraces() async { await exporter?.run() }

    /// Lets ``sendTraces()`` send what is left, and end.
    package func close() { exporter?.queue.close() }

    /// The spans that wait to be sent, taken out.
    var spans: [FinishedSpan] { exporter?.queue.take(atMost: .max) ?? [] }

    /// Answers a request within a span, and takes note of it.
    ///
    /// - Parameter operation: the operation's name, or `nil` where there is none of that name.
    func observe(
        _ operation: String?,
        requestID: String,
        head: RequestHead,
        _ body: () async -> APIResponse
    ) async -> APIResponse {
        let start = ContinuousClock.now
        let answer: APIResponse
        var trace: String?
        if let tracer {
            var context = ServiceContext.topLevel
            tracer.extract(head, into: &context, using: HeadExtractor())
            answer = await tracer.withSpan(operation ?? "unknown", context: context, ofKind: .server) { span in
                let answer = await body()
                trace = span.context.span?.traceID
                Self.describe(answer, to: operation, requestID, on: span)
                return answer
            }
        } else {
            answer = await body()
        }
        let duration = ContinuousClock.now - start
        metrics.answered(operation ?? "unknown", status: answer.status, error: answer.error, after: duration)
        log(answer, to: operation, requestID, trace, after: duration)
        return answer
    }

    private static func describe(
        _ answer: APIResponse,
        to operation: String?,
        _ requestID: String,
        on span: OTLPSpan
    ) {
        var attributes = span.attributes
        attributes["rpc.system"] = "aws-api"
        attributes["rpc.service"] = "SFN"
        attributes["rpc.method"] = operation ?? "unknown"
        attributes["http.response.status_code"] = answer.status
        attributes["aws.request_id"] = requestID
        if let error = answer.error {
            attributes["error.type"] = error
            span.setStatus(SpanStatus(code: .error, message: error))
        }
        if operation == "StartExecution" || operation == "StartSyncExecution",
            let execution = answer.startedExecution
        {
            attributes["aws.step_functions.execution.arn"] = execution
            span.addLink(SpanLink(context: Self.context(of: execution), attributes: [:]))
        }
        span.attributes = attributes
    }

    private func log(
        _ answer: APIResponse,
        to operation: String?,
        _ requestID: String,
        _ trace: String?,
        after duration: Duration
    ) {
        let level: Logger.Level = answer.status >= 500 ? .error : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "operation": "\(operation ?? "unknown")", "status": "\(answer.status)", "request": "\(requestID)",
            "milliseconds": "\(duration / .milliseconds(1))",
        ]
        if let error = answer.error { metadata["error"] = "\(error)" }
        if let trace { metadata["trace"] = "\(trace)" }
        logger.log(level: level, "A request was answered.", metadata: metadata)
    }

    package func recorded(_ events: [HistoryEvent], of execution: ExecutionIdentity, since start: Timestamp?) {
        metrics.recorded(events, of: execution, since: start)
        guard let tracer, let last = events.last, let status = ServerMetrics.status(after: last.type) else { return }
        var context = ServiceContext.topLevel
        context.givenSpan = Self.context(of: execution.id).span
        let span = tracer.startSpan(
            execution.stateMachineName,
            context: context,
            ofKind: .internal,
            at: Moment(start ?? last.timestamp)
        )
        var attributes = span.attributes
        attributes["aws.step_functions.execution.arn"] = execution.id
        attributes["aws.step_functions.state_machine.arn"] = execution.stateMachineID
        attributes["aws.step_functions.execution.status"] = status
        span.attributes = attributes
        if status != "SUCCEEDED" { span.setStatus(SpanStatus(code: .error, message: status)) }
        span.end(at: Moment(last.timestamp))
    }

    package func traceParent(of attempt: TaskAttempt, of execution: ExecutionIdentity) -> String? {
        tracer == nil ? nil : Self.span(of: attempt, of: execution).traceparent
    }

    package func taskEnded(
        _ attempt: TaskAttempt,
        of execution: ExecutionIdentity,
        _ end: TaskAttemptEnd,
        from start: Timestamp,
        to moment: Timestamp
    ) {
        metrics.taskEnded(end, after: .milliseconds(moment.milliseconds - start.milliseconds))
        guard let tracer else { return }
        var context = Self.context(of: execution.id)
        context.givenSpan = Self.span(of: attempt, of: execution)
        let span = tracer.startSpan(attempt.stateName, context: context, ofKind: .client, at: Moment(start))
        var attributes = span.attributes
        attributes["aws.step_functions.execution.arn"] = execution.id
        attributes["flow_task.task"] = attempt.taskName
        attributes["flow_task.attempt"] = attempt.attempt
        span.attributes = attributes
        switch end {
        case .succeeded: break
        case .failed(let failure):
            // The cause may be long, and tells of data; the error's name does not.
            span.setStatus(SpanStatus(code: .error, message: "\(failure.error)"))
        case .cancelled: span.setStatus(SpanStatus(code: .error, message: "cancelled"))
        }
        span.end(at: Moment(moment))
    }

    /// The span of an attempt is known before it ends, for what the attempt calls.
    private static func span(of attempt: TaskAttempt, of execution: ExecutionIdentity) -> SpanContext {
        let digest = sha256Hex(Array("\(execution.id)\n\(attempt.id.rawValue)".utf8))
        return SpanContext(traceID: traceID(of: execution.id), spanID: String(digest.suffix(16)))
    }

    private static func traceID(of execution: String) -> String {
        String(sha256Hex(Array(execution.utf8)).prefix(32))
    }

    /// The span of an execution follows from its ARN, so that it is the same after the server was started again.
    private static func context(of execution: String) -> ServiceContext {
        let digest = sha256Hex(Array(execution.utf8))
        var context = ServiceContext.topLevel
        context.span = SpanContext(traceID: traceID(of: execution), spanID: String(digest.suffix(16)))
        return context
    }
}

/// A moment of an execution, as traces have it.
private struct Moment: TracerInstant {
    let nanosecondsSinceEpoch: UInt64

    init(_ moment: Timestamp) { nanosecondsSinceEpoch = UInt64(max(0, moment.milliseconds)) * 1_000_000 }

    static func < (first: Moment, second: Moment) -> Bool {
        first.nanosecondsSinceEpoch < second.nanosecondsSinceEpoch
    }
}

/// Reads a trace from the headers of a request.
private struct HeadExtractor: Extractor {
    func extract(key: String, from head: RequestHead) -> String? { head.header(key) }
}
