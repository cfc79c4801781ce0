import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// An execution that a test drives by hand, and whose turns it commits as an engine would.
struct Flow {
    let id: ExecutionID
    var interpreter: Interpreter
    var version = 0
    var child: ChildLink?

    init(_ program: Program, _ name: String, machine: String = "machine", seed: UInt64 = 1) {
        let identity = ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:\(machine):\(name)",
            name: name,
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: "arn:aws:iam::123456789012:role/r"
        )
        self.init(program, identity, seed: seed)
    }

    init(_ program: Program, _ identity: ExecutionIdentity, seed: UInt64) {
        id = ExecutionID(identity.id)
        interpreter = Interpreter(program: program, execution: identity, randomSeed: seed)
    }

    /// The commit of an event.
    mutating func commit(_ event: Event, at milliseconds: Int64, attributes: JSONObject? = nil) -> ExecutionCommit {
        let now = Timestamp(milliseconds: milliseconds)
        let outcome = interpreter.handle(event, at: now)
        var commit = ExecutionCommit(id: id, expectedVersion: version, interpreter: interpreter, moment: now)
        commit.events = outcome.events
        commit.attributes = attributes
        commit.child = child
        switch event {
        case .taskSucceeded(let id, _), .taskFailed(let id, _): commit.endedTasks.append(id)
        case .mapRunSucceeded(let id, _): commit.endedMapRuns.append((id, .succeeded))
        case .mapRunFailed(let id, _): commit.endedMapRuns.append((id, .failed))
        case .timerFired(let id): commit.endedTimers.append(id)
        default: break
        }
        for effect in outcome.effects {
            switch effect {
            case .scheduleTask(let task): commit.scheduledTasks.append(task)
            case .cancelTask(let id): commit.endedTasks.append(id)
            case .startMapRun(let order): commit.startedMapRuns.append(order)
            case .redriveMapRun(let id): commit.redrivenMapRuns.append(id)
            case .cancelMapRun(let id): commit.endedMapRuns.append((id, .aborted))
            case .startTimer(let id, let due): commit.startedTimers.append(StoredTimer(id: id, due: due))
            case .cancelTimer(let id): commit.endedTimers.append(id)
            default: break
            }
        }
        version += 1
        return commit
    }

    static func program(_ definition: JSON) throws -> Program {
        try Program(StateMachineDefinition(json: definition))
    }

    /// A machine of one Pass state.
    static let pass: JSON = ["StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]]]
}
