import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// Why an execution cannot be redriven, or `nil` where it can be; whose child it is plays no part in it.
    func redriveRefusal(of execution: ExecutionSummary) async throws -> RedriveError.Reason? {
        switch execution.status {
        case nil: return .running
        case .succeeded: return .succeeded
        case .failed, .timedOut, .aborted: break
        }
        // A child's machine is named after its parent's.
        let machine = execution.stateMachineID.split(separator: "/").first.map(String.init) ?? ""
        guard registry.stateMachines[machine]?.isDeleting == false else { return .machineIsDeleting }
        guard let stored = try await configuration.store.load(execution.id) else { return .nothingToGoOn }
        return Redrivability.refusal(of: stored, at: now)
    }

    /// What is told of an execution's redrives.
    func redriveAnswer(of execution: ExecutionSummary) async throws -> JSONObject {
        var answer: JSONObject = ["redriveCount": .integer(Int64(execution.redriveCount))]
        answer["redriveDate"] = execution.redrivenAt?.json
        if let refusal = try await redriveRefusal(of: execution) {
            answer["redriveStatus"] = "NOT_REDRIVABLE"
            answer["redriveStatusReason"] = .string(refusal.text)
        } else {
            answer["redriveStatus"] = execution.child == nil ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN"
        }
        return answer
    }

    /// AWS's word for how far an execution is.
    func status(of execution: ExecutionSummary) async throws -> String {
        guard let child = execution.child else { return execution.phase.rawValue }
        return execution.status(in: try await configuration.store.mapRun(child.mapRunARN))
    }
}

extension ExecutionSummary {
    /// AWS's word for how far a child of a map run is.
    ///
    /// One that ended without success waits for its redrive while the map run is redriven.
    func status(in run: StoredMapRun?) -> String {
        switch status {
        case nil, .succeeded: return phase.rawValue
        case .failed, .timedOut, .aborted: break
        }
        guard let run, run.status == .running, let redrivenAt = run.redrivenAt, let stoppedAt,
            stoppedAt <= redrivenAt
        else { return phase.rawValue }
        return "PENDING_REDRIVE"
    }
}
