import FlowJSON
import FlowMachine
import StatesLanguage

/// Everything that the service keeps beside the executions' own store.
///
/// A value: `ServiceRegistry` writes what a change made of it before anybody sees it.
struct Registry: Sendable {
    /// The state machines, by ARN.
    private(set) var stateMachines: [String: StateMachineRecord] = [:]
    /// The activities, by ARN.
    private(set) var activities: [String: ActivityRecord] = [:]
    /// The state machines that go away when none of their executions run.
    private(set) var deletions: Set<String> = []
    /// The ARNs of what was changed.
    private(set) var touched: Set<String> = []
    private var lastSequence = 0

    /// A registry of nothing.
    init() {}

    /// A registry of what was kept.
    init(stateMachines: [StateMachineRecord], activities: [ActivityRecord]) {
        for machine in stateMachines {
            add(machine)
            lastSequence = max(lastSequence, machine.lastSequence)
        }
        for activity in activities {
            add(activity)
            lastSequence = max(lastSequence, activity.sequence)
        }
        settle()
    }

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
        defer { add(machine) }
        return try change(&machine)
    }

    mutating func add(_ machine: StateMachineRecord) {
        stateMachines[machine.arn] = machine
        if machine.isDeleting { deletions.insert(machine.arn) }
        touched.insert(machine.arn)
    }

    mutating func removeStateMachine(_ arn: String) {
        guard stateMachines.removeValue(forKey: arn) != nil else { return }
        deletions.remove(arn)
        touched.insert(arn)
    }

    /// The activity with an ARN.
    ///
    /// - Throws: `ActivityDoesNotExist`.
    func activity(_ arn: String) throws(APIError) -> ActivityRecord {
        guard let activity = activities[arn] else { throw .noActivity(arn) }
        return activity
    }

    mutating func add(_ activity: ActivityRecord) {
        activities[activity.arn] = activity
        touched.insert(activity.arn)
    }

    mutating func removeActivity(_ arn: String) {
        if activities.removeValue(forKey: arn) != nil { touched.insert(arn) }
    }

    /// Forgets what was changed: it has been kept.
    mutating func settle() { touched = [] }
}
