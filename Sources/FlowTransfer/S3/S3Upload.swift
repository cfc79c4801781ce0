import FlowTasks
import StatesLanguage

/// A multipart upload that has begun: it is completed or aborted, or its parts would be paid for for ever.
struct S3Upload: Sendable {
    let client: S3Client
    let key: String
    let id: String

    static func start(_ client: S3Client, key: String, _ cancellation: Cancellation) throws -> S3Upload {
        let request = S3Client.Request(method: "POST", key: key, query: [("uploads", "")])
        let result = try result(client.send(request, cancellation), "InitiateMultipartUploadResult", client)
        guard let id = result["UploadId"]?.text, !id.isEmpty else { throw S3Client.unreadable(client) }
        return S3Upload(client: client, key: key, id: id)
    }

    func query(part number: Int) -> [(String, String)] { [("partNumber", String(number)), ("uploadId", id)] }

    /// Sends a part, and gives its tag.
    func send(_ bytes: UnsafeRawBufferPointer, part number: Int, _ cancellation: Cancellation) throws -> String {
        let request = S3Client.Request(method: "PUT", key: key, query: query(part: number), body: bytes)
        let answer = try client.send(request, cancellation)
        guard let tag = answer.headers["etag"] else { throw S3Client.unreadable(client) }
        return tag
    }

    /// Makes one object of the parts.
    func complete(_ tags: [String], sizeInBytes: Int64, _ cancellation: Cancellation) throws {
        var xml = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        for (index, tag) in tags.enumerated() {
            xml += "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(Self.escaped(tag))</ETag></Part>"
        }
        xml += "</CompleteMultipartUpload>"
        let bytes = Array(xml.utf8)
        do {
            let answer = try bytes.withUnsafeBytes { body in
                try client.send(
                    S3Client.Request(
                        method: "POST",
                        key: key,
                        query: [("uploadId", id)],
                        headers: [("content-type", "application/xml")],
                        body: body
                    ),
                    cancellation
                )
            }
            _ = try Self.result(answer, "CompleteMultipartUploadResult", client)
        } catch let refusal as S3Refusal where refusal.code == "NoSuchUpload" {
            // An answer that was lost on the way: the first try had completed it, if the object is there.
            let head = try client.send(S3Client.Request(method: "HEAD", key: key), cancellation)
            guard head.headers["content-length"] == String(sizeInBytes) else { throw refusal }
        }
    }

    /// Removes the parts; what goes wrong then cannot be mended here, and the failure before it matters more.
    ///
    /// - Parameter isCancelled: whether somebody waits for the end, so that it must not take long.
    func abort(isCancelled: Bool) {
        let request = S3Client.Request(
            method: "DELETE",
            key: key,
            query: [("uploadId", id)],
            attempts: isCancelled ? 1 : 3,
            timeoutMilliseconds: isCancelled ? 700 : 20_000
        )
        _ = try? client.send(request, Cancellation())
    }

    /// The root of an answer; S3 may say 200 and then send an error.
    static func result(_ answer: HTTPAnswer, _ name: String, _ client: S3Client) throws -> XMLTree {
        guard let root = XMLTree(parsing: answer.body) else { throw S3Client.unreadable(client) }
        if root.name == "Error" {
            var answer = answer
            answer.status = 500
            throw S3Refusal(answer)
        }
        guard root.name == name else { throw S3Client.unreadable(client) }
        return root
    }

    private static func escaped(_ text: String) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
            .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
    }
}
