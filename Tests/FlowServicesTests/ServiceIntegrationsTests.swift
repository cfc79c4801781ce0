import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowServices

@Suite("Calls", .timeLimit(.minutes(5)))
struct ServiceIntegrationsTests {
    private func failure(_ body: () async throws -> JSON) async -> TaskFailure? {
        await #expect(throws: TaskFailure.self) { try await body() }
    }

    @Test("a call is signed for the role's account, and its result tells of the answer")
    func optimized() async throws {
        let server = try ScriptedServer { _, _ in ServedAnswer(body: #"{"MessageId":"1","MD5OfMessageBody":"m"}"#) }
        let monitor = CallMonitor()
        let result = try await server.call(
            "arn:aws:states:::sqs:sendMessage",
            ["QueueUrl": "http://q", "MessageBody": ["a": 1]],
            monitor
        )
        let request = try #require(server.served.first)
        #expect(request.action == "SendMessage")
        #expect(request.body == #"{"QueueUrl":"http://q","MessageBody":"{\"a\":1}"}"#)
        #expect(request.headers["x-moto-account-id"] == "210987654321")
        #expect(request.headers["authorization"]?.contains("Credential=210987654321/") == true)
        #expect(request.headers["authorization"]?.contains("/eu-west-1/sqs/aws4_request") == true)
        #expect(result["MessageId"] == "1")
        #expect(result["SdkResponseMetadata"] == ["RequestId": "request-1"])
        #expect(result["SdkHttpMetadata"]?["HttpStatusCode"] == 200)
        #expect(monitor.said == ["started"])
    }

    @Test("missing credentials fail a call as they fail the SDK's client")
    func credentials() async {
        let client = ServiceClient(ServiceEnvironment([:]))
        let failure = await failure {
            try await client.translating(ServiceCall("sqs", "sendMessage", [:], .optimized)) { () throws -> JSON in
                throw TaskFailure(error: "Files.AuthenticationFailed", cause: "There are none.")
            }
        }
        #expect(failure?.error == "SQS.SdkClientException")
        #expect(failure?.cause == "Unable to load credentials: There are none.")
    }

    @Test("an aws-sdk call has the result alone")
    func sdk() async throws {
        let server = try ScriptedServer { _, _ in ServedAnswer(body: #"{"SecretList":[]}"#) }
        let result = try await server.call("arn:aws:states:::aws-sdk:secretsmanager:listSecrets", [:])
        #expect(result == ["SecretList": []])
    }

    @Test(
        "a call goes on with the task's trace, but for a header of its own",
        arguments: [("lambda:invoke", nil), ("http:invoke", nil), ("http:invoke", "own"), ("apigateway:invoke", "own")]
    )
    func trace(integration: String, own: String?) async throws {
        let server = try ScriptedServer { _, _ in ServedAnswer() }
        var context = TaskContext.test("arn:aws:states:::\(integration)")
        context.credentials = ["RoleArn": "arn:aws:iam::210987654321:role/other"]
        context.traceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        var arguments: JSONObject =
            integration == "lambda:invoke"
            ? ["FunctionName": "f"] : ["Method": "GET", "ApiEndpoint": .string(server.origin)]
        if let own { arguments["Headers"] = ["TraceParent": .string(own)] }
        let integrations = ServiceIntegrations(ServiceEnvironment(["AWS_ENDPOINT_URL": server.origin]))
        _ = try await integrations.call(.object(arguments), context)
        let sent = try #require(server.served.first).headers["traceparent"]
        #expect(sent == own ?? context.traceParent)
    }

    @Test("a busy server is asked three times, one that refuses once")
    func retries() async throws {
        let busy = try ScriptedServer { _, number in
            number < 3 ? ServedAnswer(status: 503, body: "{}") : ServedAnswer(body: #"{"SecretList":[]}"#)
        }
        _ = try await busy.call("arn:aws:states:::aws-sdk:secretsmanager:listSecrets", [:])
        #expect(busy.served.count == 3)
        let refusing = try ScriptedServer { _, _ in ServedAnswer(status: 400, body: #"{"__type":"No","message":"no"}"#)
        }
        let failed = await failure {
            try await refusing.call("arn:aws:states:::aws-sdk:secretsmanager:listSecrets", [:])
        }
        #expect(failed?.error == "SecretsManager.SecretsManagerException")
        #expect(refusing.served.count == 1)
    }

    @Test("a server that is not there is a failure of the SDK's client")
    func unreachable() async throws {
        var context = TaskContext.test("arn:aws:states:::sqs:sendMessage")
        context.credentials = ["RoleArn": "arn:aws:iam::210987654321:role/other"]
        let integrations = ServiceIntegrations(ServiceEnvironment(["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]))
        let failed = await failure { [context] in
            try await integrations.call(["QueueUrl": "q", "MessageBody": "b"], context)
        }
        #expect(failed?.error == "SQS.SdkClientException")
        #expect(failed?.cause.hasPrefix("Unable to execute HTTP request: ") == true)
    }

    @Test("a function's ARN takes and gives its payload as it is; its failures have their own names")
    func function() async throws {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:f"
        let server = try ScriptedServer { request, _ in
            switch request.body {
            case #""fail""#:
                ServedAnswer(
                    headers: [("X-Amz-Function-Error", "Unhandled")],
                    body: #"{"errorMessage": "m", "errorType": "Mine"}"#
                )
            case #""odd""#:
                ServedAnswer(headers: [("X-Amz-Function-Error", "Unhandled")], body: #"{"errorMessage": "m"}"#)
            default: ServedAnswer(body: request.body)
            }
        }
        #expect(try await server.call(arn, ["a": [1, 2.5]]) == ["a": [1, 2.5]])
        #expect(try await server.call(arn, "text") == "text")
        let mine = await failure { try await server.call(arn, "fail") }
        #expect(mine == TaskFailure(error: "Mine", cause: #"{"errorMessage": "m", "errorType": "Mine"}"#))
        let odd = await failure { try await server.call(arn, "odd") }
        #expect(odd?.error == "Lambda.Unknown")
        #expect(odd?.cause.hasSuffix(#"Returned payload: {"errorMessage": "m"}"#) == true)
    }

    @Test("lambda:invoke sends a text as it is and tells what the function gave")
    func invoke() async throws {
        let server = try ScriptedServer { request, _ in
            ServedAnswer(
                headers: [("X-Amz-Executed-Version", "$LATEST")],
                body: request.body.isEmpty ? "{}" : request.body
            )
        }
        let resource = "arn:aws:states:::lambda:invoke"
        let result = try await server.call(resource, ["FunctionName": "f", "Payload": "[1, 2]"])
        #expect(result["Payload"] == [1, 2])
        #expect(result["StatusCode"] == 200)
        #expect(result["ExecutedVersion"] == "$LATEST")
        #expect(try await server.call(resource, ["FunctionName": "f", "Payload": nil])["Payload"] == [:])
    }

    @Test("events name their state machine and execution, and one that failed fails the task")
    func events() async throws {
        let server = try ScriptedServer { request, _ in
            request.body.contains("bad")
                ? ServedAnswer(body: #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InvalidArgument"}]}"#)
                : ServedAnswer(body: #"{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}"#)
        }
        let resource = "arn:aws:states:::events:putEvents"
        let result = try await server.call(resource, ["Entries": [["Detail": ["m": 1], "Resources": ["own"]]]])
        #expect(result == ["FailedEntryCount": 0, "Entries": [["EventId": "1"]]])
        let sent = try JSON(parsing: try #require(server.served.first).body)
        let machine = "arn:aws:states:eu-west-1:123456789012"
        #expect(
            sent["Entries"]?[0] == [
                "Detail": #"{"m":1}"#,
                "Resources": [
                    "own", .string("\(machine):stateMachine:machine"), .string("\(machine):execution:machine:run"),
                ],
            ]
        )
        let failed = await failure { try await server.call(resource, ["Entries": [["Source": "bad"]]]) }
        #expect(failed?.error == "EventBridge.FailedEntry")
        #expect(failed?.cause == #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InvalidArgument"}]}"#)
    }

    @Test("apigateway:invoke puts the address together, and a status is its error's name")
    func apiGateway() async throws {
        let server = try ScriptedServer { request, _ in
            request.target == "/base/stage/a%20b?q=1&q=2"
                ? ServedAnswer(body: #"{"ok":true}"#) : ServedAnswer(status: 403, body: #"{"message":"no"}"#)
        }
        let arguments: JSON = [
            "ApiEndpoint": .string("\(server.origin)/base"), "Method": "POST", "Stage": "stage", "Path": "/a b",
            "QueryParameters": ["q": ["1", "2"]], "RequestBody": ["x": 1],
        ]
        let result = try await server.call("arn:aws:states:::apigateway:invoke", arguments)
        #expect(result["ResponseBody"] == ["ok": true])
        #expect(server.served.first?.headers["content-type"] == "application/json")
        let failed = await failure {
            try await server.call(
                "arn:aws:states:::apigateway:invoke",
                ["ApiEndpoint": .string(server.origin), "Method": "GET"]
            )
        }
        #expect(failed == TaskFailure(error: "ApiGateway.403", cause: #"{"message":"no"}"#))
    }

    @Test("http:invoke keeps its own headers and encodes forms")
    func http() async throws {
        let server = try ScriptedServer { _, _ in ServedAnswer(body: "plain") }
        let arguments: JSON = [
            "ApiEndpoint": .string("\(server.origin)/x"), "Method": "POST",
            "Headers": ["User-Agent": "mine", "X-Kind": "k"], "RequestBody": ["a": [1, 2], "b": ["c": "d e"]],
            "Transform": ["RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": ["ArrayFormat": "BRACKETS"]],
        ]
        let result = try await server.call("arn:aws:states:::http:invoke", arguments)
        let request = try #require(server.served.first)
        #expect(request.body == "a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=d%20e")
        #expect(request.headers["user-agent"] == "Amazon|StepFunctions|HttpInvoke|eu-west-1")
        #expect(request.headers["range"] == "bytes=0-262144")
        #expect(request.headers["x-kind"] == "k")
        #expect(result["ResponseBody"] == "plain")
        #expect(result["StatusText"] == "OK")
    }
}
