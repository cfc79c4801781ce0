import FlowJSON
import FlowMachine
import FlowStore

/// Tells everything that happened in an execution.
struct GetExecutionHistory: Operation {
    static let members: [Member] = [
        .required("executionArn", .arn), .optional("maxResults", .pageSize), .optional("reverseOrder", .flag),
        .optional("nextToken", .pageToken), .optional("includeExecutionData", .flag),
    ]

    let arn: String
    let isReversed: Bool
    let includesData: Bool
    let page: PageRequest

    init(_ input: Input) {
        arn = input.text("executionArn")
        isReversed = input.flag("reverseOrder") ?? false
        includesData = input.flag("includeExecutionData") ?? true
        page = PageRequest(input, isAscending: !isReversed)
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let record = try await api.execution(arn).record
        let list = "history \(arn) \(isReversed)"
        let now = api.now
        let last = try page.token.map { (text) throws(APIError) in
            try PageToken(text, list: list, now: now).position
        }
        // Forwards only the page's own events are read, and one more, which tells that there are more.
        let events = try await api.configuration.store.events(
            of: record.id,
            from: isReversed ? 1 : (last ?? 0) + 1,
            limit: isReversed ? .max : page.size + 1
        )
        let shown = try Page(of: list, isReversed ? events.reversed() : events, by: \.id, page, now: now)
        let wording = InputWording(record.input)
        let texts = shown.elements.map { event in
            let json = event.json(in: record.revision.program, of: record.identity, wording: wording)
            return includesData ? json : json.withoutExecutionData
        }
        var answer: JSONObject = ["events": .array(texts)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}

extension JSON {
    /// A history event without inputs and outputs; a task's parameters stay.
    var withoutExecutionData: JSON {
        guard case .object(var event) = self else { return self }
        for (name, value) in event where name.hasSuffix("EventDetails") {
            guard case .object(var details) = value else { continue }
            for name in ["input", "output", "assignedVariables"] {
                details[name] = nil
                details[name + "Details"] = nil
            }
            event[name] = .object(details)
        }
        return .object(event)
    }
}
