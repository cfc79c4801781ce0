import FlowTasks
import StatesLanguage

/// Where the bytes of one copy go: into the sink, the checksum and the progress.
///
/// Exactly one of `finish` and `giveUp` ends it.
final class CopyTarget {
    private final class Digest {
        var sha256 = SHA256()
    }

    private let copy: FileCopy
    private let described: StoredFile
    private let sink: any ByteSink
    private let feed: BlockFeed
    private let digest: Digest?
    private var meter: ProgressMeter

    init(_ copy: FileCopy, _ described: StoredFile, _ cancellation: Cancellation) throws {
        let sink = try copy.target.openSink(
            copy.to.path,
            expectedSizeInBytes: described.sizeInBytes >= 0 ? described.sizeInBytes : nil,
            resumeKey: copy.resumeKey(described),
            cancellation
        )
        self.copy = copy
        self.described = described
        self.sink = sink
        var takers: [BlockFeed.Taker] = [{ try sink.write($0) }]
        if copy.tellsChecksum || copy.expectedSHA256 != nil {
            let digest = Digest()
            takers.append { digest.sha256.update($0) }
            self.digest = digest
        } else {
            digest = nil
        }
        feed = BlockFeed(takers)
        meter = ProgressMeter(
            bytes: sink.resumedAt,
            totalBytes: described.sizeInBytes >= 0 ? described.sizeInBytes : nil,
            note: copy.from.path,
            report: copy.report
        )
    }

    /// Gets ready, and answers from where on the bytes are wanted; `nil` where an earlier attempt stored all of them.
    func begin(_ cancellation: Cancellation) throws -> Int64? {
        if let digest, sink.resumedAt > 0, let resumable = sink as? any ResumableSink {
            try resumable.hashStored(into: &digest.sha256, cancellation)
        }
        return sink.resumedAt > 0 && sink.resumedAt == described.sizeInBytes ? nil : sink.resumedAt
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws {
        try feed.append(bytes)
        meter.add(bytes.count)
    }

    /// Makes the file visible, and says what was made.
    func finish(_ cancellation: Cancellation) throws -> StoredFile {
        try feed.finish()
        try cancellation.check()
        guard described.sizeInBytes < 0 || meter.bytes == described.sizeInBytes else {
            throw TaskFailure(
                error: "Files.SizeMismatch",
                cause:
                    "\(subject) has \(described.sizeInBytes) bytes, but \(meter.bytes) came; it was changed while it "
                    + "was read. Run again."
            )
        }
        let sha256 = digest.map { $0.sha256.digest.hexText }
        if let expected = copy.expectedSHA256, let sha256, expected.lowercased() != sha256 {
            throw TaskFailure(
                error: "Files.ChecksumMismatch",
                cause: "\(subject) has the SHA-256 \(sha256), not \(expected); nothing was written."
            )
        }
        var file = try sink.commit()
        file.sha256 = sha256
        meter.finish()
        return file
    }

    /// Leaves nothing behind, or what the next attempt can go on with where the error makes that worth it.
    func giveUp(after error: any Error) {
        // What came is kept for the next attempt; the failure that ended the copy is the one to tell.
        try? feed.finish()
        if let resumable = sink as? any ResumableSink, !isWorthResuming(error) {
            resumable.abandon()
        } else {
            sink.abort()
        }
    }

    private var subject: String { "The file \"\(copy.from.path)\" of \"\(copy.from.connection)\"" }

    private func isWorthResuming(_ error: any Error) -> Bool {
        guard let failure = error as? TaskFailure else { return false }
        return failure.error == "Files.ConnectionLost" || failure.error == "Files.ConnectionFailed"
    }
}
