import FlowConnections
import FlowTasks
import StatesLanguage

/// Copies an object on the server, in parts where it is larger than one request may copy.
struct S3Copy {
    let client: S3Client
    let sourceBucket: String
    let sourceKey: String
    let key: String
    /// The most bytes of a copy by one request; 5 GiB on AWS.
    var largestSingleCopy: Int64 = 5 << 30
    var partSize: Int64 = 512 << 20

    func run(sizeInBytes: Int64, _ cancellation: Cancellation) throws {
        let source = "/" + PercentEncoding.encode("\(sourceBucket)/\(sourceKey)", keepingSlashes: true)
        guard sizeInBytes > largestSingleCopy else {
            let request = S3Client.Request(method: "PUT", key: key, headers: [("x-amz-copy-source", source)])
            _ = try checked(client.send(request, cancellation), "CopyObjectResult")
            return
        }
        let upload = try S3Upload.start(client, key: key, cancellation)
        do {
            var tags: [String] = []
            var position: Int64 = 0
            while position < sizeInBytes {
                let end = min(position + max(partSize, sizeInBytes / 9_999 + 1), sizeInBytes)
                let request = S3Client.Request(
                    method: "PUT",
                    key: key,
                    query: upload.query(part: tags.count + 1),
                    headers: [
                        ("x-amz-copy-source", source), ("x-amz-copy-source-range", "bytes=\(position)-\(end - 1)"),
                    ]
                )
                let answer = try checked(client.send(request, cancellation), "CopyPartResult")
                guard let tag = answer["ETag"]?.text else { throw S3Client.unreadable(client) }
                tags.append(tag)
                position = end
            }
            try upload.complete(tags, sizeInBytes: sizeInBytes, cancellation)
        } catch {
            upload.abort(isCancelled: cancellation.isCancelled)
            throw error
        }
    }

    private func checked(_ answer: HTTPAnswer, _ name: String) throws -> XMLTree {
        try S3Upload.result(answer, name, client)
    }
}
