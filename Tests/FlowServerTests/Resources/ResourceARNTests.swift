import Testing

@testable import FlowServer

@Suite("ARNs")
struct ResourceARNTests {
    private static let prefix = "arn:aws:states:us-east-1:123456789012"

    @Test(
        "an ARN is taken apart",
        arguments: [
            ("stateMachine:m", .stateMachine("m")),
            ("stateMachine:m:1", .qualified("m", "1")),
            ("stateMachine:m/label", .labelled("m", "label")),
            ("execution:m:e", .execution("m", "e")),
            ("execution:m/label:e", .execution("m/label", "e")),
            ("express:m:e:u", .express("m", "e")),
            ("mapRun:m/label:u", .mapRun("m/label", "u")),
            ("activity:a", .activity("a")),
            ("cluster:x", .other("cluster")),
        ] as [(String, ResourceARN.Resource)]
    )
    func parts(text: String, expected: ResourceARN.Resource) throws {
        let arn = try ResourceARN("\(Self.prefix):\(text)")
        #expect(arn.resource == expected)
        #expect(arn.prefix == Self.prefix)
    }

    @Test(
        "what is no ARN of the service is refused",
        arguments: [
            ("nothing", "Invalid ARN prefix: nothing"),
            ("arn:aws:s3:::bucket", "Invalid ARN: arn:aws:s3:::bucket"),
            ("arn:aws:states:us-east-1", "Invalid ARN: arn:aws:states:us-east-1"),
            ("\(prefix):stateMachine:", "Invalid ARN: \(prefix):stateMachine:"),
            ("\(prefix):stateMachine:a:b:c", "Invalid ARN: \(prefix):stateMachine:a:b:c"),
        ]
    )
    func refused(text: String, reason: String) {
        #expect(throws: APIError.invalidArn(reason)) { try ResourceARN(text) }
    }

    @Test("an EXPRESS execution is none that can be described")
    func express() {
        #expect(throws: APIError.invalidArn("Resource type not valid in this context: express")) {
            try ResourceARN.execution("\(Self.prefix):express:m:e:u")
        }
    }

    @Test(
        "names with forbidden characters are refused",
        arguments: ["a b", "a\u{0}", "a/b", "a:b", "a~", "a`", "ä\u{85}"]
    )
    func names(name: String) {
        #expect(throws: APIError.invalidName(name)) { try ResourceName.check(name) }
    }

    @Test("other names are taken", arguments: ["a", "a.b-c_d", "ÄÖ", "a'b", "(a)=!@+"])
    func goodNames(name: String) {
        #expect(throws: Never.self) { try ResourceName.check(name) }
    }
}
