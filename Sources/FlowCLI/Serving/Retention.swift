import ArgumentParser
import StatesLanguage

/// For how long ended executions are kept: `90d`, `12h`, `30m`, or `forever`.
struct Retention: Hashable, Sendable, ExpressibleByArgument {
    /// Seconds, or `nil` for ever.
    let seconds: Int64?

    /// As long as AWS keeps them.
    static let usual = Retention(seconds: 90 * 86_400)

    init(seconds: Int64?) { self.seconds = seconds }

    init?(argument: String) {
        if argument == "forever" {
            self.init(seconds: nil)
            return
        }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()), count >= 0,
            count <= 10_000 * 86_400
        else { return nil }
        self.init(seconds: count * unit)
    }

    /// Such as `90d`.
    var defaultValueDescription: String {
        guard let seconds else { return "forever" }
        return seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : "\(seconds)s"
    }

    /// What ended before that moment is forgotten; the beginning of time where everything is kept.
    func horizon(at now: Timestamp) -> Timestamp {
        seconds.map { now.adding(seconds: -$0) } ?? Timestamp(milliseconds: .min)
    }

    /// Revisions that were replaced before that moment are nobody's any more.
    ///
    /// An execution may run for a year with one that was replaced when it had begun.
    func revisionHorizon(at now: Timestamp) -> Timestamp { horizon(at: now).adding(seconds: -366 * 86_400) }
}
