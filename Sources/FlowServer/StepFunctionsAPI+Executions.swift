import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

extension StepFunctionsAPI {
    /// Starts an execution, or finds the one that was started alike and still runs.
    ///
    /// - Parameter type: the only type that is wanted, or `nil`.
    func start(
        _ start: ExecutionStart,
        for caller: Caller,
        only type: StateMachineType? = nil
    ) async throws -> ExecutionRecord {
        let (machineARN, qualifier) = try ResourceARN(start.stateMachineARN).stateMachine()
        if let name = start.name { try ResourceName.check(name) }
        let target = try withRegistry { (registry) throws(APIError) in
            try registry.stateMachine(machineARN, named: start.stateMachineARN)
                .target(qualifier, named: start.stateMachineARN)
        }
        if let type, target.machine.type != type { throw APIError.typeNotSupported }
        let input = try start.inputValue()
        guard !target.machine.isDeleting else { throw APIError.deleting(start.stateMachineARN) }
        let (execution, isNew) = try reserve(start, of: target)
        guard isNew else { return execution }
        do {
            _ = try await engine.start(
                execution.revision.program,
                as: execution.identity,
                input: input,
                observer: ExecutionWatcher(api: self, execution: execution)
            )
        } catch {
            withRegistry { $0.removeUnstarted(execution.arn) }
            throw error
        }
        // The history's own moment, so that all answers name the same.
        guard let startedAt = try await configuration.store.load(execution.id)?.interpreter.startedAt else {
            return execution
        }
        withRegistry { $0.started(execution.arn, at: startedAt) }
        var started = execution
        started.startedAt = startedAt
        return started
    }

    /// Takes the execution's name before it starts, so that of two starts at a time one wins.
    private func reserve(
        _ start: ExecutionStart,
        of target: StateMachineTarget
    ) throws(APIError) -> (execution: ExecutionRecord, isNew: Bool) {
        let machine = target.machine
        let name = start.name ?? RandomID.uuid()
        let prefix = machine.arn.dropLast(":stateMachine:\(machine.name)".utf8.count)
        let id =
            machine.type == .express
            ? "\(prefix):express:\(machine.name):\(name):\(RandomID.uuid())"
            : "\(prefix):execution:\(machine.name):\(name)"
        return try withRegistry { (registry) throws(APIError) in
            if let existing = registry.executions[id] {
                guard existing.status == "RUNNING", existing.input == start.input else {
                    throw APIError(.executionAlreadyExists, "Execution Already Exists: '\(id)'")
                }
                return (existing, false)
            }
            // It may have gone meanwhile.
            guard registry.stateMachines[machine.arn]?.isDeleting == false else {
                throw .noStateMachine(start.stateMachineARN)
            }
            let execution = ExecutionRecord(
                identity: ExecutionIdentity(
                    id: id,
                    name: name,
                    stateMachineID: machine.arn,
                    stateMachineName: machine.name,
                    roleARN: target.revision.roleARN
                ),
                type: machine.type,
                account: machine.account,
                versionARN: target.versionARN,
                aliasARN: target.aliasARN,
                revision: target.revision,
                input: start.input,
                traceHeader: start.traceHeader,
                sequence: registry.nextSequence(),
                startedAt: now
            )
            registry.add(execution)
            return (execution, true)
        }
    }

    /// A standard execution as registry and store have it; a map run's child has no record but its parent's.
    ///
    /// - Throws: `InvalidArn`, `ExecutionDoesNotExist`.
    func execution(_ arn: String) async throws -> (record: ExecutionRecord, stored: StoredExecution) {
        _ = try ResourceARN.execution(arn)
        guard let stored = try await configuration.store.load(ExecutionID(arn)) else {
            throw APIError.noExecution(arn)
        }
        if let record = withRegistry({ $0.executions[arn] }) { return (record, stored) }
        guard let child = stored.child, let run = try await configuration.store.mapRun(child.mapRunARN) else {
            throw APIError.noExecution(arn)
        }
        let parent = try withRegistry { (registry) throws(APIError) in try registry.execution(run.execution.text) }
        return (parent.child(stored), stored)
    }
}
