import FlowJSON
import StatesLanguage

/// What a Fail state ends with.
struct FailPlan: Sendable {
    let error: CompiledTemplate?
    let cause: CompiledTemplate?
}

/// How a Choice state picks.
struct ChoicePlan: Sendable {
    struct Rule: Sendable {
        let test: CompiledTest
        let next: StateIndex
        let assign: CompiledAssign?
        let output: CompiledTemplate?
    }

    let rules: [Rule]
    /// None where the state has no `Default`.
    let defaultNext: StateIndex
}

/// How long a Wait state waits.
enum WaitPlan: Sendable {
    case seconds(CompiledNumber)
    case timestamp(CompiledText)

    var readsContext: Bool {
        switch self {
        case .seconds(let seconds): seconds.readsContext
        case .timestamp(let timestamp): timestamp.readsContext
        }
    }
}

/// What a Task state calls.
struct TaskPlan: Sendable {
    let resource: TaskResource
    let credentials: CompiledTemplate?
    let timeoutSeconds: CompiledNumber?
    let heartbeatSeconds: CompiledNumber?
}

/// What a Map state runs for each item.
struct MapPlan: Sendable {
    /// Where the items are.
    enum Items: Sendable {
        /// The state's effective input.
        case input
        case path(CompiledPath)
        case template(CompiledTemplate)

        var readsContext: Bool {
            switch self {
            case .input: false
            case .path(let path): path.readsContext
            case .template(let template): template.readsContext
            }
        }
    }

    /// The first state of an iteration; none where child executions run them.
    let start: StateIndex
    let items: Items
    let selector: CompiledTemplate?
    let maxConcurrency: CompiledNumber?
    /// What child executions run, where the Map is distributed.
    let distributed: DistributedPlan?
}
