import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// A service's action that Step Functions has a form of its own for.
struct OptimizedIntegration: Sendable {
    /// The service by its name in the catalog.
    let service: String
    let action: String
    /// How its job is waited for; `nil` where it runs none.
    let job: Job?

    init?(_ service: String, _ action: String) {
        guard let known = Self.actions[service]?.contains(action), known else { return nil }
        self.service = ["states": "sfn", "events": "eventbridge"][service] ?? service
        self.action = action
        job = Job(service, action)
    }

    private static let actions: [String: Set<String>] = [
        "states": ["startExecution"],
        "sqs": ["sendMessage"],
        "sns": ["publish"],
        "events": ["putEvents"],
        "dynamodb": ["getItem", "putItem", "updateItem", "deleteItem"],
        "ecs": ["runTask"],
        "batch": ["submitJob"],
        "glue": ["startJobRun"],
        "athena": ["startQueryExecution", "stopQueryExecution", "getQueryExecution", "getQueryResults"],
    ]

    /// What the service is sent for a task's parameters.
    func parameters(_ arguments: JSON, _ context: TaskContext) -> JSON {
        guard var object = arguments.objectValue else { return arguments }
        switch service {
        case "sfn":
            object.turnIntoText("Input")
            // The same attempt after a crash starts no second execution.
            if object["Name"]?.isNull ?? true { object["Name"] = .string(Self.name(for: context.idempotencyKey)) }
        case "sqs": object.turnIntoText("MessageBody")
        case "sns": object.turnIntoText("Message")
        case "eventbridge":
            let sources = [context.stateMachineID, context.executionID].map(JSON.string)
            let entries = object["Entries"]?.arrayValue?.map { Self.event($0, from: sources) }
            if let entries { object["Entries"] = .array(entries) }
        default: break
        }
        return .object(object)
    }

    /// The task's result.
    func result(_ reply: ServiceReply) throws(TaskFailure) -> JSON {
        if service == "eventbridge" {
            if (reply.output["FailedEntryCount"]?.integerValue ?? 0) > 0 {
                throw TaskFailure(error: "EventBridge.FailedEntry", cause: reply.output.text)
            }
            return reply.output
        }
        if let failures = reply.output["Failures"]?.arrayValue, !failures.isEmpty, service == "ecs" {
            throw TaskFailure(error: "ECS.AmazonECSException", cause: reply.output.text)
        }
        return reply.withMetadata
    }

    private static func event(_ event: JSON, from sources: [JSON]) -> JSON {
        guard var object = event.objectValue else { return event }
        object.turnIntoText("Detail")
        object["Resources"] = .array((object["Resources"]?.arrayValue ?? []) + sources)
        return .object(object)
    }

    /// A name in the form of a UUID, always the same for a key.
    static func name(for key: String) -> String {
        let digits = Array(sha256Hex(Array(key.utf8)))
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}

extension JSONObject {
    /// Makes JSON text of a member that is no text.
    fileprivate mutating func turnIntoText(_ key: String) {
        guard let value = self[key], !value.isNull else { return }
        self[key] = .string(value.asText)
    }
}

extension ServiceReply {
    /// The output with what optimized integrations tell of the answer itself.
    var withMetadata: JSON {
        var object = output.objectValue ?? JSONObject()
        var all = JSONObject()
        var first = JSONObject()
        for (name, value) in answer.headers {
            all[name] = .array((all[name]?.arrayValue ?? []) + [.string(value)])
            first[name] = first[name] ?? .string(value)
        }
        object["SdkHttpMetadata"] = [
            "AllHttpHeaders": .object(all), "HttpHeaders": .object(first),
            "HttpStatusCode": .integer(Int64(answer.status)),
        ]
        object["SdkResponseMetadata"] = ["RequestId": .string(answer.requestID ?? "")]
        return .object(object)
    }
}
