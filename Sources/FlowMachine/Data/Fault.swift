import StatesLanguage

/// A state cannot go on: its error name and cause, as `Retry`, `Catch` and history tell them.
struct Fault: Error {
    /// Where a fault comes from, and with it what history says about it.
    enum Origin {
        /// The outside failed; the words are its own.
        case outside
        /// A path, a template or a field's value does not fit; the cause names the state and its entry.
        case data
        /// A size is over the limit; the cause names the state itself.
        case size
        /// A JSONata expression failed at a place; an `EvaluationFailed` event precedes.
        case expression(location: String?)
    }

    let error: ErrorName
    let cause: String
    let origin: Origin

    init(_ error: ErrorName, _ cause: String, origin: Origin) {
        self.error = error
        self.cause = cause
        self.origin = origin
    }

    /// The error's name by a reading of the specification.
    ///
    /// A name that comes from outside stays as it is.
    func error(by reading: SpecificationReading) -> ErrorName {
        guard case .data = origin else { return error }
        return switch error {
        case .noChoiceMatched where reading.choiceWithoutMatch == .runtime: .runtime
        case .parameterPathFailure where reading.missingPath == .runtime: .runtime
        default: error
        }
    }

    init(_ failure: TaskFailure) { self.init(failure.error, failure.cause, origin: .outside) }

    /// Something that nothing can catch or retry.
    static func runtime(_ cause: String) -> Fault { Fault(.runtime, cause, origin: .data) }

    /// A payload template's path that selects nothing.
    static func missingPath(_ cause: String) -> Fault { Fault(.parameterPathFailure, cause, origin: .data) }

    static func evaluation(_ cause: String, at location: String?) -> Fault {
        Fault(.queryEvaluationError, cause, origin: .expression(location: location))
    }

    static func tooLarge(_ name: String) -> Fault {
        Fault(
            .dataLimitExceeded,
            "The state/task '\(name)' returned a result with a size exceeding the maximum number of bytes service limit.",
            origin: .size
        )
    }
}
