import CCurl
import FlowTasks
import StatesLanguage

/// Uploads a file aside, as `.name.….partial` in the same folder, and renames it at the end.
///
/// A thread of its own sends while the caller gets the next bytes.
final class SFTPSink: ResumableSink {
    let resumedAt: Int64
    private let session: SFTPSession
    private let asidePath: String
    private let finalPath: String
    private let location: FileLocation
    private let canResume: Bool
    private let cancellation: Cancellation
    private let queue = ByteQueue(capacity: 2 << 20)
    /// Cancelled when the upload need not be finished.
    private let uploading = Cancellation()
    /// What ended the upload before its end.
    private let fault = Guarded<(any Error)?>(nil)
    private var worker: Worker?
    private var sizeInBytes: Int64

    init(
        session: SFTPSession,
        asidePath: String,
        finalPath: String,
        location: FileLocation,
        resumedAt: Int64,
        canResume: Bool,
        _ cancellation: Cancellation
    ) {
        self.session = session
        self.asidePath = asidePath
        self.finalPath = finalPath
        self.location = location
        self.resumedAt = resumedAt
        self.canResume = canResume
        self.cancellation = cancellation
        sizeInBytes = resumedAt
    }

    func hashStored(into digest: inout SHA256, _ cancellation: Cancellation) throws {
        let flow = CurlFlow()
        var (partial, left) = (digest, resumedAt)
        flow.receive = { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(clamping: left)))
            partial.update(part)
            left -= Int64(part.count)
        }
        try session.translating {
            try session.perform("file \"\(location.path)\"", flow, cancellation) { client in
                client.set(CURLOPT_URL, session.server.url(asidePath))
            }
        }
        guard left == 0 else {
            throw TaskFailure.connectionLost(
                "What \(session.server.place) had stored of \"\(location.path)\" is gone. Run again."
            )
        }
        digest = partial
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if worker == nil { try startUpload() }
        let queue = self.queue
        let wake: @Sendable () -> Void = { queue.fail(CancellationError()) }
        try session.translating { try cancellation.withWaker(wake) { try queue.write(bytes) } }
        sizeInBytes += Int64(bytes.count)
    }

    func commit() throws -> StoredFile {
        if worker == nil, resumedAt == 0 { try startUpload() }
        queue.end()
        let (queue, uploading) = (self.queue, self.uploading)
        let wake: @Sendable () -> Void = {
            queue.fail(CancellationError())
            uploading.cancel()
        }
        try cancellation.withWaker(wake) { join() }
        try session.translating {
            if let fault = fault.update({ $0 }) { throw fault }
            try session.rename(asidePath, to: finalPath, "file \"\(location.path)\"", cancellation)
        }
        return StoredFile(location: location, sizeInBytes: sizeInBytes)
    }

    func abort() {
        if canResume, sizeInBytes >= leastResumableBytes { stop() } else { abandon() }
    }

    func abandon() {
        let wasStarted = worker != nil || resumedAt > 0
        stop()
        guard wasStarted else { return }
        // What fails here cannot be mended here, and the failure before it matters more.
        try? session.commands(
            ["*rm \(SFTPSession.quoted(asidePath))"],
            "file",
            Cancellation(),
            timeoutMilliseconds: cancellation.isCancelled ? 700 : 20_000
        )
    }

    private func stop() {
        queue.fail(CancellationError())
        uploading.cancel()
        join()
    }

    private func join() {
        worker?.join()
        worker = nil
    }

    private func startUpload() throws {
        try cancellation.check()
        let (session, queue, uploading, path) = (self.session, self.queue, self.uploading, asidePath)
        let (isAppended, subject) = (resumedAt > 0, "file \"\(location.path)\"")
        let fault = self.fault
        worker = try Worker {
            do {
                let flow = CurlFlow()
                flow.provide = { try queue.read(into: $0) }
                try session.perform(subject, flow, uploading) { client in
                    client.set(CURLOPT_URL, session.server.url(path))
                    client.set(CURLOPT_UPLOAD, 1)
                    client.set(CURLOPT_FTP_CREATE_MISSING_DIRS, 1)
                    if isAppended { client.set(CURLOPT_APPEND, 1) }
                }
            } catch {
                fault.update { $0 = error }
                queue.fail(error)
            }
        }
    }
}
