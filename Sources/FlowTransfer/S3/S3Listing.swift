import FlowConnections
import FlowTasks
import StatesLanguage

/// Lists a bucket page by page.
struct S3Listing {
    struct Object {
        var key: String
        var sizeInBytes: Int64
        var modified: String?
        var eTag: String?
        var storageClass: String?
    }
    let client: S3Client
    let prefix: String
    /// How many objects a page has at most; 1,000 on AWS.
    var pageSize = 1000

    /// Gives the objects that can match a glob below the prefix, in the order of their keys.
    func forEach(matching glob: Glob, _ cancellation: Cancellation, _ body: (Object) throws -> Void) throws {
        let (folder, rest) = glob.fixedFolder
        let start = prefix + folder.map { $0 + "/" }.joined() + (rest.first?.fixedBeginning ?? "")
        // Matches of the last part alone are all in one folder.
        let isFlat = rest.count == 1 && !glob.isRecursive
        try forEach(beginningWith: start, isFlat: isFlat, cancellation) { object in
            if !object.key.hasSuffix("/") { try body(object) }
        }
    }

    /// Gives the objects whose keys begin with a text, in the order of their keys.
    ///
    /// - Parameter isFlat: whether those with another `/` behind the text are left out.
    func forEach(
        beginningWith start: String,
        isFlat: Bool = false,
        headers: [(name: String, value: String)] = [],
        _ cancellation: Cancellation,
        _ body: (Object) throws -> Void
    ) throws {
        var query = [("list-type", "2"), ("prefix", start), ("encoding-type", "url"), ("max-keys", String(pageSize))]
        if isFlat { query.append(("delimiter", "/")) }
        var token: String?
        repeat {
            let page = try page(query + (token.map { [("continuation-token", $0)] } ?? []), headers, cancellation)
            for object in page.objects { try body(object) }
            token = page.nextToken
        } while token != nil
    }

    private func page(
        _ query: [(String, String)],
        _ headers: [(name: String, value: String)],
        _ cancellation: Cancellation
    ) throws -> (objects: [Object], nextToken: String?) {
        var bytes: [UInt8] = []
        _ = try client.send(S3Client.Request(method: "GET", query: query, headers: headers), cancellation) { _, part in
            // 1,000 keys of 1,024 bytes, each byte of which may be escaped, are 3 MB.
            guard bytes.count < 16 << 20 else { throw S3Client.unreadable(client) }
            bytes += part
        }
        guard let page = Self.parse(bytes) else { throw S3Client.unreadable(client) }
        return page
    }

    static func parse(_ bytes: [UInt8]) -> (objects: [Object], nextToken: String?)? {
        guard let root = XMLTree(parsing: bytes), root.name == "ListBucketResult" else { return nil }
        let isEncoded = root["EncodingType"]?.text == "url"
        let objects = root.all("Contents").compactMap { entry -> Object? in
            guard let key = entry["Key"]?.text, let size = entry["Size"].flatMap({ Int64($0.text) }) else { return nil }
            return Object(
                key: isEncoded ? PercentEncoding.decodeLeniently(key, plusIsBlank: true) : key,
                sizeInBytes: size,
                modified: entry["LastModified"]?.text,
                eTag: entry["ETag"]?.text,
                storageClass: entry["StorageClass"]?.text
            )
        }
        let hasMore = root["IsTruncated"]?.text == "true"
        return (objects, hasMore ? root["NextContinuationToken"]?.text : nil)
    }
}

extension S3Client {
    static func unreadable(_ client: S3Client) -> TaskFailure {
        TaskFailure(
            error: "S3.UnreadableAnswer",
            cause: "\(client.place) answered with something that is not S3's XML; check the connection's endpoint."
        )
    }
}

extension Glob.Part {
    /// The text with which every match begins.
    fileprivate var fixedBeginning: String {
        switch self {
        case .literal(let name): name
        case .anyFolders: ""
        case .pattern(let bytes):
            String(
                decoding: bytes.prefix {
                    ![UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\")].contains($0)
                },
                as: UTF8.self
            )
        }
    }
}
