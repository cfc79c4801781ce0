import FlowJSON
import Logging

/// Carries log records and status changes to who takes them, in order.
///
/// Executions do not wait for it. What does not fit into it any more, since a service is slow, is lost, as on AWS, which
/// promises no delivery either.
final class Outbox: Sendable {
    /// What is carried at once.
    enum Parcel: Sendable {
        /// Records of one execution for a stream of a log group.
        case logs(group: String, stream: String, account: String, [LogRecord])
        /// A change of an execution's status.
        case statusChange(StatusChange)
    }

    private static let room = 10_000
    private let parcels: AsyncStream<Parcel>
    private let entrance: AsyncStream<Parcel>.Continuation
    private let logs: (any ServiceCalls)?
    private let lines: (any LogLines)?
    private let events: (any ServiceCalls)?
    private let logger: Logger

    init(logs: (any ServiceCalls)?, lines: (any LogLines)?, events: (any ServiceCalls)?, logger: Logger) {
        (parcels, entrance) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.room))
        self.logs = logs
        self.lines = lines
        self.events = events
        self.logger = logger
    }

    /// Whether anybody takes records.
    var takesLogs: Bool { logs != nil || lines != nil }
    /// Whether anybody takes status changes.
    var takesEvents: Bool { events != nil }

    func post(_ parcel: Parcel) { entrance.yield(parcel) }

    /// Takes nothing more; `deliver` ends when all is delivered.
    func close() { entrance.finish() }

    /// Delivers until the task is cancelled or the outbox is closed and empty; only one task may.
    func deliver() async {
        var streams: Set<String> = []
        for await parcel in parcels {
            do {
                switch parcel {
                case .logs(let group, let stream, let account, let records):
                    try await lines?.write(records.map(\.text))
                    guard let logs else { continue }
                    if streams.insert("\(group) \(stream)").inserted {
                        try await create(stream, in: group, of: account, with: logs)
                    }
                    let parameters: JSON = [
                        "LogGroupName": .string(group), "LogStreamName": .string(stream),
                        "LogEvents": .array(records.map(\.event)),
                    ]
                    _ = try await logs.call("cloudwatchlogs", "putLogEvents", parameters, account: account)
                case .statusChange(let change):
                    let parameters: JSON = ["Entries": [change.entry]]
                    _ = try await events?.call("eventbridge", "putEvents", parameters, account: change.account)
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("A log or an event could not be delivered: \(error)")
            }
        }
    }

    /// Makes a stream; one that is there already takes the records too.
    private func create(
        _ stream: String,
        in group: String,
        of account: String,
        with logs: any ServiceCalls
    ) async throws {
        do {
            let parameters: JSON = ["LogGroupName": .string(group), "LogStreamName": .string(stream)]
            _ = try await logs.call("cloudwatchlogs", "createLogStream", parameters, account: account)
        } catch {
            logger.debug("The log stream \(stream) was not made: \(error)")
        }
    }
}
