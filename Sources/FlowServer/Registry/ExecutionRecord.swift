import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// What the service keeps of an execution beside what the engine keeps: attributes in the store.
struct ExecutionRecord: Sendable {
    let identity: ExecutionIdentity
    let type: StateMachineType
    /// The version and the alias that it was started through.
    let versionARN: String?
    let aliasARN: String?
    /// Names what the machine was when it started.
    let revisionKey: String
    /// The logging configuration that it started with.
    let logging: JSONObject
    /// The input's text, as it was given.
    let input: String
    let traceHeader: String?
    var startedAt: Timestamp
    /// How often it was redriven, and when last.
    var redriveCount = 0
    var redrivenAt: Timestamp?

    var id: ExecutionID { ExecutionID(identity.id) }
    var arn: String { identity.id }
    /// The account in its ARN.
    var account: String {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count > 5 ? String(parts[4]) : ""
    }
}

extension ExecutionRecord {
    /// The record of an execution that was started over this API, by this process or another; `nil` for all others.
    init?(_ stored: StoredExecution) {
        let attributes = ExecutionAttributes(stored.attributes)
        guard let revision = attributes.revisionKey else { return nil }
        self.init(
            identity: stored.interpreter.identity,
            type: .standard,
            versionARN: attributes.versionARN,
            aliasARN: attributes.aliasARN,
            revisionKey: revision,
            logging: attributes.logging,
            input: attributes.wording ?? stored.interpreter.input.text,
            traceHeader: attributes.traceHeader,
            startedAt: stored.interpreter.startedAt ?? Timestamp(milliseconds: 0),
            redriveCount: stored.interpreter.redriveCount,
            redrivenAt: stored.interpreter.redrivenAt
        )
    }
}
