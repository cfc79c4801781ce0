package import FlowJSON
package import StatesLanguage

/// What is known of a child of a map run that has ended.
package struct ChildRecord: Sendable {
    private let identity: ExecutionIdentity
    private let input: JSON
    private let startedAt: Timestamp
    private let stoppedAt: Timestamp
    private let redriveCount: Int

    /// The record of a child with the given facts.
    package init(
        identity: ExecutionIdentity,
        input: JSON,
        startedAt: Timestamp,
        stoppedAt: Timestamp,
        redriveCount: Int = 0
    ) {
        self.identity = identity
        self.input = input
        self.startedAt = startedAt
        self.stoppedAt = stoppedAt
        self.redriveCount = redriveCount
    }

    /// The child's part of the map run's result; a failure keeps its whole record, whatever the form.
    package func result(_ status: ExecutionStatus, in form: ResultForm) -> JSON {
        if form != .whole, case .succeeded(let output) = status { return output }
        return json(status)
    }

    /// All that is known of the child, as AWS writes it.
    package func json(_ status: ExecutionStatus) -> JSON {
        var record: JSONObject = ["ExecutionArn": .string(identity.id)]
        record["Input"] = .string(input.text)
        record["InputDetails"] = ["Included": true]
        record["Name"] = .string(identity.name)
        switch status {
        case .succeeded(let output):
            record["Output"] = .string(output.text)
            record["OutputDetails"] = ["Included": true]
        case .failed(let error, let cause), .aborted(let error, let cause):
            record["Error"] = error.map(JSON.string)
            record["Cause"] = cause.map(JSON.string)
        case .timedOut: break
        }
        record["RedriveCount"] = .integer(Int64(redriveCount))
        if case .succeeded = status {
            record["RedriveStatus"] = "NOT_REDRIVABLE"
            record["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven"
        } else {
            record["RedriveStatus"] = "REDRIVABLE_BY_MAP_RUN"
        }
        record["StartDate"] = .string(startedAt.description)
        record["StateMachineArn"] = .string(identity.stateMachineID)
        record["Status"] = .string(status.name)
        record["StopDate"] = .string(stoppedAt.description)
        return .object(record)
    }
}
