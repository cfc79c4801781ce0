import FlowJSON

/// A state that lets time go by.
package struct WaitState: Hashable, Sendable {
    /// How long it waits.
    package enum Duration: Hashable, Sendable {
        /// So many seconds: `Seconds` or `SecondsPath`.
        case seconds(Dynamic<Int64>)
        /// Until that moment, RFC 3339: `Timestamp` or `TimestampPath`.
        case timestamp(Dynamic<String>)
    }

    /// How long it waits.
    package var duration: Duration
    /// Where it goes when it is done.
    package var transition: Transition

    /// A Wait state of the given parts.
    package init(duration: Duration, transition: Transition) {
        self.duration = duration
        self.transition = transition
    }

    func write(into object: inout JSONObject) {
        switch duration {
        case .seconds(let seconds): seconds.write("Seconds", into: &object, JSON.integer)
        case .timestamp(let timestamp): timestamp.write("Timestamp", into: &object, JSON.string)
        }
    }
}
