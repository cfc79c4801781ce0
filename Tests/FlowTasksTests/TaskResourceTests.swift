import FlowJSON
import FlowTasks
import Testing

@Suite("A task's resource")
struct TaskResourceTests {
    @Test(
        "is an activity's ARN whose last part is the task's name",
        arguments: [
            (TaskResource.arn(of: "files-copy"), "files-copy"),
            ("arn:aws-cn:states:cn-north-1:1:activity:x", "x"),
            ("arn:aws:lambda:us-east-1:1:function:x", nil),
            ("arn:aws:states:::sqs:sendMessage", nil),
            ("activity:x", nil),
            ("", nil),
        ] as [(String, String?)]
    )
    func names(resource: String, name: String?) { #expect(TaskResource.taskName(of: resource) == name) }

    @Test("moves to another region and account wherever it stands, and nothing else does")
    func relocation() {
        let arn = TaskResource.arn(of: "a")
        let definition: JSON = [
            "States": ["A": ["Resource": .string(arn), "Comment": .string(arn)]], "x": [["Resource": 1]],
        ]
        let moved = TaskResource.relocating(definition, region: "eu-central-1", account: "1")
        #expect(
            moved == [
                "States": ["A": ["Resource": "arn:aws:states:eu-central-1:1:activity:a", "Comment": .string(arn)]],
                "x": [["Resource": 1]],
            ]
        )
    }
}
