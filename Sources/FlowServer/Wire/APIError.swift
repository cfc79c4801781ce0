import FlowJSON

/// Why the API refuses a request, as AWS words it.
struct APIError: Error, Hashable {
    /// The error's name, such as `InvalidArn`.
    struct Code: Hashable, Sendable {
        let name: String
        /// The HTTP status.
        let status: Int
        /// What stands before the name in `__type`.
        let namespace: String

        init(_ name: String, status: Int = 400, namespace: String = "com.amazonaws.swf.service.v2.model") {
            self.name = name
            self.status = status
            self.namespace = namespace
        }
    }

    let code: Code
    let message: String
    /// Further members of the answer, such as `reason`.
    var members: JSONObject = [:]

    init(_ code: Code, _ message: String, _ members: JSONObject = [:]) {
        self.code = code
        self.message = message
        self.members = members
    }

    /// The answer's body.
    var json: JSON {
        var object: JSONObject = ["__type": .string("\(code.namespace)#\(code.name)"), "message": .string(message)]
        for (name, value) in members { object[name] = value }
        return .object(object)
    }
}

extension APIError.Code {
    static let activityAlreadyExists = Self("ActivityAlreadyExists")
    static let activityDoesNotExist = Self("ActivityDoesNotExist")
    static let activityWorkerLimitExceeded = Self("ActivityWorkerLimitExceeded")
    static let conflict = Self("ConflictException")
    static let executionAlreadyExists = Self("ExecutionAlreadyExists")
    static let executionDoesNotExist = Self("ExecutionDoesNotExist")
    static let executionNotRedrivable = Self("ExecutionNotRedrivable")
    static let invalidArn = Self("InvalidArn")
    static let invalidDefinition = Self("InvalidDefinition")
    static let invalidEncryptionConfiguration = Self("InvalidEncryptionConfiguration")
    static let invalidExecutionInput = Self("InvalidExecutionInput")
    static let invalidLoggingConfiguration = Self("InvalidLoggingConfiguration")
    static let invalidName = Self("InvalidName")
    static let invalidOutput = Self("InvalidOutput")
    static let invalidToken = Self("InvalidToken")
    static let missingRequiredParameter = Self("MissingRequiredParameter")
    static let resourceNotFound = Self("ResourceNotFound")
    static let serviceQuotaExceeded = Self("ServiceQuotaExceededException")
    static let stateMachineAlreadyExists = Self("StateMachineAlreadyExists")
    static let stateMachineDeleting = Self("StateMachineDeleting")
    static let stateMachineDoesNotExist = Self("StateMachineDoesNotExist")
    static let stateMachineTypeNotSupported = Self("StateMachineTypeNotSupported")
    static let taskDoesNotExist = Self("TaskDoesNotExist")
    static let taskTimedOut = Self("TaskTimedOut")
    static let tooManyTags = Self("TooManyTags")
    static let validation = Self("ValidationException", namespace: "com.amazon.coral.validate")

    static let accessDenied = Self("AccessDeniedException", namespace: "com.amazon.coral.service")
    static let incompleteSignature = Self("IncompleteSignatureException", namespace: "com.amazon.coral.service")
    static let invalidSignature = Self("InvalidSignatureException", namespace: "com.amazon.coral.service")
    static let missingAuthenticationToken = Self(
        "MissingAuthenticationTokenException",
        namespace: "com.amazon.coral.service"
    )
    static let unrecognizedClient = Self("UnrecognizedClientException", namespace: "com.amazon.coral.service")

    static let internalFailure = Self("InternalFailure", status: 500, namespace: "com.amazon.coral.service")
    static let requestTooLarge = Self("RequestEntityTooLarge", status: 413, namespace: "com.amazon.coral.service")
    static let requestTimeout = Self("RequestTimeout", status: 408, namespace: "com.amazon.coral.service")
    static let serialization = Self("SerializationException", namespace: "com.amazon.coral.service")
    static let unknownOperation = Self("UnknownOperationException", namespace: "com.amazon.coral.service")
    static let notFound = Self("UnknownOperationException", status: 404, namespace: "com.amazon.coral.service")
}

extension APIError {
    static func invalidArn(_ reason: String) -> APIError { APIError(.invalidArn, "Invalid Arn: '\(reason)'") }

    static func invalidName(_ name: String) -> APIError { APIError(.invalidName, "Invalid Name: '\(name)'") }

    static func noStateMachine(_ arn: String) -> APIError {
        APIError(.stateMachineDoesNotExist, "State Machine Does Not Exist: '\(arn)'")
    }

    static func noExecution(_ arn: String) -> APIError {
        APIError(.executionDoesNotExist, "Execution Does Not Exist: '\(arn)'")
    }

    static func noActivity(_ arn: String) -> APIError {
        APIError(.activityDoesNotExist, "Activity Does Not Exist: '\(arn)'")
    }

    static func noResource(_ arn: String) -> APIError {
        APIError(.resourceNotFound, "Resource not found: '\(arn)'", ["resourceName": .string(arn)])
    }

    static func deleting(_ arn: String) -> APIError {
        APIError(.stateMachineDeleting, "State Machine is being deleted: '\(arn)'")
    }

    /// A refusal that has one of the four reasons of `ValidationException`.
    static func validation(_ message: String, reason: String? = nil) -> APIError {
        APIError(.validation, message, reason.map { ["reason": .string($0)] } ?? [:])
    }

    static let unrecognizedClient = APIError(
        .unrecognizedClient,
        "The security token included in the request is invalid."
    )

    static let typeNotSupported = APIError(
        .stateMachineTypeNotSupported,
        "This operation is not supported by this type of state machine"
    )
}
