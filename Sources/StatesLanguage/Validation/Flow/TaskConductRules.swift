import FlowDiagnostics
import FlowJSON

extension Rule {
    /// F18 to F20, F22 and F24: how tasks wait, and what is done twice.
    static let taskConduct: [Rule] = [
        eachState(tokenTimeouts), eachState(passedTokens), eachState(lambdaRetries), eachState(repeatedEffects),
        Rule(expressWaits),
    ]

    /// F18.
    private static func tokenTimeouts(_ state: StateFields) {
        guard state.call?.pattern == .taskToken, state.reading.machineTimeoutSeconds == nil,
            state.reading.specification.defaultTaskTimeout == .unbounded
        else { return }
        let fields = ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"]
        guard !fields.contains(where: { state[$0] != nil }) else { return }
        state.report(
            .tokenWithoutTimeout,
            "The Task state \"\(state.state.name)\" waits for its token for up to a year.",
            at: "Resource",
            severity: .warning,
            hint: "Give \"TimeoutSeconds\" or \"HeartbeatSeconds\", so that a lost token is noticed."
        )
    }

    /// F19.
    private static func passedTokens(_ state: StateFields) {
        guard state.call?.pattern == .taskToken else { return }
        let field = state.state.language.argumentsField
        let text = state[field]?.text ?? ""
        let isJSONPath = state.state.language == .jsonPath
        // A template's placeholder may hold the token, and so does the context as a whole.
        let signs =
            isJSONPath ? ["$$.Task", "\"$$\"", "$$['Task", "($$,", "($$)", "${"] : ["context", "${", "$states %"]
        guard !signs.contains(where: { text.contains($0) }) else { return }
        let token = isJSONPath ? "\"TaskToken.$\": \"$$.Task.Token\"" : "\"{% $states.context.Task.Token %}\""
        state.report(
            .tokenNotPassed,
            "The task waits for its token, but \"\(field)\" doesn't hand it on, so nobody can give it back.",
            at: state[field] == nil ? "" : field,
            hint: "Put \(token) into \"\(field)\"."
        )
    }

    /// F20.
    private static func lambdaRetries(_ state: StateFields) {
        guard state.call?.isLambda == true else { return }
        let service: ErrorName = "Lambda.ServiceException"
        let isRetried = state.reading.isHandled(state.index, fields: ["Retry"]) { retrier in
            (retrier["ErrorEquals"]?.arrayValue ?? []).contains {
                $0.stringValue.map { ErrorName($0).matches(service) } ?? false
            }
        }
        guard !isRetried else { return }
        state.report(
            .lambdaNotRetried,
            "The Lambda call of \"\(state.state.name)\" is not retried when the Lambda service itself fails.",
            at: state["Retry"] == nil ? "" : "Retry",
            severity: .warning,
            hint: "Retry \"Lambda.ServiceException\", \"Lambda.AWSLambdaException\", \"Lambda.SdkClientException\" and "
                + "\"Lambda.TooManyRequestsException\"."
        )
    }

    /// F22, of calls that do twice what they are asked twice.
    private static func repeatedEffects(_ state: StateFields) {
        guard let call = state.call, let effect = repeatedEffect(of: call, state) else { return }
        let broad: [ErrorName] = [.all, .taskFailed, .timeout]
        for (fields, place) in state.objects(in: "Retry") where fields["MaxAttempts"]?.integerValue != 0 {
            let names = (fields["ErrorEquals"]?.arrayValue ?? []).compactMap(\.stringValue).map { ErrorName($0) }
            guard let name = names.first(where: { broad.contains($0) }) else { continue }
            state.report(
                .retriedTwiceDone,
                "A retry after \"\(name.text)\" may \(effect.what) a second time.",
                at: "\(place)/ErrorEquals",
                severity: .warning,
                hint:
                    "\(effect.remedy) Assumed that the first attempt may have had its effect though it failed; if that "
                    + "does no harm, silence this by \"flow-task: ignore F22\" in the Comment."
            )
            return
        }
    }

    private static func repeatedEffect(of call: ServiceCall, _ state: StateFields) -> (what: String, remedy: String)? {
        guard let arguments = state.arguments else { return nil }
        func has(_ name: String) -> Bool { arguments[name] != nil || arguments[name + ".$"] != nil }
        switch "\(call.service):\(call.action)" {
        case "sns:publish" where !has("MessageDeduplicationId"):
            return ("publish the message", "Let the receivers drop what they know, or use a FIFO topic.")
        case "sqs:sendMessage" where !has("MessageDeduplicationId"):
            return ("send the message", "Let the receiver drop what it knows, or use a FIFO queue.")
        case "ses:sendEmail", "sesv2:sendEmail":
            return ("send the e-mail", "Retry only what failed before it was sent.")
        case "states:startExecution" where !has("Name"), "sfn:startExecution" where !has("Name"):
            return ("start the execution", "Give it a \"Name\" that is the same for each attempt.")
        case "ecs:runTask" where !has("ClientToken"), "ec2:runInstances" where !has("ClientToken"):
            return ("start it", "Give a \"ClientToken\" that is the same for each attempt.")
        case "dynamodb:updateItem":
            let update = arguments["UpdateExpression"]?.stringValue ?? ""
            let adds = update.uppercased().contains("ADD ") || update.contains("+ :") || update.contains("- :")
            guard adds, !has("ConditionExpression") else { return nil }
            return ("count", "Give a \"ConditionExpression\" that only the first attempt meets.")
        default: return nil
        }
    }

    /// F24.
    private static func expressWaits(_ reading: Reading) {
        for index in reading.states.indices where reading.isExpress(index) {
            let state = StateFields(reading: reading, index: index)
            guard state.type == .wait, let seconds = state["Seconds"]?.integerValue, seconds > 300 else { continue }
            state.report(
                .longExpressWait,
                "The Wait state waits for \(seconds) s, but an EXPRESS execution ends after 300 s.",
                at: "Seconds",
                severity: .warning,
                hint: "Make the machine STANDARD, or wait outside of it."
            )
        }
    }
}
