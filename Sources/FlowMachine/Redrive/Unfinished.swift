import FlowJSON
import StatesLanguage

/// What a Parallel or Map state came to that did not succeed: a redrive goes on with it.
indirect enum Unfinished: Sendable {
    /// Its branches or iterations.
    case children(UnfinishedChildren)
    /// Its child executions.
    case mapRun(UnfinishedMapRun)
}

/// Branches or iterations of which some did not succeed.
struct UnfinishedChildren: Sendable {
    /// All of them; none runs.
    var children: Children
    /// Those that began and did not succeed, as they ended.
    var scopes: [Scope] = []
    /// Whether the next iteration was to begin.
    let isAtNext: Bool

    init(_ children: Children, isAtNext: Bool = false) {
        self.children = children
        self.children.running = []
        self.isAtNext = isAtNext
    }
}

/// A map run that has not succeeded.
struct UnfinishedMapRun: Hashable, Sendable {
    let id: MapRunID
    let arn: String
    var redriveCount = 0
}

extension Fault {
    /// Whether a redrive begins a state anew that failed so, instead of going on with what it came to.
    ///
    /// Source: AWS's developer guide, "Redrive behavior of individual states".
    func needsNewAttempt(of plan: StatePlan) -> Bool {
        if error == .dataLimitExceeded { return true }
        guard case .map(let map) = plan.work, map.distributed != nil else { return false }
        return [.runtime, .queryEvaluationError, .parameterPathFailure, .intrinsicFailure, .resultPathMatchFailure]
            .contains(error)
    }
}
