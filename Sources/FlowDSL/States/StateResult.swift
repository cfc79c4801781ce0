import FlowJSON
public import FlowTasks

/// The state that a call added: refers to its result, and takes what else belongs to the state.
@dynamicMemberLookup
public struct StateResult<Output: Codable> {
    let state: Int
    let recorder: Recorder
    /// What the state gives, for use in the states after it.
    public let result: Value<Output>

    /// A member of the state's result, by its stored property.
    public subscript<Member: Codable>(dynamicMember member: KeyPath<Output, Member>) -> Value<Member> {
        result[dynamicMember: member]
    }

    func editing(_ change: @Sendable (inout StateDraft) -> Void) -> Self {
        recorder.edit { change(&$0.states[state]) }
        return self
    }

    /// Sets `TimeoutSeconds`: an attempt that takes longer fails with `States.Timeout`.
    @discardableResult
    public func timeout(_ timeout: Duration) -> Self {
        editing { $0.fields["TimeoutSeconds"] = .integer(timeout.wholeSeconds) }
    }

    /// Sets `TimeoutSeconds` to what is known at run time.
    @discardableResult
    public func timeout(seconds: Value<Int>) -> Self { editing { $0.fields["TimeoutSeconds"] = seconds.template } }

    /// Sets `HeartbeatSeconds`: an attempt that says nothing for longer fails with `States.HeartbeatTimeout`.
    @discardableResult
    public func heartbeat(_ heartbeat: Duration) -> Self {
        editing { $0.fields["HeartbeatSeconds"] = .integer(heartbeat.wholeSeconds) }
    }

    /// Sets `Comment`.
    @discardableResult
    public func comment(_ comment: String) -> Self { editing { $0.fields["Comment"] = .string(comment) } }

    /// Sets any other field of ASL, as it stands.
    @discardableResult
    public func field(_ name: String, _ value: JSON) -> Self { editing { $0.fields[name] = value } }
}

extension DefaultStringInterpolation {
    /// Refused: a plain text is made while the flow is compiled, when no state has run.
    ///
    /// Deprecated, not unavailable: the compiler passes over what is unavailable. Warnings are errors in domains.
    @available(
        *,
        deprecated,
        message: "The result is known only at run time; use one of its fields in a Value<String>."
    )
    public mutating func appendInterpolation<Output>(_ state: StateResult<Output>) {}
}

extension Duration {
    /// Whole seconds, a fraction rounded up, as ASL counts.
    var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
