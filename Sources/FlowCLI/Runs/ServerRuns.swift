import FlowJSON
import StatesLanguage

/// The executions at a server of the AWS Step Functions API.
struct ServerRuns: RunSource {
    let client: ServerClient

    /// The executions of one state machine, read page by page.
    private struct Queue {
        var machine: String
        var runs: ArraySlice<RunSummary> = []
        var nextToken: JSON?
        var isBegun = false
    }

    func eachRun(_ query: RunQuery, _ body: (RunSummary) throws -> Bool) async throws {
        // A server of one's own calls what was interrupted running: it goes on with it.
        if query.status == .interrupted { return }
        var queues: [Queue] = []
        try await refusing {
            try await client.eachElement("ListStateMachines", [:], in: "stateMachines") { machine in
                let name = machine["name"]?.stringValue ?? ""
                // Executions of the EXPRESS type are not listed.
                if query.flow ?? name == name, machine["type"] != "EXPRESS" {
                    queues.append(Queue(machine: machine["stateMachineArn"]?.stringValue ?? ""))
                }
                return true
            }
        }
        for index in queues.indices { try await fill(&queues[index], query) }
        while let next = queues.indices.max(by: { Self.isEarlier(queues[$0], queues[$1]) }),
            let run = queues[next].runs.popFirst()
        {
            guard try body(run) else { return }
            if queues[next].runs.isEmpty { try await fill(&queues[next], query) }
        }
    }

    func details(of id: String) async throws -> RunDetails? {
        do {
            let answer = try await client.call("DescribeExecution", ["executionArn": .string(id)])
            guard let summary = RunSummary(answer) else { return nil }
            var details = RunDetails(summary: summary)
            details.input = answer["input"].flatMap(Self.parsed)
            details.output = answer["output"].flatMap(Self.parsed)
            details.error = answer["error"]?.stringValue
            details.cause = answer["cause"]?.stringValue
            details.redriveCount = Int(answer["redriveCount"]?.integerValue ?? 0)
            return details
        } catch let refusal as ServerClient.Refusal {
            if refusal.code == "ExecutionDoesNotExist" { return nil }
            throw refusal.failure
        }
    }

    func eachEvent(of id: String, isReversed: Bool, _ body: (JSON) throws -> Bool) async throws {
        // Few a page: each may be half a megabyte, and answers are bounded.
        let input: JSONObject = [
            "executionArn": .string(id), "reverseOrder": .bool(isReversed), "maxResults": 100,
        ]
        try await refusing { try await client.eachElement("GetExecutionHistory", input, in: "events", body) }
    }

    func events(of id: String, after last: Int64) async throws -> [JSON] {
        var events: [JSON] = []
        try await eachEvent(of: id, isReversed: true) { event in
            guard event["id"]?.integerValue ?? 0 > last else { return false }
            events.append(event)
            return true
        }
        return events.reversed()
    }

    func stop(_ run: RunSummary, error: String?, cause: String?) async throws {
        var input: JSONObject = ["executionArn": .string(run.id)]
        input["error"] = error.map { .string($0) }
        input["cause"] = cause.map { .string($0) }
        try await refusing { _ = try await client.call("StopExecution", input) }
    }

    /// Lets a run that did not succeed go on where it failed.
    func redrive(_ run: RunSummary) async throws {
        try await refusing { _ = try await client.call("RedriveExecution", ["executionArn": .string(run.id)]) }
    }

    private func fill(_ queue: inout Queue, _ query: RunQuery) async throws {
        guard !queue.isBegun || queue.nextToken?.stringValue != nil else { return }
        var input: JSONObject = ["stateMachineArn": .string(queue.machine), "maxResults": 100]
        input["statusFilter"] = query.status.map { .string($0.awsName) }
        input["nextToken"] = queue.nextToken
        queue.isBegun = true
        let page = try await refusing { try await client.call("ListExecutions", input) }
        queue.runs = (page["executions"]?.arrayValue ?? []).compactMap(RunSummary.init)[...]
        queue.nextToken = page["nextToken"]
    }

    private static func isEarlier(_ first: Queue, _ second: Queue) -> Bool {
        (first.runs.first?.startedAt.milliseconds ?? .min) < (second.runs.first?.startedAt.milliseconds ?? .min)
    }

    /// Data comes as texts of JSON.
    private static func parsed(_ text: JSON) -> JSON {
        // `try?`: what is no JSON is shown as the text that it is.
        text.stringValue.flatMap { try? JSON(parsing: $0) } ?? text
    }

    private func refusing<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let refusal as ServerClient.Refusal {
            throw refusal.failure
        }
    }
}

extension RunSummary {
    /// An execution as ListExecutions and DescribeExecution tell it.
    init?(_ json: JSON) {
        guard let id = json["executionArn"]?.stringValue, let name = json["name"]?.stringValue else { return nil }
        let machine = json["stateMachineArn"]?.stringValue?.split(separator: ":") ?? []
        self.init(
            id: id,
            name: name,
            flow: machine.count > 6 ? String(machine[6]) : "",
            status: RunStatus(aws: json["status"]?.stringValue ?? ""),
            startedAt: Self.moment(json["startDate"]) ?? Timestamp(milliseconds: 0),
            stoppedAt: Self.moment(json["stopDate"])
        )
    }

    /// Moments come in seconds since 1970.
    private static func moment(_ json: JSON?) -> Timestamp? {
        json?.doubleValue.map { Timestamp(milliseconds: Int64(($0 * 1_000).rounded())) }
    }
}
