package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// What a state that was run on its own shows, in the names of AWS's TestState.
package struct StateReport {
    private let inspection: Inspection
    private let status: ExecutionStatus?
    private let state: State
    private let language: QueryLanguage
    private let show: (JSON) -> JSON

    /// A report.
    ///
    /// - Parameters:
    ///   - status: how its execution ended.
    ///   - language: the state's query language.
    ///   - show: how data is shown; TestState makes texts of it.
    package init(
        _ inspection: Inspection,
        status: ExecutionStatus?,
        of state: State,
        language: QueryLanguage,
        show: @escaping (JSON) -> JSON = { $0 }
    ) {
        self.inspection = inspection
        self.status = status
        self.state = state
        self.language = language
        self.show = show
    }

    /// How the state ended, with its output or its failure, and what follows.
    package var ending: JSONObject {
        var ending: JSONObject = [:]
        var failure = inspection.failure
        switch status {
        case .succeeded(let output):
            ending["output"] = show(output)
            ending["nextState"] = inspection.nextState.map { .string($0) }
            ending["status"] = inspection.catcher == nil ? "SUCCEEDED" : "CAUGHT_ERROR"
            if inspection.catcher == nil { failure = nil }
        case .failed(let error, let cause):
            failure = TaskFailure(error: ErrorName(error ?? ""), cause: cause ?? "")
            ending["status"] = inspection.retry == nil ? "FAILED" : "RETRIABLE"
        case .timedOut, .aborted, nil:
            failure = TaskFailure(error: .timeout)
            ending["status"] = "FAILED"
        }
        if let failure {
            if !failure.error.text.isEmpty { ending["error"] = .string(failure.error.text) }
            if !failure.cause.isEmpty { ending["cause"] = .string(failure.cause) }
        }
        return ending
    }

    /// The steps of the state's data that AWS shows for its type and language.
    ///
    /// - Parameter variables: those that were given, for a state that failed.
    package func data(variables given: JSON) -> JSONObject {
        var data: JSONObject = [:]
        data["input"] = inspection.input.map(show)
        for (name, value) in language == .jsonata ? jsonataSteps : jsonPathSteps { data[name] = value.map(show) }
        data["maxConcurrency"] = inspection.maxConcurrency.map(JSON.integer)
        data["toleratedFailureCount"] = inspection.toleratedFailureCount.map(JSON.integer)
        data["toleratedFailurePercentage"] = inspection.toleratedFailurePercentage.map(JSON.double)
        let variables = inspection.variables ?? given
        if variables.objectValue?.isEmpty == false { data["variables"] = show(variables) }
        if let details = errorDetails { data["errorDetails"] = .object(details) }
        return data
    }

    private var jsonPathSteps: [(String, JSON?)] {
        let input = [("afterInputPath", inspection.afterInputPath)]
        let result = [
            ("afterResultSelector", inspection.afterResultSelector), ("afterResultPath", inspection.afterResultPath),
        ]
        switch state.kind {
        // What a Result replaces is not shown.
        case .pass(let pass) where pass.result != nil: return result + [("result", inspection.result)]
        case .pass: return input + [("afterParameters", inspection.afterArguments)] + result
        case .task:
            return input + [("afterParameters", inspection.afterArguments), ("result", inspection.result)] + result
        case .parallel: return result
        case .map: return input + [("afterItemsPath", inspection.afterItemsPath)] + mapSteps + result
        default: return [("afterInputPath", inspection.afterInputPath ?? inspection.input)]
        }
    }

    private var jsonataSteps: [(String, JSON?)] {
        switch state.kind {
        case .task: [("afterArguments", inspection.afterArguments), ("result", inspection.result)]
        case .map: mapSteps
        default: []
        }
    }

    private var mapSteps: [(String, JSON?)] {
        [
            ("afterItemsPointer", inspection.afterItemsPointer), ("afterItemSelector", inspection.afterItemSelector),
            ("afterItemBatcher", inspection.afterItemBatcher),
        ]
    }

    private var errorDetails: JSONObject? {
        var details: JSONObject = [:]
        details["catchIndex"] = inspection.catcher.map { .integer(Int64($0)) }
        details["retryIndex"] = inspection.retrier.map { .integer(Int64($0)) }
        details["retryBackoffIntervalSeconds"] = inspection.retry.map { .integer($0.delayInMilliseconds / 1000) }
        return details.isEmpty ? nil : details
    }
}
