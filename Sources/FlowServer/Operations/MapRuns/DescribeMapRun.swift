import FlowJSON
import FlowStore

/// Tells how far a map run is.
struct DescribeMapRun: Operation {
    static let members: [Member] = [.required("mapRunArn", .longArn)]

    let arn: String

    init(_ input: Input) { arn = input.text("mapRunArn") }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        let run = try await api.mapRun(arn)
        var answer: JSONObject = [
            "mapRunArn": .string(run.arn), "executionArn": .string(run.execution.text),
            "status": .string(run.status.rawValue), "startDate": run.startedAt.json,
            "maxConcurrency": .integer(run.maxConcurrency),
            "toleratedFailurePercentage": .double(run.toleratedFailurePercentage ?? 0),
            "toleratedFailureCount": .integer(run.toleratedFailureCount ?? 0), "itemCounts": run.items.json,
            "executionCounts": run.executions.json, "redriveCount": .integer(Int64(run.redriveCount)),
        ]
        answer["stopDate"] = run.stoppedAt?.json
        answer["redriveDate"] = run.redrivenAt?.json
        return answer
    }
}

extension MapRunCounts {
    /// As the API gives them.
    fileprivate var json: JSON {
        [
            "pending": .integer(Int64(pending)), "running": .integer(Int64(running)),
            "succeeded": .integer(Int64(succeeded)), "failed": .integer(Int64(failed)),
            "timedOut": .integer(Int64(timedOut)), "aborted": .integer(Int64(aborted)),
            "total": .integer(Int64(total)), "resultsWritten": .integer(Int64(resultsWritten)),
            "failuresNotRedrivable": .integer(Int64(failuresNotRedrivable)),
            "pendingRedrive": .integer(Int64(pendingRedrive)),
        ]
    }
}
