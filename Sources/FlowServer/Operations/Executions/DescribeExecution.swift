import FlowJSON
import FlowMachine
import FlowStore

/// Tells all about an execution.
struct DescribeExecution: Operation {
    static let members: [Member] = [.required("executionArn", .arn), .optional("includedData", .includedData)]

    let arn: String
    let wantsMetadataOnly: Bool

    init(_ input: Input) {
        arn = input.text("executionArn")
        wantsMetadataOnly = input.wantsMetadataOnly
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let execution = try await api.execution(arn)
        let attributes = ExecutionAttributes(execution.attributes)
        let status = execution.status
        var answer: JSONObject = [
            "executionArn": .string(arn), "stateMachineArn": .string(execution.stateMachineID),
            "name": .string(execution.name), "status": .string(try await api.status(of: execution)),
            "startDate": execution.startedAt.json,
        ]
        answer["stopDate"] = execution.stoppedAt?.json
        let input = wantsMetadataOnly ? "" : try await api.input(of: execution)
        answer.addData("input", input, isIncluded: !wantsMetadataOnly)
        answer["stateMachineVersionArn"] = attributes.versionARN.map(JSON.string)
        answer["stateMachineAliasArn"] = attributes.aliasARN.map(JSON.string)
        answer["mapRunArn"] = execution.child.map { .string($0.mapRunARN) }
        answer["traceHeader"] = attributes.traceHeader.map(JSON.string)
        switch status {
        case .succeeded(let output): answer.addData("output", output.text, isIncluded: !wantsMetadataOnly)
        case .failed(let error, let cause), .aborted(let error, let cause):
            answer["error"] = error.map(JSON.string)
            answer["cause"] = cause.map(JSON.string)
        case .timedOut, nil: break
        }
        for (name, value) in try await api.redriveAnswer(of: execution) { answer[name] = value }
        return answer
    }
}

extension JSONObject {
    /// Adds an input or output with the note whether it is there.
    mutating func addData(_ name: String, _ text: String, isIncluded: Bool) {
        if isIncluded { self[name] = .string(text) }
        self[name + "Details"] = ["included": .bool(isIncluded)]
    }
}
