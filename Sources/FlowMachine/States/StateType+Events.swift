import StatesLanguage

extension StateType {
    /// The event with which a state of this type is entered.
    var entered: HistoryEventType {
        switch self {
        case .task: .taskStateEntered
        case .parallel: .parallelStateEntered
        case .map: .mapStateEntered
        case .pass: .passStateEntered
        case .wait: .waitStateEntered
        case .choice: .choiceStateEntered
        case .succeed: .succeedStateEntered
        case .fail: .failStateEntered
        }
    }

    /// The event with which a state of this type is exited; a Fail state never is.
    var exited: HistoryEventType? {
        switch self {
        case .task: .taskStateExited
        case .parallel: .parallelStateExited
        case .map: .mapStateExited
        case .pass: .passStateExited
        case .wait: .waitStateExited
        case .choice: .choiceStateExited
        case .succeed: .succeedStateExited
        case .fail: nil
        }
    }

    /// The event of a state that was left in the middle since a sibling failed; only states that take time have one.
    var aborted: HistoryEventType? {
        switch self {
        case .task: .taskStateAborted
        case .parallel: .parallelStateAborted
        case .map: .mapStateAborted
        case .wait: .waitStateAborted
        case .pass, .choice, .succeed, .fail: nil
        }
    }
}
