import FlowJSON
import FlowTasks
import FlowTransfer
import Logging

/// Sends spans to a collector by OTLP over HTTP, in batches.
struct OTLPExporter: Sendable {
    private static let batch = 512
    /// How long spans may wait for others, in tenths of a second.
    private static let tenths = 10
    private static let attempts = 3

    let queue: SpanQueue
    let endpoint: OTLPEndpoint
    let json: OTLPJSON
    let logger: Logger
    private let client = WebClient()

    init(queue: SpanQueue, endpoint: OTLPEndpoint, version: String, logger: Logger) {
        self.queue = queue
        self.endpoint = endpoint
        json = OTLPJSON(resource: endpoint.resource, version: version)
        self.logger = logger
    }

    /// Sends what comes until the queue is closed and empty, or the task is cancelled.
    func run() async {
        for await _ in queue.wakes {
            for _ in 0..<Self.tenths where !queue.isClosed {
                do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
            }
            while case let spans = queue.take(atMost: Self.batch), !spans.isEmpty {
                guard !Task.isCancelled else { return }
                await send(spans)
            }
        }
    }

    private func send(_ spans: [FinishedSpan]) async {
        let body = Array(json.body(of: spans).text.utf8)
        var reason = ""
        // Whoever ends does not wait long for a collector that is away.
        let attempts = queue.isClosed ? 1 : Self.attempts
        for attempt in 1...attempts {
            do {
                let answer = try await post(body)
                if answer.isSuccess { return }
                reason = "status \(answer.status)"
                guard [429, 502, 503, 504].contains(answer.status) else { break }
            } catch let failure as WebFailure {
                reason = failure.message
            } catch {
                reason = "\(error)"
            }
            guard attempt < attempts, !queue.isClosed else { break }
            do { try await Task.sleep(for: .milliseconds(500 << attempt)) } catch { break }
        }
        queue.lose(spans.count)
        logger.warning("\(spans.count) spans could not be sent to \(endpoint.origin): \(reason)")
    }

    private func post(_ body: [UInt8]) async throws -> WebAnswer {
        var request = WebRequest(method: "POST", origin: endpoint.origin)
        request.path = endpoint.path
        request.headers = [("content-type", "application/json")] + endpoint.headers
        request.body = body
        request.timeoutMilliseconds =
            queue.isClosed ? min(1500, endpoint.timeoutMilliseconds) : endpoint.timeoutMilliseconds
        return try await runBlocking { [request] in try client.send(request, signedFor: nil, $0) }
    }
}
