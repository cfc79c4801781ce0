import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// What the service knows of an execution beside what the engine's store keeps.
struct ExecutionRecord: Sendable {
    let identity: ExecutionIdentity
    let type: StateMachineType
    let account: String
    /// The version and the alias that it was started through.
    let versionARN: String?
    let aliasARN: String?
    /// What the machine was when it started.
    let revision: Revision
    /// The input's text, as it was given.
    let input: String
    let traceHeader: String?
    let sequence: Int
    var startedAt: Timestamp
    /// AWS's word for how far it is.
    var status = "RUNNING"
    var stoppedAt: Timestamp?

    var id: ExecutionID { ExecutionID(identity.id) }
    var arn: String { identity.id }
}
