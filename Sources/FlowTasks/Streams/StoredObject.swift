import StatesLanguage

/// A file as S3 lists it.
package struct StoredObject: Hashable, Sendable {
    /// The path below the connection's URL.
    package var path: String
    /// Its size in bytes.
    package var sizeInBytes: Int64
    /// When it was changed last, in seconds since 1970.
    package var modifiedSeconds: Int64
    /// What names its content, in quotes.
    package var eTag: String
    /// How it is kept, such as `STANDARD`.
    package var storageClass: String

    /// An object of the given parts.
    package init(
        path: String,
        sizeInBytes: Int64,
        modifiedSeconds: Int64,
        eTag: String,
        storageClass: String = "STANDARD"
    ) {
        self.path = path
        self.sizeInBytes = sizeInBytes
        self.modifiedSeconds = modifiedSeconds
        self.eTag = eTag
        self.storageClass = storageClass
    }
}

extension Storage {
    /// The files below the folder that the prefix names; size and time of the last change stand for the content.
    package func listObjects(
        prefix: String,
        _ cancellation: Cancellation,
        _ consume: (StoredObject) throws -> Void
    ) throws {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        let files: [StoredFile]
        do {
            files = try list(Self.literalPattern(folder) + "**", cancellation)
        } catch let failure as TaskFailure where failure.error == "Files.NotFound" && !folder.isEmpty {
            // S3 knows no folders: one that is not there is a prefix that no object has.
            files = []
        }
        for file in files where file.location.path.utf8.starts(with: prefix.utf8) {
            let modified = file.modified.flatMap { Timestamp($0) }?.milliseconds ?? 0
            try consume(
                StoredObject(
                    path: file.location.path,
                    sizeInBytes: file.sizeInBytes,
                    modifiedSeconds: modified / 1000,
                    eTag: "\"\(String(file.sizeInBytes, radix: 16))-\(String(modified, radix: 16))\""
                )
            )
        }
    }

    /// Asks two questions.
    package func readDescribed(
        _ path: String,
        _ cancellation: Cancellation,
        begin: (StoredFile) throws -> Int64?,
        consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard let offset = try begin(describe(path, cancellation)) else { return }
        try read(path, from: offset, cancellation, consume)
    }

    /// Has neither versions nor owners.
    package func selecting(versionID: String?, expectedBucketOwner: String?) throws -> any Storage {
        guard let versionID else { return self }
        throw TaskFailure(
            error: "Files.Unsupported",
            cause: "The version \"\(versionID)\" of a file is asked for; only s3: connections keep versions."
        )
    }

    /// A pattern that matches just this text.
    private static func literalPattern(_ text: String) -> String {
        var pattern = ""
        for character in text {
            if "*?[\\".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern
    }
}
