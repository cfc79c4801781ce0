// The shapes of the service's model; its bounds are in the notes, 2.1.
extension Shape {
    static let name = Shape.text(1...80)
    static let arn = Shape.text(1...256)
    static let longArn = Shape.text(1...2000)
    static let definition = Shape.text(1...1_048_576, isSensitive: true)
    static let data = Shape.text(0...262_144, isSensitive: true)
    static let error = Shape.text(0...256, isSensitive: true)
    static let cause = Shape.text(0...32_768, isSensitive: true)
    static let clientToken = Shape.text(1...64, pattern: .clientToken)
    static let traceHeader = Shape.text(0...256, pattern: .traceHeader)
    static let aliasName = Shape.text(1...80, pattern: .aliasName)
    static let description = Shape.text(0...256, isSensitive: true)
    static let pageToken = Shape.text(1...1024)
    static let executionsPageToken = Shape.text(1...3096)
    static let pageSize = Shape.integer(0...1000)
    static let revision = Shape.text(0...36)

    static let stateMachineType = Shape.choice(["STANDARD", "EXPRESS"])
    static let executionStatus = Shape.choice([
        "SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING",
    ])
    static let redriveFilter = Shape.choice(["REDRIVEN", "NOT_REDRIVEN"])
    static let includedData = Shape.choice(["ALL_DATA", "METADATA_ONLY"])

    static let tags = Shape.list(
        of: .structure([.optional("key", .text(1...128)), .optional("value", .text(0...256))]),
        0...Int.max
    )
    static let logging = Shape.structure([
        .optional("level", .choice(["ALL", "ERROR", "FATAL", "OFF"])),
        .optional("includeExecutionData", .flag),
        .optional(
            "destinations",
            .list(
                of: .structure([
                    .optional("cloudWatchLogsLogGroup", .structure([.optional("logGroupArn", .arn)]))
                ]),
                0...Int.max
            )
        ),
    ])
    static let tracing = Shape.structure([.optional("enabled", .flag)])
    static let encryption = Shape.structure([
        .required("type", .choice(["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"])),
        .optional("kmsKeyId", .text(1...2048)),
        .optional("kmsDataKeyReusePeriodSeconds", .integer(60...900)),
    ])
    static let routing = Shape.list(
        of: .structure([
            .required("stateMachineVersionArn", .arn), .required("weight", .integer(0...100)),
        ]),
        1...2
    )
}
