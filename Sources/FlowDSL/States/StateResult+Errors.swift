import FlowJSON
public import FlowTasks
public import StatesLanguage

/// Whether the wait before a retry is drawn by lot.
public enum JitterStrategy: String, Sendable {
    /// Between nothing and the whole wait.
    case full = "FULL"
    /// The whole wait.
    case none = "NONE"
}

/// An error that a state failed with, in the block that handles it.
public struct CaughtError: Sendable {
    let variable: String
    /// The error's name, such as `States.Timeout`.
    public var name: Value<String> { Value(jsonata: "$\(variable).Error") }
    /// What happened, in words.
    public var cause: Value<String> { Value(jsonata: "$\(variable).Cause") }
}

extension StateResult {
    /// Adds a retrier: how an attempt that fails with one of `errors` is repeated.
    @discardableResult
    public func retry(
        on errors: [ErrorName] = [.all],
        interval: Duration = .seconds(1),
        maxAttempts: Int = 3,
        backoffRate: Double = 2,
        maxDelay: Duration? = nil,
        jitter: JitterStrategy = .none
    ) -> Self {
        var retrier: JSONObject = [
            "ErrorEquals": .array(errors.map { .string($0.text) }),
            "IntervalSeconds": .integer(interval.wholeSeconds),
            "MaxAttempts": .integer(Int64(maxAttempts)),
            "BackoffRate": backoffRate == backoffRate.rounded() ? .integer(Int64(backoffRate)) : .double(backoffRate),
        ]
        if let maxDelay { retrier["MaxDelaySeconds"] = .integer(maxDelay.wholeSeconds) }
        if jitter == .full { retrier["JitterStrategy"] = .string(jitter.rawValue) }
        return editing { [retrier] in $0.retriers.append(.object(retrier)) }
    }

    /// Adds a catcher: the states of `body` run when the state failed with one of `errors` and no retry is left.
    ///
    /// The flow goes on after the state, unless the block ends with `fail`, `succeed` or `jump`.
    @discardableResult
    public func `catch`(_ errors: [ErrorName] = [.all], _ body: (CaughtError) -> Void) -> Self {
        let (block, variable) = recorder.edit { draft in
            let variable = draft.names.make(for: draft.states[state].name, holding: "Error")
            let block = draft.addBlock(of: state)
            let catcher = CatcherDraft(errors: errors.map(\.text), target: .block(block), variable: variable)
            draft.states[state].catchers.append(catcher)
            return (block, variable)
        }
        recorder.inside(block) { body(CaughtError(variable: variable)) }
        return self
    }

    /// Adds a catcher that goes to the state of a name.
    @discardableResult
    public func `catch`(
        _ errors: [ErrorName] = [.all],
        next: String,
        file: String = #fileID,
        line: UInt = #line
    ) -> Self {
        recorder.edit { draft in
            let variable = draft.names.make(for: draft.states[state].name, holding: "Error")
            let target = TargetDraft.state(next, SourcePlace(file: file, line: line))
            let catcher = CatcherDraft(errors: errors.map(\.text), target: target, variable: variable)
            draft.states[state].catchers.append(catcher)
        }
        return self
    }
}
