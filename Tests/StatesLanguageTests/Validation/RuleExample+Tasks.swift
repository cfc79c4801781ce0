import StatesLanguage

extension RuleExample {
    private static func task(_ resource: String, _ fields: String = "") -> String {
        one(#""Type": "Task", "Resource": "\#(resource)"\#(fields)"#)
    }

    static let tasks: [RuleExample] = [
        RuleExample(
            code: "B20",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::states:startExecution.sync:2"),
            mended: task("arn:aws:states:::states:startExecution"),
            executionType: .express
        ),
        RuleExample(
            code: "B21",
            pointer: "/States/A/Resource",
            broken: task("lambda:invoke"),
            mended: task("${LambdaArn}")
        ),
        RuleExample(
            code: "B21",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::lambda:invok"),
            mended: task("arn:aws:states:::lambda:invoke.waitForTaskToken"),
            message: "The service integration \"lambda\" has no action \"invok\".",
            hint: "Did you mean \"lambda:invoke\"?"
        ),
        RuleExample(
            code: "B21",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::sqs:sendMessage.waitForTasktoken"),
            mended: task("arn:aws:states:::codebuild:startBuild.sync"),
            message: "A service integration can't end with \".waitForTasktoken\".",
            hint: "Did you mean \".waitForTaskToken\"?"
        ),
        RuleExample(
            code: "B21",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::aws-sdk:sqs:sendMessage.wait"),
            mended: task("arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken"),
            message: "A service integration can't end with \".wait\"."
        ),
        RuleExample(
            code: "B21",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::sqs:sendMessage.sync:2"),
            mended: task("arn:aws:states:::states:startExecution.sync:2"),
            message: "\"sqs:sendMessage\" has no job that \".sync:2\" could wait for."
        ),
        RuleExample(
            code: "B22",
            pointer: "/States/A/Credentials",
            broken: task("arn:aws:states:::sqs:sendMessage", #", "Credentials": {"Role": "x"}"#),
            mended: task("arn:aws:states:::sqs:sendMessage", #", "Credentials": {"RoleArn.$": "$.role"}"#)
        ),
        RuleExample(
            code: "B23",
            pointer: "/States/A/Parameters",
            broken: task("arn:aws:states:::http:invoke", #", "Parameters": {"ApiEndpoint": "https://a.b"}"#),
            mended: task(
                "arn:aws:states:::http:invoke",
                #", "Parameters": {"ApiEndpoint": "https://a.b", "Method.$": "$.m", "Authentication": {}}"#
            ),
            message: "\"http:invoke\" is not given \"Method\" and \"Authentication\", which it needs."
        ),
        RuleExample(
            code: "B24",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::aws-sdk:S3:GetObject"),
            mended: task("arn:aws:states:::aws-sdk:s3:getObject"),
            hint: "Did you mean \"aws-sdk:s3:getObject\"?"
        ),
        RuleExample(
            code: "B24",
            pointer: "/States/A/Resource",
            broken: task("arn:aws:states:::aws-sdk:s3:getObjct"),
            mended: task("arn:aws:states:::aws-sdk:newservice:getObjct"),
            message: "The service \"s3\" has no action \"getObjct\", as far as is known here.",
            hint: "Did you mean \"aws-sdk:s3:getObject\"?"
        ),
        RuleExample(
            code: "F05",
            pointer: "/States/A",
            broken: machine(
                #"{"A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}]}, "B": {"Type": "Succeed"}}"#
            ),
            mended: machine(
                #"{"A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}], "Default": "B"}, "B": {"Type": "Succeed"}}"#
            )
        ),
    ]
}
