import ArgumentParser

/// How far a run is, as people write it.
enum RunStatus: String, CaseIterable, ExpressibleByArgument, Sendable {
    case running
    /// It has not ended, and no living process has it.
    case interrupted
    case succeeded
    case failed
    case timedOut = "timed-out"
    case aborted
    case pendingRedrive = "pending-redrive"

    /// The status that a user writes: ours, or AWS's word for it.
    init?(argument: String) { self.init(rawValue: argument.lowercased().replacing("_", with: "-")) }

    /// The status of AWS's word, such as `TIMED_OUT`; running where the word is unknown.
    init(aws text: String) {
        self = RunStatus(rawValue: text.lowercased().replacing("_", with: "-")) ?? .running
    }

    /// AWS's word; it has none for a run that was interrupted.
    var awsName: String {
        self == .interrupted ? "RUNNING" : rawValue.uppercased().replacing("-", with: "_")
    }

    /// Whether something may still happen by itself or by `resume`.
    var isOpen: Bool { self == .running || self == .interrupted || self == .pendingRedrive }

    /// The colour on a terminal.
    var color: String {
        switch self {
        case .running, .pendingRedrive: "36"
        case .succeeded: "32"
        case .failed, .timedOut: "31"
        case .interrupted, .aborted: "33"
        }
    }
}
