import FlowTasks
import StatesLanguage

/// Writes an object: by one request where it fits a part, else in parts that two threads send while the next one fills.
///
/// S3 itself shows an object only when it is whole, so nothing has to be renamed.
final class S3Sink: ByteSink {
    let resumedAt: Int64 = 0
    private let client: S3Client
    private let key: String
    private let location: FileLocation
    private let parts: S3PartPlan
    private let cancellation: Cancellation
    private let buffers: PartQueue
    private var filling: PartBuffer?
    private var partNumber = 1
    private var upload: S3Upload?
    private var workers: [Worker] = []
    private var sizeInBytes: Int64 = 0

    static let workerCount = 2

    init(
        client: S3Client,
        key: String,
        location: FileLocation,
        parts: S3PartPlan,
        _ cancellation: Cancellation
    ) throws {
        self.client = client
        self.key = key
        self.location = location
        self.parts = parts
        self.cancellation = cancellation
        buffers = PartQueue(bufferCount: Self.workerCount + 1)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        sizeInBytes += Int64(bytes.count)
        while !rest.isEmpty {
            if let full = filling, full.room == 0 { try sendOff(full) }
            let buffer = try filling ?? nextBuffer()
            filling = buffer
            rest = buffer.append(rest)
        }
    }

    func commit() throws -> StoredFile {
        try client.translating("file \"\(location.path)\"") {
            if let upload {
                if let last = filling, last.count > 0 { try sendOff(last) }
                let tags = try waking { try buffers.finish() }
                joinWorkers()
                try upload.complete(tags, sizeInBytes: sizeInBytes, cancellation)
            } else {
                let request = S3Client.Request(method: "PUT", key: key, body: filling?.bytes ?? Self.nothing)
                _ = try client.send(request, cancellation)
            }
        }
        return StoredFile(location: location, sizeInBytes: sizeInBytes)
    }

    func abort() {
        buffers.stop(CancellationError())
        joinWorkers()
        upload?.abort(isCancelled: cancellation.isCancelled)
        upload = nil
    }

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    private func nextBuffer() throws -> PartBuffer {
        guard partNumber <= S3PartPlan.mostParts else {
            throw TaskFailure(
                error: "S3.EntityTooLarge",
                cause:
                    "The file \"\(location.path)\" is too large for \(S3PartPlan.mostParts) parts; raise the connection's "
                    + "option part_size_mib."
            )
        }
        let buffer = try waking { try client.translating("file \"\(location.path)\"") { try buffers.takeFree() } }
        buffer.prepare(forBytes: parts.size(ofPart: partNumber))
        return buffer
    }

    private func sendOff(_ buffer: PartBuffer) throws {
        if upload == nil {
            upload = try client.translating("file \"\(location.path)\"") {
                try S3Upload.start(client, key: key, cancellation)
            }
        }
        filling = nil
        buffers.putFull(buffer, part: partNumber)
        partNumber += 1
        guard workers.count < Self.workerCount, let upload else { return }
        let buffers = self.buffers
        workers.append(try Worker { buffers.work { try upload.send($0.bytes, part: $1, buffers.cancellation) } })
    }

    private func waking<Result>(_ body: () throws -> Result) throws -> Result {
        let buffers = self.buffers
        return try cancellation.withWaker({ buffers.stop(CancellationError()) }, body)
    }

    private func joinWorkers() {
        for worker in workers { worker.join() }
        workers = []
    }
}
