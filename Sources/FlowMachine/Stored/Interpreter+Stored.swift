package import FlowDiagnostics
package import FlowJSON
package import StatesLanguage

extension Interpreter {
    /// An execution that succeeded, from the little that is kept of one; it takes no events any more.
    ///
    /// - Parameter eventCount: the length of its history.
    package init(
        program: Program,
        execution identity: ExecutionIdentity,
        input: JSON,
        startedAt: Timestamp?,
        output: JSON,
        eventCount: Int,
        redriveCount: Int = 0,
        redrivenAt: Timestamp? = nil
    ) {
        self.init(program: program, execution: identity, randomSeed: 0)
        self.input = input
        self.startedAt = startedAt
        status = .succeeded(output: output)
        nextEventID = eventCount + 1
        self.redriveCount = redriveCount
        self.redrivenAt = redrivenAt
    }

    /// How many events the history has.
    package var eventCount: Int { nextEventID - 1 }
}

extension ExecutionLimits {
    /// The limits as JSON, for a store; `nil` for AWS's.
    package var stored: JSON? {
        guard self != .aws else { return nil }
        return [
            .optional(historyEvents.map { Int64($0) }), .optional(payloadBytes.map { Int64($0) }),
            .optional(variablesBytes.map { Int64($0) }), .integer(Int64(transitionsPerEvent)),
            .integer(Int64(inlineConcurrency)),
        ]
    }

    /// Limits that were written so.
    ///
    /// - Throws: where the value is no such list.
    package init(stored value: JSON?) throws(Diagnostic) {
        guard let value else {
            self = .aws
            return
        }
        let parts = try SnapshotReader(value: value, place: "limits").elements(count: 5)
        self.init(
            historyEvents: try parts[0].optionalInteger().map { Int($0) },
            payloadBytes: try parts[1].optionalInteger().map { Int($0) },
            variablesBytes: try parts[2].optionalInteger().map { Int($0) },
            transitionsPerEvent: Int(try parts[3].integer()),
            inlineConcurrency: Int(try parts[4].integer())
        )
    }
}
