package import FlowJSON
import FlowMachine
import StatesLanguage

extension StateTest {
    /// What `TestState` answers.
    package var answer: JSON {
        var answer: JSONObject = [:]
        let inspection = interpreter.inspection
        var failure = inspection?.failure
        switch interpreter.status {
        case .succeeded(let output):
            answer["output"] = .string(wording.text(of: output))
            answer["nextState"] = inspection?.nextState.map { .string($0) }
            answer["status"] = inspection?.catcher == nil ? "SUCCEEDED" : "CAUGHT_ERROR"
            if inspection?.catcher == nil { failure = nil }
        case .failed(let error, let cause):
            failure = TaskFailure(error: ErrorName(error ?? ""), cause: cause ?? "")
            answer["status"] = inspection?.retry == nil ? "FAILED" : "RETRIABLE"
        case .timedOut, .aborted, nil:
            failure = TaskFailure(error: .timeout)
            answer["status"] = "FAILED"
        }
        if let failure {
            if !failure.error.text.isEmpty { answer["error"] = .string(failure.error.text) }
            if !failure.cause.isEmpty { answer["cause"] = .string(failure.cause) }
        }
        if request.level != .info, let inspection { answer["inspectionData"] = .object(data(inspection)) }
        return .object(answer)
    }

    /// The steps of the state's data that AWS shows for its type and language.
    private func data(_ inspection: Inspection) -> JSONObject {
        var data: JSONObject = [:]
        data["input"] = text(inspection.input)
        let isJSONata = state.definition.states.first.map(state.definition.queryLanguage) == .jsonata
        for (name, value) in isJSONata ? jsonataSteps(inspection) : jsonPathSteps(inspection) {
            data[name] = text(value)
        }
        data["maxConcurrency"] = inspection.maxConcurrency.map(JSON.integer)
        data["toleratedFailureCount"] = inspection.toleratedFailureCount.map(JSON.integer)
        data["toleratedFailurePercentage"] = inspection.toleratedFailurePercentage.map(JSON.double)
        let variables = inspection.variables ?? request.variables.value
        if variables.objectValue?.isEmpty == false { data["variables"] = text(variables) }
        if let details = errorDetails(inspection) { data["errorDetails"] = .object(details) }
        if request.level == .trace {
            data["request"] = exchange["request"]
            data["response"] = exchange["response"]
        }
        return data
    }

    private func jsonPathSteps(_ inspection: Inspection) -> [(String, JSON?)] {
        let input = [("afterInputPath", inspection.afterInputPath)]
        let result = [
            ("afterResultSelector", inspection.afterResultSelector), ("afterResultPath", inspection.afterResultPath),
        ]
        switch state.type {
        // What a Result replaces is not shown.
        case .pass where state.fields["Result"] != nil: return result + [("result", inspection.result)]
        case .pass: return input + [("afterParameters", inspection.afterArguments)] + result
        case .task:
            return input + [("afterParameters", inspection.afterArguments), ("result", inspection.result)] + result
        case .parallel: return result
        case .map: return input + [("afterItemsPath", inspection.afterItemsPath)] + mapSteps(inspection) + result
        default: return [("afterInputPath", inspection.afterInputPath ?? inspection.input)]
        }
    }

    private func jsonataSteps(_ inspection: Inspection) -> [(String, JSON?)] {
        switch state.type {
        case .task: [("afterArguments", inspection.afterArguments), ("result", inspection.result)]
        case .map: mapSteps(inspection)
        default: []
        }
    }

    private func mapSteps(_ inspection: Inspection) -> [(String, JSON?)] {
        [
            ("afterItemsPointer", inspection.afterItemsPointer), ("afterItemSelector", inspection.afterItemSelector),
            ("afterItemBatcher", inspection.afterItemBatcher),
        ]
    }

    private func errorDetails(_ inspection: Inspection) -> JSONObject? {
        var details: JSONObject = [:]
        details["catchIndex"] = inspection.catcher.map { .integer(Int64($0)) }
        details["retryIndex"] = inspection.retrier.map { .integer(Int64($0)) }
        details["retryBackoffIntervalSeconds"] = inspection.retry.map { .integer($0.delayInMilliseconds / 1000) }
        return details.isEmpty ? nil : details
    }

    private func text(_ value: JSON?) -> JSON? { value.map { .string(wording.text(of: $0)) } }
}
