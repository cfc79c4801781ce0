import FlowConnections
import FlowTasks
import StatesLanguage

/// The files below a prefix of a bucket.
final class S3Storage: Storage {
    let client: S3Client
    /// Empty, or ending in `/`.
    private let prefix: String
    private let partSize: Int
    private let selection: S3Selection

    init(_ connection: Connection) throws {
        client = try S3Client(connection)
        let parts = connection.url.path.split(separator: "/")
        prefix = parts.isEmpty ? "" : parts.joined(separator: "/") + "/"
        let mebibytes = connection.options["part_size_mib"].map { Int($0) ?? 0 } ?? 5
        guard 5...512 ~= mebibytes else {
            throw TaskFailure.invalidPath(
                "The option part_size_mib of the connection \"\(connection.name)\" must be a number from 5 to 512."
            )
        }
        partSize = mebibytes << 20
        selection = S3Selection()
    }

    private init(_ other: S3Storage, _ selection: S3Selection) {
        client = other.client
        prefix = other.prefix
        partSize = other.partSize
        self.selection = selection
    }

    func selecting(versionID: String?, expectedBucketOwner: String?) throws -> any Storage {
        S3Storage(self, S3Selection(versionID: versionID, expectedBucketOwner: expectedBucketOwner))
    }

    func listObjects(
        prefix path: String,
        _ cancellation: Cancellation,
        _ consume: (StoredObject) throws -> Void
    ) throws {
        try client.translating("the list of its files") {
            let listing = S3Listing(client: client, prefix: prefix)
            try listing.forEach(beginningWith: prefix + path, headers: selection.headers, cancellation) { object in
                try consume(
                    StoredObject(
                        path: String(object.key.dropFirst(prefix.count)),
                        sizeInBytes: object.sizeInBytes,
                        modifiedSeconds: object.modified.flatMap { Timestamp($0) }.map { $0.milliseconds / 1000 } ?? 0,
                        eTag: object.eTag ?? "\"\"",
                        storageClass: object.storageClass ?? "STANDARD"
                    )
                )
            }
        }
    }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] {
        let glob = try Glob(pattern)
        var found: [StoredFile] = []
        try client.translating("the list of its files") {
            try S3Listing(client: client, prefix: prefix).forEach(matching: glob, cancellation) { object in
                let path = String(object.key.dropFirst(prefix.count))
                guard glob.matches(path) else { return }
                found.append(
                    StoredFile(location: location(path), sizeInBytes: object.sizeInBytes, modified: object.modified)
                )
            }
        }
        return found.sorted { $0.location.path.utf8.lexicographicallyPrecedes($1.location.path.utf8) }
    }

    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        let key = try key(path)
        let answer = try client.translating("file \"\(path)\"") {
            try client.send(
                S3Client.Request(method: "HEAD", key: key, query: selection.query, headers: selection.headers),
                cancellation
            )
        }
        return describedBy(answer, path)
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var reader = S3Reader(client: client, key: try key(path), selection: selection, position: offset)
        try client.translating("file \"\(path)\"") { try reader.read(cancellation, consume) }
    }

    /// Asks one question: the answer's header tells what its body is.
    func readDescribed(
        _ path: String,
        _ cancellation: Cancellation,
        begin: (StoredFile) throws -> Int64?,
        consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var reader = S3Reader(client: client, key: try key(path), selection: selection, position: 0)
        try client.translating("file \"\(path)\"") {
            try reader.read(cancellation, begin: { try begin(describedBy($0, path)) }, consume)
        }
    }

    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        try S3Sink(
            client: client,
            key: key(path),
            location: location(path),
            parts: S3PartPlan(partSize: partSize, expectedSizeInBytes: expectedSizeInBytes),
            cancellation
        )
    }

    func delete(_ path: String, _ cancellation: Cancellation) throws {
        let key = try key(path)
        do {
            _ = try client.translating("file \"\(path)\"") {
                try client.send(S3Client.Request(method: "DELETE", key: key), cancellation)
            }
        } catch let failure as TaskFailure where failure.error == "Files.NotFound" {
            return
        }
    }

    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? {
        try copy(from, of: self, to: to, cancellation)
    }

    /// Copies on the server; `nil` where the two buckets are not behind the same server, or it may not.
    func copy(_ from: String, of source: S3Storage, to: String, _ cancellation: Cancellation) throws -> StoredFile? {
        let (here, there) = (client.address, source.client.address)
        guard here.scheme == there.scheme, here.host == there.host || here.isAWS && there.isAWS else { return nil }
        let copy = S3Copy(client: client, sourceBucket: there.bucket, sourceKey: try source.key(from), key: try key(to))
        let described = try source.describe(from, cancellation)
        do {
            try client.translating("file \"\(to)\"") { try copy.run(sizeInBytes: described.sizeInBytes, cancellation) }
        } catch let failure as TaskFailure where source !== self && failure.error == "Files.AccessDenied" {
            // This bucket's key may not read the other bucket; as a stream each end has its own key.
            return nil
        }
        return StoredFile(location: location(to), sizeInBytes: described.sizeInBytes)
    }

    func probe(_ cancellation: Cancellation) throws {
        let query = [("list-type", "2"), ("max-keys", "1"), ("prefix", prefix)]
        _ = try client.translating("the list of its files") {
            try client.send(S3Client.Request(method: "GET", query: query, attempts: 2), cancellation)
        }
    }

    private func describedBy(_ answer: HTTPAnswer, _ path: String) -> StoredFile {
        StoredFile(
            location: location(path),
            sizeInBytes: answer.headers["content-length"].flatMap { Int64($0) } ?? -1,
            modified: answer.headers["last-modified"].flatMap(HTTPDate.rfc3339)
        )
    }

    private func location(_ path: String) -> FileLocation {
        FileLocation(connection: client.connectionName, path: path)
    }

    /// The key of a path; a key is any text, but `..` in it would lead some servers elsewhere.
    private func key(_ path: String) throws(TaskFailure) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath("The path \"\(path)\" names no file.") }
        guard !path.hasPrefix("/") else {
            throw .invalidPath("The path \"\(path)\" begins with \"/\"; paths are relative to the connection's URL.")
        }
        guard !path.split(separator: "/").contains("..") else {
            throw .invalidPath(
                "The path \"\(path)\" has a part \"..\", which could lead out of the connection's prefix."
            )
        }
        guard (prefix + path).utf8.count <= 1024 else {
            throw .invalidPath("The path \"\(path)\" is longer than the 1024 bytes that an S3 key may have.")
        }
        return prefix + path
    }
}
