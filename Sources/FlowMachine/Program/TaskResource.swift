import FlowJSON
import StatesLanguage

/// What a Task state calls, taken apart.
struct TaskResource: Hashable, Sendable {
    /// What kind of resource it is, and with it which history events it makes.
    enum Kind: Hashable, Sendable {
        /// A Lambda function's own ARN.
        case lambdaFunction
        /// An activity's ARN.
        case activity
        /// Anything else: an integration, or a name of ours.
        case service
    }

    /// The state's `Resource`.
    let text: String
    let kind: Kind
    /// The service of an integration, such as `lambda` or `aws-sdk:s3`.
    let type: String
    /// The integration's action with its pattern, such as `invoke.waitForTaskToken`.
    let action: String
    /// The region in the ARN, or an empty text.
    let region: String

    init(_ text: String) {
        self.text = text
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else {
            kind = .service
            type = ""
            action = text
            region = ""
            return
        }
        region = parts[3]
        let rest = parts[5]
        switch (parts[2], rest) {
        case ("lambda", _):
            kind = .lambdaFunction
            type = "lambda"
            action = rest
        case ("states", _) where rest.utf8.starts(with: "activity:".utf8):
            kind = .activity
            type = "activity"
            action = String(rest.dropFirst("activity:".count))
        default:
            kind = .service
            // `arn:aws:states:::aws-sdk:s3:getObject` has the service `aws-sdk:s3`; the colon of `.sync:2` ends none.
            let colon = (rest.hasSuffix(".sync:2") ? rest.dropLast(2) : rest[...]).lastIndex(of: ":")
            type = colon.map { String(rest[..<$0]) } ?? parts[2]
            action = colon.map { String(rest[rest.index(after: $0)...]) } ?? rest
        }
    }

    /// Whether somebody outside can give the result, by a token.
    var hasTaskToken: Bool { kind == .activity || kind == .service && pattern != .requestResponse }

    /// How an integration's result comes.
    var pattern: IntegrationPattern { IntegrationPattern(of: action) }

    /// Throws where parameters lack what the integration must have.
    func check(_ parameters: JSON) throws(Fault) {
        guard kind == .service, case .object(let object) = parameters else { return }
        let name = String(action.dropLast(pattern.suffix.count))
        let missing = RequiredParameters.of(service: type, action: name).filter { object[$0] == nil }
        guard !missing.isEmpty else { return }
        let faults = missing.map { "The field '\($0)' is required but was missing" }.joined(separator: ", ")
        throw .runtime("The Parameters '\(parameters.text)' could not be used to start the Task: [\(faults)]")
    }

    func eventType(_ phase: Phase) -> HistoryEventType {
        switch (kind, phase) {
        case (.lambdaFunction, .scheduled): .lambdaFunctionScheduled
        case (.lambdaFunction, .started): .lambdaFunctionStarted
        case (.lambdaFunction, .succeeded): .lambdaFunctionSucceeded
        case (.lambdaFunction, .failed): .lambdaFunctionFailed
        case (.lambdaFunction, .timedOut): .lambdaFunctionTimedOut
        case (.activity, .scheduled): .activityScheduled
        case (.activity, .started): .activityStarted
        case (.activity, .succeeded): .activitySucceeded
        case (.activity, .failed): .activityFailed
        case (.activity, .timedOut): .activityTimedOut
        case (.service, .scheduled): .taskScheduled
        case (.service, .started): .taskStarted
        case (.service, .succeeded): .taskSucceeded
        case (.service, .failed): .taskFailed
        case (.service, .timedOut): .taskTimedOut
        case (.lambdaFunction, .scheduleFailed): .lambdaFunctionScheduleFailed
        case (.lambdaFunction, .startFailed), (.lambdaFunction, .submitFailed): .lambdaFunctionStartFailed
        case (.activity, .scheduleFailed), (.activity, .startFailed), (.activity, .submitFailed):
            .activityScheduleFailed
        case (.service, .scheduleFailed), (.service, .startFailed): .taskStartFailed
        case (.service, .submitFailed): .taskSubmitFailed
        }
    }

    /// How far an attempt is.
    enum Phase {
        case scheduled
        case started
        case succeeded
        case failed
        case timedOut
        case scheduleFailed
        case startFailed
        case submitFailed
    }
}
