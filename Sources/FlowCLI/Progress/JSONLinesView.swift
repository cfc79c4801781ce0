import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks

/// Writes one JSON object a line: `{"event": …}` as AWS writes history events, and `{"progress": …}`.
final class JSONLinesView: RunView {
    private let identity: ExecutionIdentity
    private let write: @Sendable (String) -> Void

    init(
        _ identity: ExecutionIdentity,
        _ write: @escaping @Sendable (String) -> Void = { Terminal.standardOutput.write($0) }
    ) {
        self.identity = identity
        self.write = write
    }

    func recorded(_ events: [HistoryEvent], in program: Program) {
        for event in events {
            write(JSON.object(["event": event.json(in: program, of: identity)]).text + "\n")
        }
    }

    func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress) {
        var object: JSONObject = ["state": .string(attempt.stateName), "attempt": .integer(Int64(attempt.attempt))]
        if !attempt.iterations.isEmpty {
            object["iterations"] = .array(attempt.iterations.map { .integer(Int64($0)) })
        }
        object["bytes"] = progress.bytes.map { .integer($0) }
        object["totalBytes"] = progress.totalBytes.map { .integer($0) }
        object["rows"] = progress.rows.map { .integer($0) }
        object["note"] = progress.note.map { .string($0) }
        write(JSON.object(["progress": .object(object)]).text + "\n")
    }

    func mapRunProgressed(_ progress: MapRunProgress) {
        let object: JSONObject = [
            "state": .string(progress.stateName), "items": progress.items.json, "executions": progress.executions.json,
        ]
        write(JSON.object(["progress": .object(object)]).text + "\n")
    }

    func tick() {}
    func finish() {}
}
