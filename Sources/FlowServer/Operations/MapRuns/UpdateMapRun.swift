import FlowEngine
import FlowJSON

/// Changes the terms of a map run while it runs.
struct UpdateMapRun: Operation {
    static let members: [Member] = [
        .required("mapRunArn", .longArn), .optional("maxConcurrency", .integer(0...Int64(Int32.max))),
        .optional("toleratedFailurePercentage", .number(0...100)),
        .optional("toleratedFailureCount", .integer(0...Int64.max)),
    ]

    let arn: String
    let maxConcurrency: Int?
    let toleratedFailurePercentage: Double?
    let toleratedFailureCount: Int?

    init(_ input: Input) {
        arn = input.text("mapRunArn")
        maxConcurrency = input.integer("maxConcurrency")
        toleratedFailurePercentage = input.number("toleratedFailurePercentage")
        toleratedFailureCount = input.integer("toleratedFailureCount")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        _ = try await api.mapRun(arn)
        guard maxConcurrency != nil || toleratedFailurePercentage != nil || toleratedFailureCount != nil else {
            throw APIError.validation(
                "At least one of MaxConcurrency, ToleratedFailurePercentage or ToleratedFailureCount must be specified",
                reason: "MISSING_REQUIRED_PARAMETER"
            )
        }
        let isRunning = try await api.engine.updateMapRun(
            arn,
            maxConcurrency: maxConcurrency.map(Int64.init),
            toleratedFailureCount: toleratedFailureCount.map(Int64.init),
            toleratedFailurePercentage: toleratedFailurePercentage
        )
        guard isRunning else {
            throw APIError.validation(
                "Map Run is already completed and cannot be updated",
                reason: "CANNOT_UPDATE_COMPLETED_MAP_RUN"
            )
        }
        return [:]
    }
}
