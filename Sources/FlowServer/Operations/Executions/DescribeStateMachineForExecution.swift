import FlowJSON
import FlowMachine
import FlowStore

/// Tells what a state machine was when an execution of it started.
struct DescribeStateMachineForExecution: Operation {
    static let members: [Member] = [.required("executionArn", .arn), .optional("includedData", .includedData)]

    let arn: String
    let wantsMetadataOnly: Bool

    init(_ input: Input) {
        arn = input.text("executionArn")
        wantsMetadataOnly = input.wantsMetadataOnly
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let execution = try await api.execution(arn)
        let revision = try await api.revision(of: execution)
        let machine = ResourceARN.stateMachineName(in: execution.stateMachineID)
        var answer: JSONObject = [
            "stateMachineArn": .string(execution.stateMachineID),
            "name": .string(machine),
            "definition": .string(wantsMetadataOnly ? "{}" : revision.definition),
            "roleArn": .string(revision.roleARN), "updateDate": revision.updatedAt.json,
            "loggingConfiguration": .object(revision.logging), "tracingConfiguration": .object(revision.tracing),
            "encryptionConfiguration": .object(revision.encryption),
        ]
        if let child = execution.child {
            answer["mapRunArn"] = .string(child.mapRunARN)
            answer["label"] = machine.split(separator: "/").last.map { .string(String($0)) }
        }
        answer["revisionId"] = revision.id.map(JSON.string)
        if !revision.variableReferences.isEmpty, !wantsMetadataOnly {
            answer["variableReferences"] = .object(revision.variableReferences)
        }
        return answer
    }
}
