import FlowJSON
import FlowTransfer
import Testing

@testable import FlowServices

@Suite("Requests")
struct RequestWriterTests {
    private func request(
        _ service: String,
        _ action: String,
        _ parameters: JSON,
        _ style: NameStyle = .sdk
    ) throws -> WebRequest {
        let (_, model, operation) = try #require(ServiceCall(service, action, parameters, style).found)
        return RequestWriter(model: model, style: style).write(operation, parameters, to: "https://aws")
    }

    private func header(_ name: String, of request: WebRequest) -> String? {
        request.headers.first { $0.name == name }?.value
    }

    @Test("a JSON protocol names its action in a header and the members as the service does")
    func json() throws {
        let request = try request("sfn", "sendTaskSuccess", ["TaskToken": "t", "Output": "{}"])
        #expect(request.method == "POST")
        #expect(request.url == "https://aws/")
        #expect(header("x-amz-target", of: request) == "AWSStepFunctions.SendTaskSuccess")
        #expect(header("content-type", of: request) == "application/x-amz-json-1.0")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"taskToken":"t","output":"{}"}"#)
    }

    @Test("a value where the service wants a text is its JSON text")
    func texts() throws {
        let request = try request("sfn", "startExecution", ["StateMachineArn": "a", "Input": ["x": [1, "y"]]])
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"stateMachineArn":"a","input":"{\"x\":[1,\"y\"]}"}"#
        )
    }

    @Test("moments are seconds and bytes are Base64 in a JSON protocol; null members are left out")
    func values() throws {
        let parameters: JSON = [
            "TableName": "t", "Item": ["raw": ["B": "abc"], "set": ["Ss": ["x"]], "none": ["Nul": true]],
            "ReturnValues": nil,
        ]
        let put = try request("dynamodb", "putItem", parameters)
        #expect(
            String(decoding: put.body, as: UTF8.self)
                == #"{"TableName":"t","Item":{"raw":{"B":"YWJj"},"set":{"SS":["x"]},"none":{"NULL":true}}}"#
        )
        let events = try request(
            "eventbridge",
            "putEvents",
            ["Entries": [["Time": "2026-01-02T03:04:05Z", "Source": "s"]]]
        )
        #expect(String(decoding: events.body, as: UTF8.self) == #"{"Entries":[{"Time":1767323045,"Source":"s"}]}"#)
    }

    @Test("the query protocol counts entries from 1")
    func query() throws {
        let parameters: JSON = [
            "TopicArn": "arn:topic", "Message": "a b&c",
            "MessageAttributes": ["kind": ["DataType": "String", "StringValue": "x"]],
        ]
        let request = try request("sns", "publish", parameters, .optimized)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=Publish&Version=2010-03-31&TopicArn=arn%3Atopic&Message=a%20b%26c"
                + "&MessageAttributes.entry.1.Name=kind&MessageAttributes.entry.1.Value.DataType=String"
                + "&MessageAttributes.entry.1.Value.StringValue=x"
        )
    }

    @Test("a REST protocol fills the path, the query, the headers and the body")
    func rest() throws {
        let invoke = try request(
            "lambda",
            "invoke",
            ["FunctionName": "arn:aws:lambda:x:1:function:f", "Qualifier": "2", "LogType": "Tail", "Payload": ["a": 1]]
        )
        let path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3A1%3Afunction%3Af/invocations"
        #expect(invoke.url == "https://aws\(path)?Qualifier=2")
        #expect(header("x-amz-log-type", of: invoke) == "Tail")
        #expect(String(decoding: invoke.body, as: UTF8.self) == #"{"a":1}"#)

        let put = try request(
            "s3",
            "putObject",
            ["Bucket": "b", "Key": "dir/a key.txt", "Body": "text", "Metadata": ["k": "v"]]
        )
        #expect(put.method == "PUT")
        #expect(put.path == "/b/dir/a%20key.txt")
        #expect(header("x-amz-meta-k", of: put) == "v")
        #expect(header("content-type", of: put) == "text/plain; charset=UTF-8")
        #expect(header("x-amz-checksum-crc32", of: put) == "O4unxw==")

        let list = try request("s3", "listObjectsV2", ["Bucket": "b", "MaxKeys": 7])
        #expect(list.url == "https://aws/b?list-type=2&max-keys=7")
    }

    @Test("lists and structures are elements in REST with XML")
    func xml() throws {
        let request = try request(
            "s3",
            "deleteObjects",
            ["Bucket": "b", "Delete": ["Objects": [["Key": "a<b"], ["Key": "c"]], "Quiet": true]]
        )
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>a&lt;b</Key></Object>"#
                + "<Object><Key>c</Key></Object><Quiet>true</Quiet></Delete>"
        )
    }

    @Test(
        "CRC-32 is that of gzip",
        arguments: [("", 0), ("123456789", 0xCBF4_3926), ("false", 0x2BCD_6830)] as [(String, UInt32)]
    )
    func crc(text: String, expected: UInt32) {
        let bytes = CRC32.bytes(of: Array(text.utf8))
        #expect(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == expected)
    }
}
