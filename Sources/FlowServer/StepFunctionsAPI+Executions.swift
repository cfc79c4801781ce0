package import FlowEngine
import FlowJSON
import FlowMachine
package import FlowStore

extension StepFunctionsAPI {
    /// A standard execution as the store has it.
    ///
    /// - Throws: `InvalidArn`, `ExecutionDoesNotExist`.
    func execution(_ arn: String) async throws -> ExecutionSummary {
        _ = try ResourceARN.execution(arn)
        guard let summary = try await configuration.store.summary(of: ExecutionID(arn)) else {
            throw APIError.noExecution(arn)
        }
        return summary
    }

    /// The text of an execution's input, as it was given.
    func input(of execution: ExecutionSummary) async throws -> String {
        if let wording = ExecutionAttributes(execution.attributes).wording { return wording }
        return try await configuration.store.input(of: execution.id)?.text ?? "{}"
    }

    /// What the machine was when an execution started; for a map run's child, the Map's processor.
    ///
    /// - Throws: `ExecutionDoesNotExist` where it was not started over this API.
    func revision(of execution: ExecutionSummary) async throws -> Revision {
        guard execution.child != nil else {
            let key = ExecutionAttributes(execution.attributes).revisionKey
            if let key, let revision = try await revision(key, of: execution.stateMachineID) { return revision }
            throw APIError.noExecution(execution.id.text)
        }
        // The processors of inner Maps are known to the outermost machine too.
        var ancestor = execution
        while let link = ancestor.child {
            guard let run = try await configuration.store.mapRun(link.mapRunARN),
                let parent = try await configuration.store.summary(of: run.execution)
            else { throw APIError.noExecution(execution.id.text) }
            ancestor = parent
        }
        let machine = ResourceARN.stateMachineName(in: execution.stateMachineID)
        let label = machine.split(separator: "/").last.map(String.init) ?? ""
        let revision = try await revision(of: ancestor)
        guard let processor = try revision.processor(labelled: label, by: configuration.reading) else {
            throw APIError.noExecution(execution.id.text)
        }
        return processor
    }

    private func revision(_ key: String, of machine: String) async throws -> Revision? {
        if let revision = registry.stateMachines[machine]?.revision, revision.key == key { return revision }
        return try await configuration.registry.revision(key, of: machine)
    }

    /// Watches an execution that the engine has loaded; `nil` for one that was not started over this API.
    package func observer(of stored: StoredExecution) -> (any ExecutionObserver)? {
        ExecutionRecord(stored).map { ExecutionWatcher(of: $0, in: self) }
    }

    /// Takes those state machines away that were to be deleted and whose last executions have ended.
    func finishDeletions() async throws {
        for arn in configuration.registry.idleDeletions {
            var query = ExecutionQuery(.stateMachine(arn), phase: .running)
            query.includesResults = false
            query.limit = 1
            guard try await configuration.store.list(query).isEmpty else { continue }
            try await changeRegistry { $0.removeStateMachine(arn) }
        }
    }
}
