import FlowJSON
import FlowMachine
import StatesLanguage

/// Everything that the service keeps beside the executions' own store.
///
/// A value: whoever keeps it durably needs no more than its parts.
struct Registry: Sendable {
    /// The state machines, by ARN.
    private(set) var stateMachines: [String: StateMachineRecord] = [:]
    /// The executions, by ARN.
    private(set) var executions: [String: ExecutionRecord] = [:]
    /// The executions of each state machine, by its ARN, oldest first.
    private(set) var executionsOfMachine: [String: [String]] = [:]
    /// The activities, by ARN.
    var activities: [String: ActivityRecord] = [:]
    private var lastSequence = 0

    /// A number that is greater than all before.
    mutating func nextSequence() -> Int {
        lastSequence += 1
        return lastSequence
    }

    /// The state machine with an ARN.
    ///
    /// - Throws: `StateMachineDoesNotExist`.
    func stateMachine(_ arn: String, named text: String? = nil) throws(APIError) -> StateMachineRecord {
        guard let machine = stateMachines[arn] else { throw .noStateMachine(text ?? arn) }
        return machine
    }

    /// Changes a state machine in place.
    ///
    /// - Throws: `StateMachineDoesNotExist`, and what the change throws.
    mutating func update<Result>(
        _ arn: String,
        named text: String? = nil,
        _ change: (inout StateMachineRecord) throws(APIError) -> Result
    ) throws(APIError) -> Result {
        guard var machine = stateMachines.removeValue(forKey: arn) else { throw .noStateMachine(text ?? arn) }
        defer { stateMachines[arn] = machine }
        return try change(&machine)
    }

    mutating func add(_ machine: StateMachineRecord) { stateMachines[machine.arn] = machine }

    /// Takes a state machine away, at once where none of its executions run.
    mutating func delete(_ arn: String) {
        guard let machine = stateMachines[arn] else { return }
        if machine.runningExecutions > 0 {
            stateMachines[arn]?.isDeleting = true
        } else {
            remove(arn)
        }
    }

    private mutating func remove(_ arn: String) {
        stateMachines[arn] = nil
        executionsOfMachine[arn] = nil
    }

    /// The activity with an ARN.
    ///
    /// - Throws: `ActivityDoesNotExist`.
    func activity(_ arn: String) throws(APIError) -> ActivityRecord {
        guard let activity = activities[arn] else { throw .noActivity(arn) }
        return activity
    }

    /// The execution with an ARN.
    ///
    /// - Throws: `ExecutionDoesNotExist`.
    func execution(_ arn: String) throws(APIError) -> ExecutionRecord {
        guard let execution = executions[arn] else { throw .noExecution(arn) }
        return execution
    }

    mutating func add(_ execution: ExecutionRecord) {
        executions[execution.arn] = execution
        let machine = execution.identity.stateMachineID
        executionsOfMachine[machine, default: []].append(execution.arn)
        stateMachines[machine]?.runningExecutions += 1
    }

    /// Takes an execution away that could not be started.
    mutating func removeUnstarted(_ arn: String) {
        guard let execution = executions.removeValue(forKey: arn) else { return }
        executionsOfMachine[execution.identity.stateMachineID]?.removeAll { $0 == arn }
        left(execution.identity.stateMachineID)
    }

    mutating func started(_ arn: String, at moment: Timestamp) { executions[arn]?.startedAt = moment }

    /// Notes that an execution ended.
    ///
    /// - Returns: the execution, or `nil` where it is not here or had ended already.
    mutating func ended(_ arn: String, as status: String, at moment: Timestamp) -> ExecutionRecord? {
        guard var execution = executions[arn], execution.stoppedAt == nil else { return nil }
        execution.status = status
        execution.stoppedAt = moment
        executions[arn] = execution
        left(execution.identity.stateMachineID)
        return execution
    }

    /// One execution less runs; a machine that waited for that goes away.
    private mutating func left(_ arn: String) {
        guard let machine = stateMachines[arn] else { return }
        stateMachines[arn]?.runningExecutions -= 1
        if machine.isDeleting, machine.runningExecutions <= 1 { remove(arn) }
    }
}
