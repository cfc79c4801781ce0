import FlowDiagnostics
import FlowJSON

extension FieldReader {
    func state(name: String, type: StateType?, own: QueryLanguage?, depth: Int) -> State? {
        let comment = string("Comment")
        if choice("QueryLanguage", QueryLanguage.self) == .jsonPath, reading.machineLanguage == .jsonata {
            reading.report(
                .jsonPathInJSONata,
                "The state machine speaks JSONata, so the state \"\(name)\" can't speak JSONPath.",
                at: pointer(to: "QueryLanguage"),
                hint: "Set the machine's query language to JSONPath and that of single states to JSONata."
            )
        }
        guard let type else {
            reportType(of: name)
            return nil
        }
        check(.state(type), of: type.inWords)
        let works = type == .task || type == .parallel || type == .map
        let result: StatesMembers = works ? .result : []
        let inputPath = selection("InputPath")
        let parameters = type == .map ? nil : payload("Parameters")
        let kind = kind(of: type, depth: depth)
        let resultSelector = payload("ResultSelector")
        let io = JSONPathIO(
            inputPath: inputPath,
            parameters: parameters,
            resultSelector: resultSelector,
            resultPath: selection("ResultPath", .resultPath),
            outputPath: selection("OutputPath")
        )
        let assign = type == .succeed || type == .fail ? nil : assign(members: result)
        let output = language == .jsonata && type != .fail ? template("Output", members: result) : nil
        return kind.map {
            State(name: name, comment: comment, queryLanguage: own, io: io, assign: assign, output: output, kind: $0)
        }
    }

    /// A payload template, which only JSONPath has.
    func payload(_ field: String) -> Template? { language == .jsonPath ? template(field) : nil }

    /// A template that only JSONata has.
    func jsonata(_ field: String) -> Template? { language == .jsonata ? template(field) : nil }

    private func reportType(of name: String) {
        guard fields["Type"] != nil else {
            missing("Type", of: "The state \"\(name)\"", code: .unknownType)
            return
        }
        _ = choice("Type", StateType.self, code: .unknownType)
    }

    private func kind(of type: StateType, depth: Int) -> State.Kind? {
        switch type {
        case .task: task().map(State.Kind.task)
        case .parallel: parallel(depth: depth).map(State.Kind.parallel)
        case .map: map(depth: depth).map(State.Kind.map)
        case .pass:
            transition().map {
                .pass(PassState(result: language == .jsonPath ? fields["Result"] : nil, transition: $0))
            }
        case .wait: wait().map(State.Kind.wait)
        case .choice: choice().map(State.Kind.choice)
        case .succeed: .succeed(SucceedState())
        case .fail: .fail(FailState(error: text("Error"), cause: text("Cause")))
        }
    }

    /// `Next`, or `End` that is true; exactly one of them.
    func transition() -> Transition? {
        let next = string("Next")
        let end = boolean("End") ?? false
        switch (next, end) {
        case (let next?, false): return .next(next)
        case (nil, true) where fields["Next"] == nil: return .end
        case (_?, true):
            reading.report(
                .nextOrEnd,
                "\"Next\" and \"End\" exclude each other.",
                at: pointer(to: "End"),
                hint: "Keep the one that is meant."
            )
            return nil
        case (nil, _):
            // A field of the wrong type has been reported.
            let isReported = fields["Next"] != nil || fields["End"].map { $0.boolValue == nil } ?? false
            if !isReported {
                reading.report(
                    .nextOrEnd,
                    "The state has neither \"Next\" nor \"End\".",
                    at: pointer,
                    hint: "Name the next state by \"Next\", or write \"End\": true."
                )
            }
            return nil
        }
    }

    private func wait() -> WaitState? {
        let seconds = dynamicInteger("Seconds")
        let timestamp = dynamic("Timestamp", "a string") { $0.stringValue }
        let names = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter { fields[$0] != nil }
        if names.isEmpty || (seconds != nil && timestamp != nil) {
            reading.report(
                .waitDuration,
                names.isEmpty
                    ? "The Wait state doesn't say how long it waits."
                    : "\(names.inWords) exclude each other.",
                at: names.last.map { pointer(to: $0) } ?? pointer,
                hint: language == .jsonPath
                    ? "Give exactly one of \"Seconds\", \"SecondsPath\", \"Timestamp\" and \"TimestampPath\"."
                    : "Give exactly one of \"Seconds\" and \"Timestamp\"."
            )
        }
        let duration = seconds.map(WaitState.Duration.seconds) ?? timestamp.map(WaitState.Duration.timestamp)
        guard let transition = transition(), let duration else { return nil }
        return WaitState(duration: duration, transition: transition)
    }
}

extension StateType {
    /// With its article.
    var inWords: String { "A \(rawValue) state" }
}
