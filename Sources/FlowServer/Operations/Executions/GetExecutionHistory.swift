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
        let execution = try await api.execution(arn)
        guard let origin = try await api.configuration.store.origin(of: execution.id) else {
            throw APIError.noExecution(arn)
        }
        let list = "history \(arn) \(isReversed)"
        let now = api.now
        let last = try page.position(in: list, now: now) { Int($0) }
        // Only the page's own events are read, and one more, which tells that there are more.
        let store = api.configuration.store
        let events =
            isReversed
            ? try await store.events(
                of: execution.id,
                backwardsFrom: last.map { $0 - 1 } ?? .max,
                limit: page.size + 1
            )
            : try await store.events(of: execution.id, from: (last ?? 0) + 1, limit: page.size + 1)
        let shown = try Page(of: list, events, by: \.id, page, now: now)
        let wording = ExecutionAttributes(execution.attributes).wording.flatMap(InputWording.init)
        let texts = shown.elements.map { event in
            let json = event.json(in: origin.program, of: origin.identity, wording: wording)
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
