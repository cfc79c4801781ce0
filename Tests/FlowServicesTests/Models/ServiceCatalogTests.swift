import FlowJSON
import StatesLanguage
import Testing

@testable import FlowServices

@Suite("The services' models")
struct ServiceCatalogTests {
    @Test("every service's model can be read and has actions", arguments: ServiceCatalog.entries.keys.sorted())
    func models(service: String) throws {
        let model = try #require(ServiceCatalog.model(of: service))
        #expect(!model.actions.isEmpty)
        // What the validator knows.
        if let known = ServiceActions.ofSDK(service) { #expect(known.map(String.init) == model.actions) }
        for action in model.actions {
            let operation = try #require(model.operation(action))
            for case .shape(let name)? in [operation.input, operation.output] {
                #expect(model.shape(.shape(name)) != nil, "\(service):\(action) has no shape \(name)")
            }
        }
    }

    @Test(
        "members have the names that AWS's SDK gives them",
        arguments: [
            ("MD5OfBody", "Md5OfBody"), ("ETag", "ETag"), ("ACL", "Acl"), ("SSEKMSKeyId", "SsekmsKeyId"),
            ("ChecksumCRC32", "ChecksumCRC32"), ("taskToken", "TaskToken"), ("NULL", "Nul"), ("BOOL", "Bool"),
            ("SS", "Ss"), ("S", "S"), ("DBClusterIdentifier", "DbClusterIdentifier"), ("KeyId", "KeyId"),
        ]
    )
    func names(name: String, expected: String) throws {
        let shape = try #require(Shape(["m": .object([name: "s"])]))
        guard case .structure(let structure) = shape else { return }
        #expect(structure.members.first?.sdkName == expected)
    }

    @Test(
        "resources are taken apart",
        arguments: [
            ("arn:aws:states:::sqs:sendMessage", .optimized(service: "sqs", action: "sendMessage")),
            ("arn:aws:states:::states:startExecution.sync:2", .optimized(service: "states", action: "startExecution")),
            ("arn:aws:states:::aws-sdk:dynamodb:putItem", .sdk(service: "dynamodb", action: "putItem")),
            ("arn:aws:states:::aws-sdk:sns:publish.waitForTaskToken", .sdk(service: "sns", action: "publish")),
            ("arn:aws:lambda:us-east-1:1:function:f:2", .function("arn:aws:lambda:us-east-1:1:function:f:2")),
            ("arn:aws:states:us-east-1:1:activity:a", nil), ("anything", nil), ("arn:aws:states:::s3", nil),
        ] as [(String, ServiceResource?)]
    )
    func resources(text: String, expected: ServiceResource?) {
        #expect(ServiceResource(text) == expected)
    }

    @Test("an unknown service or action is told with the nearest that there is")
    func unknown() {
        #expect(ServiceCall("dynamo", "putItem", [:], .sdk).unknown.cause.contains("Did you mean \"dynamodb\"?"))
        #expect(ServiceCall("dynamodb", "putItems", [:], .sdk).unknown.cause.contains("Did you mean \"putItem\"?"))
    }

    @Test("an endpoint is the service's own variable, then the common one, then AWS")
    func endpoints() throws {
        let sfn = try #require(ServiceCatalog.model(of: "sfn"))
        let logs = try #require(ServiceCatalog.model(of: "cloudwatchlogs"))
        let own = ServiceEnvironment(["AWS_ENDPOINT_URL": "http://a/", "AWS_ENDPOINT_URL_STEPFUNCTIONS": "http://b"])
        #expect(own.endpoint(of: sfn, region: "eu-west-1") == ServiceEndpoint(origin: "http://b", isAWS: false))
        #expect(own.endpoint(of: logs, region: "eu-west-1") == ServiceEndpoint(origin: "http://a", isAWS: false))
        let none = ServiceEnvironment([:])
        #expect(none.endpoint(of: sfn, region: "eu-west-1").origin == "https://states.eu-west-1.amazonaws.com")
        #expect(none.endpoint(of: sfn, region: "cn-north-1").origin == "https://states.cn-north-1.amazonaws.com.cn")
    }
}
