/// The parameters without which Step Functions does not start an optimized integration.
package enum RequiredParameters {
    /// The names of the parameters that an integration must have, none where the integration is not known.
    ///
    /// - Parameters:
    ///   - service: such as `sqs`.
    ///   - action: such as `sendMessage`, without `.sync` and the like.
    package static func of(service: String, action: String) -> [String] { table["\(service):\(action)"] ?? [] }

    private static let table: [String: [String]] = [
        "apigateway:invoke": ["ApiEndpoint", "Method"],
        "athena:getQueryExecution": ["QueryExecutionId"],
        "athena:getQueryResults": ["QueryExecutionId"],
        "athena:startQueryExecution": ["QueryString"],
        "athena:stopQueryExecution": ["QueryExecutionId"],
        "batch:submitJob": ["JobName", "JobQueue", "JobDefinition"],
        "dynamodb:deleteItem": ["TableName", "Key"],
        "dynamodb:getItem": ["TableName", "Key"],
        "dynamodb:putItem": ["TableName", "Item"],
        "dynamodb:updateItem": ["TableName", "Key"],
        "ecs:runTask": ["TaskDefinition"],
        "events:putEvents": ["Entries"],
        "glue:startJobRun": ["JobName"],
        "http:invoke": ["ApiEndpoint", "Method"],
        "lambda:invoke": ["FunctionName"],
        "sns:publish": ["Message"],
        "sqs:sendMessage": ["QueueUrl", "MessageBody"],
        "states:startExecution": ["StateMachineArn"],
    ]
}
