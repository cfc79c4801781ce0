/// The value of a state's `Type`.
package enum StateType: String, CaseIterable, Hashable, Sendable {
    /// Calls something outside.
    case task = "Task"
    /// Runs branches at the same time.
    case parallel = "Parallel"
    /// Runs the same states for each item.
    case map = "Map"
    /// Shapes data.
    case pass = "Pass"
    /// Lets time go by.
    case wait = "Wait"
    /// Picks the next state.
    case choice = "Choice"
    /// Ends well.
    case succeed = "Succeed"
    /// Ends badly.
    case fail = "Fail"
}

extension State {
    /// The state's `Type`.
    package var type: StateType {
        switch kind {
        case .task: .task
        case .parallel: .parallel
        case .map: .map
        case .pass: .pass
        case .wait: .wait
        case .choice: .choice
        case .succeed: .succeed
        case .fail: .fail
        }
    }

    /// Where it goes when it is done; `nil` for Choice, Succeed and Fail.
    package var transition: Transition? {
        switch kind {
        case .task(let task): task.transition
        case .parallel(let parallel): parallel.transition
        case .map(let map): map.transition
        case .pass(let pass): pass.transition
        case .wait(let wait): wait.transition
        case .choice, .succeed, .fail: nil
        }
    }

    /// The elements of `Retry`; `nil` where the field is absent.
    package var retriers: [Retrier]? {
        switch kind {
        case .task(let task): task.retriers
        case .parallel(let parallel): parallel.retriers
        case .map(let map): map.retriers
        case .pass, .wait, .choice, .succeed, .fail: nil
        }
    }

    /// The elements of `Catch`; `nil` where the field is absent.
    package var catchers: [Catcher]? {
        switch kind {
        case .task(let task): task.catchers
        case .parallel(let parallel): parallel.catchers
        case .map(let map): map.catchers
        case .pass, .wait, .choice, .succeed, .fail: nil
        }
    }
}
