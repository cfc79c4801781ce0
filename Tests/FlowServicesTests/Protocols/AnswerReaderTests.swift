import FlowJSON
import FlowTransfer
import Testing

@testable import FlowServices

@Suite("Answers")
struct AnswerReaderTests {
    private func result(
        _ service: String,
        _ action: String,
        _ body: String,
        headers: [(name: String, value: String)] = [],
        _ style: NameStyle = .sdk
    ) throws -> JSON {
        let (_, model, operation) = try #require(ServiceCall(service, action, [:], style).found)
        let answer = WebAnswer(status: 200, headers: headers, body: Array(body.utf8))
        return AnswerReader(model: model, style: style).read(answer, of: operation)
    }

    @Test("names are the SDK's or the service's with a capital, moments ISO 8601 or milliseconds")
    func styles() throws {
        let body = #"{"executionArn":"arn:x","startDate":1767323045.5}"#
        #expect(
            try result("sfn", "startExecution", body)
                == ["ExecutionArn": "arn:x", "StartDate": "2026-01-02T03:04:05.500Z"]
        )
        #expect(
            try result("sfn", "startExecution", body, .optimized)
                == ["ExecutionArn": "arn:x", "StartDate": 1_767_323_045_500]
        )
        let sent = #"{"MD5OfMessageBody":"m","MessageId":"1"}"#
        #expect(try result("sqs", "sendMessage", sent) == ["Md5OfMessageBody": "m", "MessageId": "1"])
        #expect(try result("sqs", "sendMessage", sent, .optimized) == ["MD5OfMessageBody": "m", "MessageId": "1"])
    }

    @Test("bytes that are text show as it, others stay Base64; empty lists stay")
    func bytes() throws {
        let item = #"{"Item":{"a":{"B":"YWJj"},"b":{"B":"/w=="},"c":{"L":[]}}}"#
        #expect(
            try result("dynamodb", "getItem", item)
                == ["Item": ["a": ["B": "abc"], "b": ["B": "/w=="], "c": ["L": []]]]
        )
    }

    @Test("the query protocol's result is in its wrapper")
    func query() throws {
        let body = """
            <PublishResponse xmlns="x"><PublishResult><MessageId>m-1</MessageId></PublishResult>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>
            """
        #expect(try result("sns", "publish", body) == ["MessageId": "m-1"])
    }

    @Test("an object of S3 has its headers' members, its metadata and its text")
    func object() throws {
        let headers: [(name: String, value: String)] = [
            ("Content-Length", "4"), ("ETag", "\"e\""), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
            ("x-amz-meta-Kind", "k"),
        ]
        let object = try result("s3", "getObject", "text", headers: headers)
        #expect(
            object == [
                "Body": "text", "ContentLength": 4, "ETag": "\"e\"", "LastModified": "2026-01-02T03:04:05Z",
                "Metadata": ["kind": "k"],
            ]
        )
    }

    @Test("flattened lists of XML are gathered")
    func list() throws {
        let body = """
            <ListBucketResult><Name>b</Name><Contents><Key>a</Key><Size>1</Size></Contents>
            <Contents><Key>c</Key><Size>2</Size></Contents><IsTruncated>false</IsTruncated></ListBucketResult>
            """
        #expect(
            try result("s3", "listObjectsV2", body) == [
                "IsTruncated": false, "Name": "b",
                "Contents": [["Key": "a", "Size": 1], ["Key": "c", "Size": 2]],
            ]
        )
    }

    @Test("what is broken has nothing in it", arguments: ["", "{", "<a>", "\u{0}"])
    func broken(body: String) throws {
        #expect(try result("dynamodb", "getItem", body) == [:])
        #expect(try result("sns", "publish", body) == [:])
    }
}
