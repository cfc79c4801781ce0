import FlowJSON
import FlowTransfer
import StatesLanguage
import Testing

@testable import FlowServices

@Suite("Refusals")
struct ServiceRefusalTests {
    struct Case: Sendable {
        var service: String
        var status = 400
        var headers: [(name: String, value: String)] = [("x-amzn-RequestId", "r-1")]
        var body: String
        var sdk: (error: String, cause: String)
        var optimized: (error: String, cause: String)
    }

    static let cases = [
        Case(
            service: "dynamodb",
            body: #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Not found"}"#,
            sdk: (
                "DynamoDb.ResourceNotFoundException", "Not found (Service: DynamoDb, Status Code: 400, Request ID: r-1)"
            ),
            optimized: (
                "DynamoDB.ResourceNotFoundException",
                "Not found (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; "
                    + "Request ID: r-1; Proxy: null)"
            )
        ),
        Case(
            service: "dynamodb",
            body: #"{"__type":"com.amazon.coral.validate#ValidationException","message":"No"}"#,
            sdk: ("DynamoDb.DynamoDbException", "No (Service: DynamoDb, Status Code: 400, Request ID: r-1)"),
            optimized: (
                "DynamoDB.AmazonDynamoDBException",
                "No (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: r-1; "
                    + "Proxy: null)"
            )
        ),
        Case(
            service: "s3",
            status: 404,
            headers: [("x-amz-request-id", "r-2"), ("x-amz-id-2", "e-2")],
            body: "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
            sdk: (
                "S3.NoSuchKeyException",
                "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: r-2, "
                    + "Extended Request ID: e-2)"
            ),
            optimized: (
                "S3.NoSuchKeyException",
                "The specified key does not exist. (Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey; "
                    + "Request ID: r-2; Proxy: null)"
            )
        ),
        Case(
            service: "sns",
            status: 404,
            headers: [],
            body: "<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error>"
                + "<RequestId>r-3</RequestId></ErrorResponse>",
            sdk: ("Sns.NotFoundException", "Topic does not exist (Service: Sns, Status Code: 404, Request ID: r-3)"),
            optimized: (
                "SNS.NotFoundException",
                "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: r-3; "
                    + "Proxy: null)"
            )
        ),
        Case(
            service: "sqs",
            headers: [
                ("x-amzn-RequestId", "r-4"),
                ("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"),
            ],
            body: #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"Gone"}"#,
            sdk: ("Sqs.QueueDoesNotExistException", "Gone (Service: Sqs, Status Code: 400, Request ID: r-4)"),
            optimized: (
                "SQS.QueueDoesNotExistException",
                "Gone (Service: AmazonSQS; Status Code: 400; Error Code: AWS.SimpleQueueService.NonExistentQueue; "
                    + "Request ID: r-4; Proxy: null)"
            )
        ),
        Case(
            service: "lambda",
            status: 404,
            headers: [("x-amzn-RequestId", "r-5"), ("x-amzn-ErrorType", "ResourceNotFoundException:http://aws")],
            body: #"{"Type":"User","Message":"Function not found"}"#,
            sdk: (
                "Lambda.ResourceNotFoundException",
                "Function not found (Service: Lambda, Status Code: 404, Request ID: r-5)"
            ),
            optimized: (
                "Lambda.ResourceNotFoundException",
                "Function not found (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; "
                    + "Request ID: r-5; Proxy: null)"
            )
        ),
        Case(
            service: "sfn",
            body: #"{"__type":"com.amazonaws#InvalidToken","message":"Bad"}"#,
            sdk: (
                "Sfn.InvalidTokenException",
                "Bad (Service: Sfn, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)"
            ),
            optimized: (
                "StepFunctions.InvalidTokenException",
                "Bad (Service: AWSStepFunctions; Status Code: 400; Error Code: InvalidToken; Request ID: r-1; "
                    + "Proxy: null)"
            )
        ),
    ]

    @Test("errors and causes have AWS's words", arguments: cases)
    func words(test: Case) throws {
        let entry = try #require(ServiceCatalog.entries[test.service])
        let model = try #require(ServiceCatalog.model(of: test.service))
        let answer = WebAnswer(status: test.status, headers: test.headers, body: Array(test.body.utf8))
        let refusal = ServiceRefusal(answer, entry, model)
        #expect(refusal.sdkFailure == TaskFailure(error: ErrorName(test.sdk.error), cause: test.sdk.cause))
        #expect(
            refusal.optimizedFailure
                == TaskFailure(error: ErrorName(test.optimized.error), cause: test.optimized.cause)
        )
    }

    @Test("required members that are null are told in the services' words; a missing one is not the service's affair")
    func nulls() throws {
        func message(_ service: String, _ action: String, _ parameters: JSON) throws -> String? {
            let call = ServiceCall(service, action, parameters, .sdk)
            let (entry, model, _) = try #require(call.found)
            return ServiceRefusal(nullsIn: call, entry, model)?.message
        }
        let fault = "failed to satisfy constraint: Member must not be null"
        #expect(
            try message("dynamodb", "putItem", ["TableName": nil, "Item": nil])
                == "2 validation errors detected: Value null at 'tableName' \(fault); Value null at 'item' \(fault)"
        )
        #expect(
            try message("sqs", "sendMessage", ["QueueUrl": "q", "MessageBody": nil])
                == "The request must contain the parameter MessageBody."
        )
        #expect(try message("dynamodb", "putItem", ["TableName": "t"]) == nil)
    }
}
