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

    /// The record of a child execution of a map run of this one.
    func child(_ stored: StoredExecution) -> ExecutionRecord {
        let label = stored.interpreter.identity.stateMachineName.split(separator: "/").last.map(String.init)
        var revision = revision
        if let processor = revision.program.mapProcessors.first(where: { $0.label == label }) {
            revision = revision.processor(processor)
        }
        return ExecutionRecord(
            identity: stored.interpreter.identity,
            type: type,
            account: account,
            versionARN: nil,
            aliasARN: nil,
            revision: revision,
            input: stored.interpreter.input.text,
            traceHeader: nil,
            sequence: sequence,
            startedAt: stored.interpreter.startedAt ?? startedAt,
            status: stored.interpreter.status?.name ?? "RUNNING",
            stoppedAt: stored.stoppedAt
        )
    }
}
