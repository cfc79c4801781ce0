import FlowConnections
import FlowTasks
import StatesLanguage

/// One file of items, and where it lies.
struct ItemSource {
    let place: ItemPlace
    /// The place's storage, of one version where one is asked for.
    let storage: any Storage
    let key: String

    /// Gives the file's bytes; throws where there are more than a file may have.
    func bytes(
        _ limits: ItemLimits,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var count: Int64 = 0
        try storage.read(key, from: 0, cancellation) { bytes in
            count += Int64(bytes.count)
            guard count <= limits.fileSizeInBytes else {
                throw TaskFailure.itemReader(
                    "The file \"\(key)\" is larger than the \(limits.fileSizeInBytes) bytes that a file may have."
                )
            }
            try consume(bytes)
        }
    }

    /// The whole of a manifest.
    func whole(_ limits: ItemLimits, _ cancellation: Cancellation) throws -> [UInt8] {
        let collected = CollectingStage(limits.manifestSizeInBytes)
        let stage = try Compression(key: key).stage(before: collected)
        try bytes(limits, cancellation) { try stage.append($0) }
        try stage.finish()
        return collected.bytes
    }

    /// How files that this one, a manifest, names are reached.
    ///
    /// A manifest that came through a connection names a bucket that may not be this side's: its files come through the same
    /// connection, unless there is one of the bucket's name.
    func sibling(bucket: String, _ context: TaskContext) throws -> (String) -> ItemSource {
        var other = place
        if bucket != place.bucket, context.connections[bucket] != nil || !place.isConnection {
            other = try ItemPlace(bucket, context)
        }
        let found = other
        return { ItemSource(place: found, storage: found.storage, key: $0) }
    }
}

/// Keeps all bytes, up to a number of them.
private final class CollectingStage: ByteStage {
    private(set) var bytes: [UInt8] = []
    private let limit: Int

    init(_ limit: Int) { self.limit = limit }

    func append(_ more: UnsafeRawBufferPointer) throws {
        guard bytes.count + more.count <= limit else {
            throw TaskFailure.itemReader("The manifest is larger than \(limit) bytes.")
        }
        bytes.append(contentsOf: more)
    }

    func finish() {}
}
