import FlowJSON
import FlowMachine
import StatesLanguage

/// A change of an execution's status, as EventBridge gets it.
struct StatusChange: Sendable {
    let account: String
    /// As PutEvents takes it.
    let entry: JSON

    /// - Parameter end: how and when the execution ended, or `nil` where it started or was redriven.
    init(of execution: ExecutionRecord, end: (status: ExecutionStatus, moment: Timestamp)?) {
        let status = end?.status.name ?? "RUNNING"
        var detail: JSONObject = [
            "executionArn": .string(execution.arn),
            "stateMachineArn": .string(execution.identity.stateMachineID),
            "name": .string(execution.identity.name), "status": .string(status),
            "startDate": .integer(execution.startedAt.milliseconds),
            "stopDate": end.map { .integer($0.moment.milliseconds) } ?? .null,
            "input": .string(execution.input), "output": .null,
            "stateMachineVersionArn": execution.versionARN.map(JSON.string) ?? .null,
            "stateMachineAliasArn": execution.aliasARN.map(JSON.string) ?? .null,
            "redriveCount": .integer(Int64(execution.redriveCount)),
            "redriveDate": execution.redrivenAt.map { .integer($0.milliseconds) } ?? .null,
            "redriveStatus": "REDRIVABLE", "redriveStatusReason": .null,
            "inputDetails": ["included": true], "outputDetails": .null, "error": .null, "cause": .null,
        ]
        switch end?.status {
        case .succeeded(let output):
            detail["output"] = .string(output.text)
            detail["outputDetails"] = ["included": true]
        case .failed(let error, let cause), .aborted(let error, let cause):
            detail["error"] = error.map(JSON.string) ?? .null
            detail["cause"] = cause.map(JSON.string) ?? .null
        case .timedOut, nil: break
        }
        if status == "RUNNING" || status == "SUCCEEDED" {
            detail["redriveStatus"] = "NOT_REDRIVABLE"
            detail["redriveStatusReason"] = .string("Execution is \(status) and cannot be redriven")
        }
        account = execution.account
        entry = [
            "Source": "aws.states", "DetailType": "Step Functions Execution Status Change",
            "Resources": [.string(execution.arn)], "Detail": .string(JSON.object(detail).text),
        ]
    }
}
