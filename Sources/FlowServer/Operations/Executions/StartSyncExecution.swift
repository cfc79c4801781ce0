import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// Starts an EXPRESS execution and answers when it has ended, whatever its end.
struct StartSyncExecution: Operation {
    static let members: [Member] = StartExecution.members + [.optional("includedData", .includedData)]

    let start: ExecutionStart
    let wantsMetadataOnly: Bool

    init(_ input: Input) {
        start = ExecutionStart(input)
        wantsMetadataOnly = input.wantsMetadataOnly
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let (execution, result, watcher) = try await api.run(try api.order(start, only: .express))
        let startedAt = watcher.startedAt
        let stoppedAt = watcher.stoppedAt ?? api.now
        var answer: JSONObject = [
            "executionArn": .string(execution.arn), "stateMachineArn": .string(execution.identity.stateMachineID),
            "name": .string(execution.identity.name), "status": .string(result.status.name),
            "startDate": startedAt.json, "stopDate": stoppedAt.json,
        ]
        answer.addData("input", execution.input, isIncluded: !wantsMetadataOnly)
        if case .succeeded(let output) = result.status {
            answer.addData("output", output.text, isIncluded: !wantsMetadataOnly)
        } else {
            answer["outputDetails"] = ["included": true]
            answer["error"] = result.error.map(JSON.string)
            answer["cause"] = result.cause.map(JSON.string)
        }
        answer["traceHeader"] = execution.traceHeader.map(JSON.string)
        let milliseconds = max(1, stoppedAt.milliseconds - startedAt.milliseconds)
        answer["billingDetails"] = [
            "billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": .integer((milliseconds + 99) / 100 * 100),
        ]
        return answer
    }
}
