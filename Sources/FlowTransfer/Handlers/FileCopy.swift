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
        let described = try known ?? source.describe(from.path, cancellation)
        if expectedSHA256 == nil, let copied = try copyOnServer(cancellation) { return copied }
        let sink = try target.openSink(
            to.path,
            expectedSizeInBytes: described.sizeInBytes >= 0 ? described.sizeInBytes : nil,
            resumeKey: resumeKey(described),
            cancellation
        )
        do {
            return try stream(described, into: sink, cancellation)
        } catch {
            if let resumable = sink as? any ResumableSink, !isWorthResuming(error) {
                resumable.abandon()
            } else {
                sink.abort()
            }
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

    private func stream(
        _ described: StoredFile,
        into sink: any ByteSink,
        _ cancellation: Cancellation
    ) throws -> StoredFile {
        let hashes = tellsChecksum || expectedSHA256 != nil
        var stored = SHA256()
        if hashes, sink.resumedAt > 0, let resumable = sink as? any ResumableSink {
            try resumable.hashStored(into: &stored, cancellation)
        }
        let digest = hashes ? StreamDigest(stored) : nil
        var meter = ProgressMeter(
            bytes: sink.resumedAt,
            totalBytes: described.sizeInBytes >= 0 ? described.sizeInBytes : nil,
            note: from.path,
            report: report
        )
        if sink.resumedAt == 0 || sink.resumedAt != described.sizeInBytes {
            try source.read(from.path, from: sink.resumedAt, cancellation) { bytes in
                try digest?.update(bytes)
                try sink.write(bytes)
                meter.add(bytes.count)
            }
        }
        try cancellation.check()
        guard described.sizeInBytes < 0 || meter.bytes == described.sizeInBytes else {
            throw TaskFailure(
                error: "Files.SizeMismatch",
                cause: "The file \"\(from.path)\" of \"\(from.connection)\" has \(described.sizeInBytes) bytes, but "
                    + "\(meter.bytes) came; it was changed while it was read. Run again."
            )
        }
        let sha256 = digest?.finish()
        if let expectedSHA256, let sha256, expectedSHA256.lowercased() != sha256 {
            throw TaskFailure(
                error: "Files.ChecksumMismatch",
                cause:
                    "The file \"\(from.path)\" of \"\(from.connection)\" has the SHA-256 \(sha256), not \(expectedSHA256); "
                    + "nothing was written."
            )
        }
        var file = try sink.commit()
        file.sha256 = sha256
        meter.finish()
        return file
    }

    /// The same for the next attempt as long as the source is the same.
    private func resumeKey(_ described: StoredFile) -> String? {
        guard described.sizeInBytes >= leastResumableBytes, let modified = described.modified else { return nil }
        return [
            transferName, from.connection, from.path, to.connection, to.path, String(described.sizeInBytes), modified,
        ].joined(separator: "\n")
    }

    private func isWorthResuming(_ error: any Error) -> Bool {
        guard let failure = error as? TaskFailure else { return false }
        return failure.error == "Files.ConnectionLost" || failure.error == "Files.ConnectionFailed"
    }
}
