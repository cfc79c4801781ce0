import FlowJSON

/// A job that a service runs: how to look at it, when it is over, and how to stop it.
enum Job: Sendable {
    case execution
    case ecsTask
    case batchJob
    case glueJobRun
    case athenaQuery

    init?(_ service: String, _ action: String) {
        switch (service, action) {
        case ("states", "startExecution"): self = .execution
        case ("ecs", "runTask"): self = .ecsTask
        case ("batch", "submitJob"): self = .batchJob
        case ("glue", "startJobRun"): self = .glueJobRun
        case ("athena", "startQueryExecution"): self = .athenaQuery
        default: return nil
        }
    }

    /// The call that describes it.
    func look(_ arguments: JSON, _ submitted: JSON) -> ServiceCall {
        switch self {
        case .execution:
            ServiceCall("sfn", "describeExecution", ["ExecutionArn": submitted["ExecutionArn"] ?? .null], .optimized)
        case .ecsTask:
            ServiceCall("ecs", "describeTasks", Self.task(arguments, submitted, "Tasks"), .optimized)
        case .batchJob:
            ServiceCall("batch", "describeJobs", ["Jobs": [submitted["JobId"] ?? .null]], .optimized)
        case .glueJobRun:
            ServiceCall("glue", "getJobRun", Self.run(arguments, submitted), .optimized)
        case .athenaQuery:
            ServiceCall("athena", "getQueryExecution", Self.query(submitted), .optimized)
        }
    }

    /// The call that stops it.
    func stop(_ arguments: JSON, _ submitted: JSON) -> ServiceCall {
        switch self {
        case .execution:
            ServiceCall("sfn", "stopExecution", ["ExecutionArn": submitted["ExecutionArn"] ?? .null], .optimized)
        case .ecsTask: ServiceCall("ecs", "stopTask", Self.task(arguments, submitted, "Task"), .optimized)
        case .batchJob:
            ServiceCall(
                "batch",
                "terminateJob",
                ["JobId": submitted["JobId"] ?? .null, "Reason": "The execution that waited for it was stopped."],
                .optimized
            )
        case .glueJobRun:
            ServiceCall(
                "glue",
                "batchStopJobRun",
                ["JobName": arguments["JobName"] ?? .null, "JobRunIds": [submitted["JobRunId"] ?? .null]],
                .optimized
            )
        case .athenaQuery: ServiceCall("athena", "stopQueryExecution", Self.query(submitted), .optimized)
        }
    }

    /// What a job's end is, from its description; `nil` while it runs.
    func end(_ description: JSON) -> (succeeded: Bool, result: JSON)? {
        switch self {
        case .execution: Self.end(description, description["Status"], running: ["RUNNING", "PENDING_REDRIVE"])
        case .ecsTask:
            description["Tasks"]?[0].flatMap { task in
                guard task["LastStatus"]?.stringValue == "STOPPED" else { return nil }
                let codes = task["Containers"]?.arrayValue?.map { $0["ExitCode"]?.integerValue } ?? []
                return (codes.allSatisfy { $0 == 0 }, task)
            }
        case .batchJob:
            description["Jobs"]?[0].flatMap { job in
                guard let status = job["Status"]?.stringValue, ["SUCCEEDED", "FAILED"].contains(status) else {
                    return nil
                }
                return (status == "SUCCEEDED", job)
            }
        case .glueJobRun:
            description["JobRun"].flatMap { run in
                Self.end(run, run["JobRunState"], running: ["STARTING", "RUNNING", "STOPPING", "WAITING"])
            }
        case .athenaQuery:
            Self.end(
                description,
                description["QueryExecution"]?["Status"]?["State"],
                running: ["QUEUED", "RUNNING"]
            )
        }
    }

    private static func end(_ result: JSON, _ status: JSON?, running: [String]) -> (succeeded: Bool, result: JSON)? {
        guard let status = status?.stringValue, !running.contains(status) else { return nil }
        return (status == "SUCCEEDED", result)
    }

    private static func task(_ arguments: JSON, _ submitted: JSON, _ key: String) -> JSON {
        let arn = submitted["Tasks"]?[0]?["TaskArn"] ?? .null
        return .object(["Cluster": arguments["Cluster"] ?? .null, key: key == "Tasks" ? [arn] : arn])
    }

    private static func run(_ arguments: JSON, _ submitted: JSON) -> JSON {
        ["JobName": arguments["JobName"] ?? .null, "RunId": submitted["JobRunId"] ?? .null]
    }

    private static func query(_ submitted: JSON) -> JSON {
        ["QueryExecutionId": submitted["QueryExecutionId"] ?? .null]
    }
}
