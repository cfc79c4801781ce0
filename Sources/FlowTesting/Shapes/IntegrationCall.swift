/// The call whose response a Task state's result is.
struct IntegrationCall: Hashable, Sendable {
    /// The service, named as in the table of shapes.
    let service: String
    let operation: String
    /// Members of the response that Step Functions reads as JSON, so that they may be anything.
    var anything: Set<String> = []

    /// The call of a resource; `nil` where its result has no shape that is known.
    init?(resource: String) {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 7, parts[0] == "arn", parts[2] == "states" else { return nil }
        let isSDK = parts[5] == "aws-sdk"
        guard parts.count > (isSDK ? 7 : 6) else { return nil }
        let action = parts[(isSDK ? 7 : 6)...].joined(separator: ":")
        // Whoever sends the token makes the result.
        guard !action.hasSuffix(".waitForTaskToken") else { return nil }
        let name = String(action.prefix { $0 != "." })
        let called = name.prefix(1).uppercased() + name.dropFirst()
        if isSDK {
            service = parts[6]
            operation = called
            return
        }
        let isSynchronous = action.hasSuffix(".sync") || action.hasSuffix(".sync:2")
        guard let service = Self.services[parts[5]] else { return nil }
        self.service = service
        if isSynchronous {
            guard let polled = Self.polled["\(service):\(called)"] else { return nil }
            operation = polled
        } else {
            operation = called
        }
        switch (service, operation) {
        case ("lambda", "Invoke"): anything = ["Payload"]
        case ("sfn", _): anything = ["Input", "Output"]
        case ("bedrockruntime", "InvokeModel"): anything = ["Body"]
        default: break
        }
    }

    /// The integrations with a name of their own, without those that call what has no model.
    private static let services = [
        "athena": "athena", "batch": "batch", "bedrock": "bedrockruntime", "codebuild": "codebuild",
        "databrew": "databrew", "dynamodb": "dynamodb", "ecs": "ecs", "eks": "eks", "elasticmapreduce": "emr",
        "emr-containers": "emrcontainers", "emr-serverless": "emrserverless", "events": "eventbridge", "glue": "glue",
        "lambda": "lambda", "mediaconvert": "mediaconvert", "sagemaker": "sagemaker", "sns": "sns", "sqs": "sqs",
        "states": "sfn",
    ]

    /// What is called again and again until a `.sync` is over.
    private static let polled = [
        "athena:StartQueryExecution": "GetQueryExecution", "batch:SubmitJob": "DescribeJobs",
        "codebuild:StartBuild": "BatchGetBuilds", "codebuild:StartBuildBatch": "BatchGetBuildBatches",
        "databrew:StartJobRun": "DescribeJobRun", "ecs:RunTask": "DescribeTasks",
        "eks:CreateCluster": "DescribeCluster",
        "eks:CreateNodegroup": "DescribeNodegroup", "eks:CreateFargateProfile": "DescribeFargateProfile",
        "eks:DeleteCluster": "DescribeCluster", "eks:DeleteNodegroup": "DescribeNodegroup",
        "eks:DeleteFargateProfile": "DescribeFargateProfile", "emr:CreateCluster": "DescribeCluster",
        "emr:TerminateCluster": "DescribeCluster", "emr:AddStep": "DescribeStep", "emr:CancelStep": "DescribeStep",
        "emrcontainers:CreateVirtualCluster": "DescribeVirtualCluster",
        "emrcontainers:DeleteVirtualCluster": "DescribeVirtualCluster", "emrcontainers:StartJobRun": "DescribeJobRun",
        "emrserverless:CreateApplication": "GetApplication", "emrserverless:StartApplication": "GetApplication",
        "emrserverless:StopApplication": "GetApplication", "emrserverless:DeleteApplication": "GetApplication",
        "emrserverless:StartJobRun": "GetJobRun", "glue:StartJobRun": "GetJobRun", "mediaconvert:CreateJob": "GetJob",
        "sagemaker:CreateTrainingJob": "DescribeTrainingJob", "sagemaker:CreateTransformJob": "DescribeTransformJob",
        "sagemaker:CreateProcessingJob": "DescribeProcessingJob", "sagemaker:CreateLabelingJob": "DescribeLabelingJob",
        "sagemaker:CreateHyperParameterTuningJob": "DescribeHyperParameterTuningJob",
        "sfn:StartExecution": "DescribeExecution",
    ]
}
