import FlowEngine
import FlowJSON
import FlowStore

/// Lists the map runs of an execution, the latest first.
struct ListMapRuns: Operation {
    static let members: [Member] = [.required("executionArn", .arn)] + PageRequest.members

    let arn: String
    let page: PageRequest

    init(_ input: Input) {
        arn = input.text("executionArn")
        page = PageRequest(input)
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let execution = try await api.execution(arn)
        let runs = try await api.engine.mapRuns(of: execution.id)
        let numbered = runs.enumerated().map { (position: runs.count - $0.offset, run: $0.element) }
        let shown = try Page(of: "mapRuns \(arn)", numbered, by: { $0.position }, page, now: api.now)
        let list = shown.elements.map { entry in
            var object: JSONObject = [
                "executionArn": .string(arn), "mapRunArn": .string(entry.run.arn),
                "stateMachineArn": .string(entry.run.stateMachineARN), "startDate": entry.run.startedAt.json,
            ]
            object["stopDate"] = entry.run.stoppedAt?.json
            return JSON.object(object)
        }
        var answer: JSONObject = ["mapRuns": .array(list)]
        answer.add(nextToken: shown.nextToken)
        return answer
    }
}
