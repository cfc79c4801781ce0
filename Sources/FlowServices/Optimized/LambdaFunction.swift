import FlowDiagnostics
import FlowJSON
import FlowTasks
import FlowTransfer
import StatesLanguage

/// Invokes Lambda functions.
struct LambdaFunction {
    let client: ServiceClient
    let scope: CallerScope

    /// A function by its own ARN: the payload in, the payload out.
    func invoke(_ arn: String, with payload: JSON) async throws -> JSON {
        // Its text as JSON; a text would be sent as it is.
        let parameters: JSON = ["FunctionName": .string(arn), "Payload": .string(payload.text)]
        let reply = try await reply(to: parameters)
        let text = reply.output["Payload"]?.stringValue ?? ""
        let result = Self.value(ofPayload: text)
        if reply.isFunctionError { throw Self.failure(result, cause: text) }
        return result
    }

    /// `lambda:invoke`.
    func invokeService(_ arguments: JSON) async throws -> JSON {
        let reply = try await reply(to: arguments)
        let payload = Self.value(ofPayload: reply.output["Payload"]?.stringValue ?? "")
        if reply.isFunctionError { throw Self.failure(payload, cause: payload.text) }
        var object = reply.withMetadata.objectValue ?? JSONObject()
        object["Payload"] = payload
        object["FunctionError"] = nil
        return .object(object)
    }

    private func reply(to parameters: JSON) async throws -> ServiceReply {
        let call = ServiceCall("lambda", "invoke", parameters, .optimized)
        return try await client.translating(call) { try await client.call(call, for: scope) }
    }

    private static func value(ofPayload text: String) -> JSON {
        if text.isEmpty { return .null }
        do throws(Diagnostic) { return try JSON(parsing: text) } catch { return .string(text) }
    }

    private static func failure(_ payload: JSON, cause: String) -> TaskFailure {
        if let type = payload["errorType"]?.stringValue, !type.isEmpty {
            return TaskFailure(error: ErrorName(type), cause: cause)
        }
        return TaskFailure(
            error: "Lambda.Unknown",
            cause: "The cause could not be determined because Lambda did not return an error type. "
                + "Returned payload: \(cause)"
        )
    }
}

extension ServiceReply {
    /// Whether the function failed, and not its invocation.
    fileprivate var isFunctionError: Bool { answer.header("x-amz-function-error") != nil }
}
