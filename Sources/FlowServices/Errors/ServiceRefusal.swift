import FlowJSON
import FlowTransfer
import StatesLanguage

/// A service answered that it will not.
struct ServiceRefusal: Error {
    let service: ServiceCatalog.Entry
    let status: Int
    /// The error's code as the service writes it.
    let code: String
    /// The name of the error's shape; `nil` where the service's model has none.
    let shape: String?
    let message: String?
    let requestID: String
    /// S3's second id.
    let extendedRequestID: String?

    init(_ answer: WebAnswer, _ service: ServiceCatalog.Entry, _ model: ServiceModel) {
        self.service = service
        status = answer.status
        var code = ""
        var message: String?
        var requestID: String?
        switch model.wire {
        case .json, .restJSON:
            let body = AnswerReader.json(answer.body)
            let type =
                answer.header("x-amzn-errortype") ?? body["__type"]?.stringValue ?? body["code"]?.stringValue ?? ""
            // `com.amazonaws.sqs#QueueDoesNotExist` and `ResourceNotFoundException:http://…` have the code inside.
            code = String((type.split(separator: "#").last ?? "").prefix { $0 != ":" })
            message = body["message"]?.stringValue ?? body["Message"]?.stringValue
        case .query, .restXML:
            let root = XMLTree(parsing: answer.body)
            let error = root?["Error"] ?? root?["Errors"]?["Error"] ?? root
            code = error?["Code"]?.text ?? ""
            message = error?["Message"]?.text
            requestID = root?["RequestId"]?.text ?? root?["RequestID"]?.text
        }
        shape = model.errorShape(code)
        // SQS tells its old codes beside the new ones.
        let oldCode = answer.header("x-amzn-query-error")?.split(separator: ";").first.map(String.init)
        self.code = oldCode ?? code
        self.message = message
        self.requestID = answer.requestID ?? requestID ?? ""
        extendedRequestID = answer.header("x-amz-id-2")
    }

    /// What AWS answers to a call whose required members are null; a service that stands in for AWS may judge less.
    ///
    /// Returns `nil` where they are all there, and where one is missing altogether, which is not for the service to say.
    init?(nullsIn call: ServiceCall, _ service: ServiceCatalog.Entry, _ model: ServiceModel) {
        guard model.wire == .json, let (_, _, operation) = call.found, let input = operation.input,
            case .structure(let structure)? = model.shape(input), let object = call.parameters.objectValue
        else { return nil }
        let nulls = structure.members.filter { member in
            structure.required.contains(member.name) && object[call.style.name(of: member)]?.isNull == true
        }
        guard let first = nulls.first else { return nil }
        self.service = service
        status = 400
        shape = nil
        extendedRequestID = nil
        requestID = OptimizedIntegration.name(for: "\(call.parameters.text)\(UInt64.random(in: .min ... .max))")
        if model.id == "SQS" {
            code = "MissingParameter"
            message = "The request must contain the parameter \(first.name)."
            return
        }
        code = "ValidationException"
        let faults = nulls.map { member in
            let name = member.name.prefix(1).lowercased() + member.name.dropFirst()
            return "Value null at '\(name)' failed to satisfy constraint: Member must not be null"
        }
        let count = faults.count == 1 ? "1 validation error" : "\(faults.count) validation errors"
        message = "\(count) detected: \(faults.joined(separator: "; "))"
    }

    /// Whether the same call may succeed a little later.
    var isTransient: Bool {
        [429, 500, 502, 503, 504].contains(status) || ["ThrottlingException", "Throttling", "SlowDown"].contains(code)
    }
}

extension ServiceRefusal {
    /// The failure of an `aws-sdk` integration, as `DynamoDb.ResourceNotFoundException`.
    var sdkFailure: TaskFailure {
        let name = service.sdkName
        let error = "\(name).\(shape.map(Self.exception) ?? "\(name)Exception")"
        var parts = ["Service: \(name)", "Status Code: \(status)", "Request ID: \(requestID)"]
        if name == "S3" { parts.append("Extended Request ID: \(extendedRequestID ?? "null")") }
        var cause = "\(message ?? "null") (\(parts.joined(separator: ", ")))"
        // The client for Step Functions is of the SDK's newer line, which tells how often it tried.
        if name == "Sfn" { cause += " (SDK Attempt Count: 1)" }
        return TaskFailure(error: ErrorName(error), cause: cause)
    }

    /// The failure of an optimized integration, as `DynamoDB.ResourceNotFoundException`.
    var optimizedFailure: TaskFailure {
        let client = service.clientName
        let generic = "\(client.hasSuffix("v2") ? String(client.dropLast(2)) : client)Exception"
        let error = "\(service.optimizedName).\(shape.map(Self.exception) ?? generic)"
        let parts = [
            "Service: \(client)", "Status Code: \(status)", "Error Code: \(code)", "Request ID: \(requestID)",
            "Proxy: null",
        ]
        let cause = "\(message ?? "null") (\(parts.joined(separator: "; ")))"
        return TaskFailure(error: ErrorName(error), cause: cause)
    }

    func failure(_ style: NameStyle) -> TaskFailure {
        switch style {
        case .sdk: sdkFailure
        case .optimized: optimizedFailure
        }
    }

    /// The name of the SDK's class for an error: always with `Exception` at its end.
    static func exception(_ shape: String) -> String {
        if shape.hasSuffix("Exception") { return shape }
        if shape.hasSuffix("Fault") { return "\(shape.dropLast(5))Exception" }
        return "\(shape)Exception"
    }
}

extension TaskFailure {
    /// A call of a service that came to no answer, in the words of AWS's SDK.
    init(_ cause: String, of service: ServiceCatalog.Entry, _ style: NameStyle) {
        let name =
            switch style {
            case .sdk: service.sdkName
            case .optimized: service.optimizedName
            }
        self.init(error: ErrorName("\(name).SdkClientException"), cause: cause)
    }
}

extension WebAnswer {
    /// The id under which the service knows the call.
    var requestID: String? { header("x-amzn-requestid") ?? header("x-amz-request-id") }
}
