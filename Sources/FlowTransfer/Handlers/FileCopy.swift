import FlowTasks
import StatesLanguage

/// One copy of a file from a storage to another, as a stream.
struct FileCopy: Sendable {
    let source: any Storage
    let target: any Storage
    let from: FileLocation
    let to: FileLocation
    /// The checksum that the bytes must have, in hex.
    var expectedSHA256: String?
    /// Whether the checksum is worked out where nobody expects one.
    var tellsChecksum = true
    /// Names the transfer, the same in each attempt.
    let transferName: String
    let report: @Sendable (TaskProgress) -> Void

    /// Copies, and says what was made.
    ///
    /// - Parameter known: what a listing told about the source, so that it need not be asked again.
    func run(known: StoredFile? = nil, _ cancellation: Cancellation) throws -> StoredFile {
        if expectedSHA256 == nil, let copied = try copyOnServer(cancellation) { return copied }
        var opened: CopyTarget?
        func begin(_ described: StoredFile) throws -> Int64? {
            let target = try CopyTarget(self, described, cancellation)
            opened = target
            return try target.begin(cancellation)
        }
        do {
            if let known {
                if let offset = try begin(known) {
                    try source.read(from.path, from: offset, cancellation) { try opened?.take($0) }
                }
            } else {
                try source.readDescribed(from.path, cancellation, begin: begin) { try opened?.take($0) }
            }
            guard let opened else {
                throw TaskFailure.connectionLost("The file \"\(from.path)\" was read without being described.")
            }
            return try opened.finish(cancellation)
        } catch {
            opened?.giveUp(after: error)
            throw error
        }
    }

    private func copyOnServer(_ cancellation: Cancellation) throws -> StoredFile? {
        if let source = source as? S3Storage, let target = target as? S3Storage {
            return try target.copy(from.path, of: source, to: to.path, cancellation)
        }
        guard from.connection == to.connection else { return nil }
        return try source.copyInside(from: from.path, to: to.path, cancellation)
    }

    /// The same for the next attempt as long as the source is the same.
    func resumeKey(_ described: StoredFile) -> String? {
        guard described.sizeInBytes >= leastResumableBytes, let modified = described.modified else { return nil }
        return [
            transferName, from.connection, from.path, to.connection, to.path, String(described.sizeInBytes), modified,
        ].joined(separator: "\n")
    }
}
