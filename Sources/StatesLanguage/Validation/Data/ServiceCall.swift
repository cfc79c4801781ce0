import FlowJSON

/// What a Task state calls, read from its `Resource`.
struct ServiceCall {
    /// How a call waits for its end.
    enum Pattern: Hashable {
        case requestResponse
        case sync
        case taskToken
    }

    /// Such as `lambda`, `states`, `sns`; `activity` for an activity.
    let service: String
    /// Such as `invoke`, `getObject`; empty for an activity.
    let action: String
    let pattern: Pattern
    /// Whether it is an SDK integration.
    let isSDK: Bool
    /// Whether the output of a nested execution is parsed, as `.sync:2` does.
    let parsesOutput: Bool

    /// `nil` where the resource is no ARN or is filled in by a template.
    init?(_ resource: String) {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 6, parts[0] == "arn", !resource.contains("${") else { return nil }
        if parts[2] == "lambda" {
            (service, action, pattern, isSDK, parsesOutput) = ("lambda", "invoke", .requestResponse, false, false)
            return
        }
        guard parts[2] == "states" else { return nil }
        if parts[5] == "activity" {
            (service, action, pattern, isSDK, parsesOutput) = ("activity", "", .requestResponse, false, false)
            return
        }
        isSDK = parts[5] == "aws-sdk"
        guard parts.count > (isSDK ? 7 : 6) else { return nil }
        service = isSDK ? parts[6] : parts[5]
        let words = parts[isSDK ? 7 : 6].split(separator: ".").map(String.init)
        action = words.first ?? ""
        pattern = words.contains("sync") ? .sync : words.contains("waitForTaskToken") ? .taskToken : .requestResponse
        parsesOutput = parts.last == "2"
    }

    /// Whether it runs a Lambda function.
    var isLambda: Bool { service == "lambda" && action.hasPrefix("invoke") }

    /// What the call's result looks like.
    ///
    /// - Parameter isFunction: whether the resource is the function itself, whose answer is the whole result.
    func result(of state: Int, isFunction: Bool) -> Shape {
        if isLambda, !isSDK, !isFunction, pattern == .requestResponse {
            var shape = Shape.object([
                ("ExecutedVersion", .string), ("Payload", .anything), ("SdkHttpMetadata", .anything),
                ("SdkResponseMetadata", .anything), ("StatusCode", .number),
            ])
            shape.members[ByteText("LogResult")] = .string
            shape.members[ByteText("FunctionError")] = .string
            // What the stand-ins of a test leave out is not missed.
            shape.sureMembers = [ByteText("Payload")]
            return shape
        }
        if service == "states", action == "startExecution", !isSDK, pattern == .sync {
            var shape = Shape(kinds: .object)
            shape.members[ByteText("Output")] =
                parsesOutput ? .anything : Shape(kinds: .string, origin: .syncOutput(state: state))
            return shape
        }
        return .anything
    }
}

extension StateFields {
    /// What the state calls; `nil` where it is no Task, or that is not known.
    var call: ServiceCall? {
        guard type == .task, let resource = self["Resource"]?.stringValue else { return nil }
        return ServiceCall(resource)
    }

    /// What a call is given: `Parameters` or `Arguments`.
    var arguments: JSONObject? { self[state.language.argumentsField]?.objectValue }

    /// An argument of a call, whether written out or by a path.
    func argument(_ name: String) -> JSON? { arguments?[name] ?? arguments?[name + ".$"] }
}
