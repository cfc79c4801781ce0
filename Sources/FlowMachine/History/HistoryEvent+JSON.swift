package import FlowJSON
import StatesLanguage

extension HistoryEvent {
    /// The event as AWS's GetExecutionHistory gives it, its timestamp in seconds since 1970.
    ///
    ///     {"timestamp": 1763716440.123, "type": "PassStateEntered", "id": 2, "previousEventId": 0,
    ///      "stateEnteredEventDetails": {"name": "A", "input": "{}", "inputDetails": {"truncated": false}}}
    ///
    /// - Parameters:
    ///   - program: the program that the execution runs.
    ///   - identity: who the execution is.
    ///   - wording: how the execution's input is written, where that is not compactly.
    package func json(
        in program: Program,
        of identity: ExecutionIdentity,
        wording: InputWording? = nil
    ) -> JSON {
        var object = JSONObject()
        object["timestamp"] = .double(Double(timestamp.milliseconds) / 1000)
        object["type"] = .string(type.rawValue)
        object["id"] = .integer(Int64(id))
        object["previousEventId"] = .integer(Int64(previousEventID))
        let writer = HistoryDetailsWriter(event: self, program: program, identity: identity, wording: wording)
        if let details = writer.details() { object[details.key] = .object(details.value) }
        return .object(object)
    }

    /// The name of the event's state, or `nil` where it has none.
    package func stateName(in program: Program) -> String? { program.name(of: state) }
}

/// Writes what one type of events has beside what all have.
private struct HistoryDetailsWriter {
    let event: HistoryEvent
    let program: Program
    let identity: ExecutionIdentity
    let wording: InputWording?

    /// The key and the members of the event's details; `nil` for types that have none.
    func details() -> (key: String, value: JSONObject)? {
        switch event.type {
        case .executionStarted:
            ("executionStartedEventDetails", data("input", ["roleArn": .string(identity.roleARN)]))
        case .executionSucceeded: ("executionSucceededEventDetails", data("output"))
        case .executionFailed: ("executionFailedEventDetails", failure())
        case .executionAborted: ("executionAbortedEventDetails", failure())
        case .executionTimedOut: ("executionTimedOutEventDetails", failure())
        case .executionRedriven: ("executionRedrivenEventDetails", event.value.objectValue ?? [:])
        case .evaluationFailed: ("evaluationFailedEventDetails", evaluation())
        case .mapStateStarted: ("mapStateStartedEventDetails", ["length": event.value])
        case .mapIterationStarted: ("mapIterationStartedEventDetails", iteration())
        case .mapIterationSucceeded: ("mapIterationSucceededEventDetails", iteration())
        case .mapIterationFailed: ("mapIterationFailedEventDetails", iteration())
        case .mapIterationAborted: ("mapIterationAbortedEventDetails", iteration())
        case .mapRunStarted: ("mapRunStartedEventDetails", ["mapRunArn": event.value])
        case .mapRunFailed: ("mapRunFailedEventDetails", failure())
        case .mapRunRedriven: ("mapRunRedrivenEventDetails", event.value.objectValue ?? [:])
        case .passStateEntered, .choiceStateEntered, .succeedStateEntered, .failStateEntered, .waitStateEntered,
            .taskStateEntered, .parallelStateEntered, .mapStateEntered:
            ("stateEnteredEventDetails", data("input", named()))
        case .passStateExited, .choiceStateExited, .succeedStateExited, .waitStateExited, .taskStateExited,
            .parallelStateExited, .mapStateExited:
            ("stateExitedEventDetails", exited())
        case .waitStateAborted, .taskStateAborted, .parallelStateStarted, .parallelStateSucceeded,
            .parallelStateFailed, .parallelStateAborted, .mapStateSucceeded, .mapStateFailed, .mapStateAborted,
            .mapRunSucceeded, .mapRunAborted, .lambdaFunctionStarted:
            nil
        case .taskScheduled: ("taskScheduledEventDetails", scheduledTask())
        case .taskStarted: ("taskStartedEventDetails", resource())
        case .taskSubmitted: ("taskSubmittedEventDetails", data("output", resource()))
        case .taskSucceeded: ("taskSucceededEventDetails", data("output", resource()))
        case .taskFailed: ("taskFailedEventDetails", failure(resource()))
        case .taskStartFailed: ("taskStartFailedEventDetails", failure(resource()))
        case .taskSubmitFailed: ("taskSubmitFailedEventDetails", failure(resource()))
        case .taskTimedOut: ("taskTimedOutEventDetails", failure(resource()))
        case .lambdaFunctionScheduled: ("lambdaFunctionScheduledEventDetails", scheduledByARN())
        case .lambdaFunctionScheduleFailed: ("lambdaFunctionScheduleFailedEventDetails", failure())
        case .lambdaFunctionStartFailed: ("lambdaFunctionStartFailedEventDetails", failure())
        case .lambdaFunctionSucceeded: ("lambdaFunctionSucceededEventDetails", data("output"))
        case .lambdaFunctionFailed: ("lambdaFunctionFailedEventDetails", failure())
        case .lambdaFunctionTimedOut: ("lambdaFunctionTimedOutEventDetails", failure())
        case .activityScheduled: ("activityScheduledEventDetails", scheduledByARN())
        case .activityScheduleFailed: ("activityScheduleFailedEventDetails", failure())
        case .activityStarted: ("activityStartedEventDetails", worker())
        case .activitySucceeded: ("activitySucceededEventDetails", data("output"))
        case .activityFailed: ("activityFailedEventDetails", failure())
        case .activityTimedOut: ("activityTimedOutEventDetails", failure())
        }
    }

    private func named() -> JSONObject { ["name": .string(program.name(of: event.state) ?? "")] }

    private func iteration() -> JSONObject {
        var object = named()
        object["index"] = event.value
        return object
    }

    /// The event's value as a JSON text, after what the object holds already.
    private func data(_ key: String, _ object: JSONObject = [:]) -> JSONObject {
        var object = object
        object[key] = .string(key == "input" ? inputText : event.value.text)
        object[key + "Details"] = ["truncated": false]
        return object
    }

    /// What the execution, its first state or another state was given; the first two in the wording of the execution's input.
    private var inputText: String {
        guard let wording, event.previousEventID == 0, wording.value == event.value else { return event.value.text }
        return wording.text
    }

    private func exited() -> JSONObject {
        var object = data("output", named())
        guard case .assigned(let variables) = event.details else { return object }
        var texts = JSONObject()
        for (name, value) in variables { texts[name] = .string(value.text) }
        object["assignedVariables"] = .object(texts)
        object["assignedVariablesDetails"] = ["truncated": false]
        return object
    }

    private func failure(_ object: JSONObject = [:]) -> JSONObject {
        var object = object
        guard case .failure(let error, let cause) = event.details else { return object }
        object["error"] = error.map(JSON.string)
        object["cause"] = cause.map(JSON.string)
        return object
    }

    private func evaluation() -> JSONObject {
        guard case .evaluation(let error, let cause, let location) = event.details else { return [:] }
        var object: JSONObject = ["error": .string(error), "cause": .string(cause)]
        object["location"] = location.map(JSON.string)
        object["state"] = .string(program.name(of: event.state) ?? "")
        return object
    }

    private func worker() -> JSONObject {
        guard case .worker(let name) = event.details else { return [:] }
        return ["workerName": .string(name)]
    }

    private var taskResource: TaskResource? {
        guard !event.state.isNone, case .task(let task) = program.plans[event.state.position].work else { return nil }
        return task.resource
    }

    private func resource() -> JSONObject {
        ["resourceType": .string(taskResource?.type ?? ""), "resource": .string(taskResource?.action ?? "")]
    }

    private var terms: TaskTerms {
        if case .scheduled(let terms) = event.details { terms } else { TaskTerms() }
    }

    private func scheduledTask() -> JSONObject {
        var object = resource()
        let region = taskResource.map { $0.region.isEmpty ? executionRegion : $0.region } ?? executionRegion
        object["region"] = .string(region)
        object["parameters"] = .string(event.value.text)
        return withTerms(object)
    }

    private func scheduledByARN() -> JSONObject {
        withTerms(data("input", ["resource": .string(taskResource?.text ?? "")]))
    }

    private func withTerms(_ object: JSONObject) -> JSONObject {
        var object = object
        object["timeoutInSeconds"] = terms.timeoutSeconds.map(JSON.integer)
        object["heartbeatInSeconds"] = terms.heartbeatSeconds.map(JSON.integer)
        if case .string(let role)? = terms.credentials?["RoleArn"] {
            object["taskCredentials"] = ["roleArn": .string(role)]
        }
        return object
    }

    /// The region in the execution's ARN, or an empty text.
    private var executionRegion: String {
        let parts = identity.id.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 3 ? String(parts[3]) : ""
    }
}
