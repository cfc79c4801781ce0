import FlowJSON
import Synchronization

/// The services that tasks can call by name, as resources write it: `dynamodb` in `arn:aws:states:::aws-sdk:dynamodb:putItem`.
enum ServiceCatalog {
    /// A service that tasks can call.
    struct Entry: Sendable {
        /// The model in its compact form.
        let text: String
        /// The name in errors of the SDK: `DynamoDb` in `DynamoDb.ResourceNotFoundException`.
        let sdkName: String
        /// The name in errors of optimized integrations: `DynamoDB`.
        let optimizedName: String
        /// The service in causes of optimized integrations: `AmazonDynamoDBv2`.
        let clientName: String
    }

    static let entries: [String: Entry] = [
        "athena": Entry(text: athena, sdkName: "Athena", optimizedName: "Athena", clientName: "AmazonAthena"),
        "batch": Entry(text: batch, sdkName: "Batch", optimizedName: "Batch", clientName: "AWSBatch"),
        "cloudwatchlogs": Entry(
            text: logs,
            sdkName: "CloudWatchLogs",
            optimizedName: "CloudWatchLogs",
            clientName: "AWSLogs"
        ),
        "dynamodb": Entry(
            text: dynamodb,
            sdkName: "DynamoDb",
            optimizedName: "DynamoDB",
            clientName: "AmazonDynamoDBv2"
        ),
        "ecs": Entry(text: ecs, sdkName: "Ecs", optimizedName: "ECS", clientName: "AmazonECS"),
        "eventbridge": Entry(
            text: events,
            sdkName: "EventBridge",
            optimizedName: "EventBridge",
            clientName: "AmazonEventBridge"
        ),
        "glue": Entry(text: glue, sdkName: "Glue", optimizedName: "Glue", clientName: "AWSGlue"),
        "iam": Entry(text: iam, sdkName: "Iam", optimizedName: "IAM", clientName: "AmazonIdentityManagement"),
        "kms": Entry(text: kms, sdkName: "Kms", optimizedName: "KMS", clientName: "AWSKMS"),
        "lambda": Entry(text: lambda, sdkName: "Lambda", optimizedName: "Lambda", clientName: "AWSLambda"),
        "rdsdata": Entry(text: rdsData, sdkName: "RdsData", optimizedName: "RDSData", clientName: "AWSRDSData"),
        "redshiftdata": Entry(
            text: redshiftData,
            sdkName: "RedshiftData",
            optimizedName: "RedshiftData",
            clientName: "AWSRedshiftDataAPI"
        ),
        "s3": Entry(text: s3, sdkName: "S3", optimizedName: "S3", clientName: "Amazon S3"),
        "secretsmanager": Entry(
            text: secretsmanager,
            sdkName: "SecretsManager",
            optimizedName: "SecretsManager",
            clientName: "AWSSecretsManager"
        ),
        "sfn": Entry(
            text: stepfunctions,
            sdkName: "Sfn",
            optimizedName: "StepFunctions",
            clientName: "AWSStepFunctions"
        ),
        "sns": Entry(text: sns, sdkName: "Sns", optimizedName: "SNS", clientName: "AmazonSNS"),
        "sqs": Entry(text: sqs, sdkName: "Sqs", optimizedName: "SQS", clientName: "AmazonSQS"),
        "ssm": Entry(text: ssm, sdkName: "Ssm", optimizedName: "SSM", clientName: "AWSSimpleSystemsManagement"),
        "sts": Entry(text: sts, sdkName: "Sts", optimizedName: "STS", clientName: "AWSSecurityTokenService"),
    ]

    private static let models = Mutex<[String: ServiceModel]>([:])

    /// The model of a service; read when it is first asked for.
    static func model(of service: String) -> ServiceModel? {
        if let known = models.withLock({ $0[service] }) { return known }
        guard let entry = entries[service], let model = ServiceModel(entry.text) else { return nil }
        models.withLock { $0[service] = model }
        return model
    }
}
