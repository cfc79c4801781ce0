import FlowTasks
import Glibc
import StatesLanguage

/// A multipart upload that has begun: it is completed or aborted, or its parts would be paid for for ever.
struct S3Upload: Sendable {
    let client: S3Client
    let key: String
    let id: String

    /// Begins an upload.
    ///
    /// Who is cancelled meanwhile still waits a little for the upload's name: what has no name cannot be aborted.
    static func start(_ client: S3Client, key: String, _ cancellation: Cancellation) throws -> S3Upload {
        let patience = Cancellation()
        let giveUpSoon: @Sendable () -> Void = { patience.cancel(afterMilliseconds: 300) }
        let upload = try cancellation.withWaker(giveUpSoon) { try begin(client, key: key, patience) }
        if cancellation.isCancelled {
            upload.abort(isCancelled: true)
            throw CancellationError()
        }
        return upload
    }

    private static func begin(_ client: S3Client, key: String, _ cancellation: Cancellation) throws -> S3Upload {
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
            timeoutMilliseconds: isCancelled ? 600 : 20_000
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

extension Cancellation {
    /// Cancels after a while, or at once where the system gives no thread to wait on.
    fileprivate func cancel(afterMilliseconds milliseconds: UInt32) {
        startThread {
            usleep(milliseconds * 1_000)
            self.cancel()
        } orFail: { _ in
            self.cancel()
        }
    }
}
