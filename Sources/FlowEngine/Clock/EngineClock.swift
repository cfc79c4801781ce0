package import StatesLanguage

/// Tells an engine the time.
package protocol EngineClock: Sendable {
    /// The time of day.
    var now: Timestamp { get }
    /// Returns when the moment has come, or throws when the task is cancelled.
    func sleep(until moment: Timestamp) async throws
}
