extension Interpreter {
    /// The attempt that follows when a timer fires, or `nil` where the timer is not for a retry.
    package func retry(after timer: TimerID) -> (stateName: String, attempt: Int)? {
        guard case .retry(let scope)? = timers[timer] else { return nil }
        let state = program.plans[scopes[scope.position].state.position]
        return (state.name, scopes[scope.position].retries.total + 1)
    }
}
