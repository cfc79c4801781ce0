import FlowJSON
import StatesLanguage

/// One state, ready to run: names are indices, expressions and paths are compiled.
final class StatePlan: Sendable {
    let name: String
    let index: StateIndex
    let type: StateType
    let language: QueryLanguage
    /// Where it goes when it is done; none at the end and for states that decide otherwise.
    let next: StateIndex
    let flow: DataFlow
    let assign: CompiledAssign?
    let retriers: [Retrier]
    let catchers: [CompiledCatcher]
    let work: Work
    /// Whether any of its expressions reads the context object.
    let readsContext: Bool

    /// What a state does between its input and its output; boxed, so that looking at it copies one reference.
    indirect enum Work: Sendable {
        /// Hands on its input, or a result.
        case pass(result: JSON?)
        case succeed
        case fail(FailPlan)
        case choice(ChoicePlan)
        case wait(WaitPlan)
        case task(TaskPlan)
        case parallel(starts: [StateIndex])
        case map(MapPlan)
    }

    init(
        name: String,
        index: StateIndex,
        type: StateType,
        language: QueryLanguage,
        next: StateIndex,
        flow: DataFlow,
        assign: CompiledAssign?,
        retriers: [Retrier],
        catchers: [CompiledCatcher],
        work: Work
    ) {
        self.name = name
        self.index = index
        self.type = type
        self.language = language
        self.next = next
        self.flow = flow
        self.assign = assign
        self.retriers = retriers
        self.catchers = catchers
        self.work = work
        readsContext =
            flow.readsContext || assign?.readsContext == true || catchers.contains { $0.readsContext }
            || work.readsContext
    }

    /// What the interpreter's inner loop needs to know of the state.
    var node: Node {
        guard case .pass(let result) = work, flow.isIdentity, assign == nil else {
            return Node(kind: .planned, next: next)
        }
        return Node(kind: result == nil ? .plainPass : .constantPass, next: next)
    }
}

/// What the inner loop needs to know of a state; trivial, so that reading it costs no reference count.
struct Node: Sendable {
    enum Kind: UInt8, Sendable {
        /// A Pass state that hands on its input as it is.
        case plainPass
        /// A Pass state that hands on its `Result` and does nothing else.
        case constantPass
        /// Any other state: its plan says what to do.
        case planned
    }

    let kind: Kind
    let next: StateIndex
}

extension StatePlan.Work {
    fileprivate var readsContext: Bool {
        switch self {
        case .pass, .succeed, .parallel: false
        case .fail(let plan): plan.error?.readsContext == true || plan.cause?.readsContext == true
        case .choice(let plan):
            plan.rules.contains {
                $0.test.readsContext || $0.assign?.readsContext == true || $0.output?.readsContext == true
            }
        case .wait(let plan): plan.readsContext
        case .task(let plan):
            plan.resource.hasTaskToken || plan.credentials?.readsContext == true
                || plan.timeoutSeconds?.readsContext == true || plan.heartbeatSeconds?.readsContext == true
        case .map(let plan):
            plan.items.readsContext || plan.selector?.readsContext == true
                || plan.maxConcurrency?.readsContext == true || plan.distributed?.readsContext == true
        }
    }
}
