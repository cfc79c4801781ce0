import FlowEngine
import FlowJSON
import StatesLanguage

/// Gives a worker the next task of an activity; waits a minute for one.
struct GetActivityTask: Operation {
    static let members: [Member] = [.required("activityArn", .arn), .optional("workerName", .name)]

    /// Seconds that a worker waits.
    private static let patience: Int64 = 60

    let arn: String
    let worker: String?

    init(_ input: Input) {
        arn = input.text("activityArn")
        worker = input.optionalText("workerName")
    }

    func perform(in api: StepFunctionsAPI, for caller: Caller) async throws -> JSONObject {
        try ResourceARN.checkActivity(arn)
        _ = try api.registry.activity(arn)
        let task = try await api.engine.nextActivityTask(
            of: arn,
            worker: worker,
            until: api.now.adding(seconds: Self.patience)
        )
        guard let task else { return [:] }
        return ["taskToken": .string(task.token), "input": .string(task.input.text)]
    }
}
