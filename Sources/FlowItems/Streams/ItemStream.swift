import FlowTasks
import StatesLanguage

/// Cuts the items of one format out of bytes that lie in one piece.
protocol ItemCutter {
    /// Gives the whole items at the beginning of `bytes`, and tells how many bytes they took.
    ///
    /// What is left is the beginning of an item. With `isLast` no more bytes come, and all are to be used.
    mutating func cut(
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Int
}

/// Reads the items of one file out of its bytes: holds back what is not a whole item yet, and no more.
final class ItemStream<Cutter: ItemCutter>: ByteStage {
    private var cutter: Cutter
    private var pending = PendingBytes()
    private let limits: ItemLimits
    private let consume: (MapItem) throws -> Void
    /// How many bytes have to be there before it is worth looking.
    private var threshold: Int

    init(_ cutter: Cutter, _ limits: ItemLimits, _ consume: @escaping (MapItem) throws -> Void) {
        self.cutter = cutter
        self.limits = limits
        self.consume = consume
        threshold = limits.chunkSizeInBytes
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        pending.append(bytes)
        guard pending.count >= threshold else { return }
        pending.drop(first: try cutter.cut(pending.bytes, isLast: false, consume))
        if pending.count > limits.itemSizeInBytes { throw TaskFailure.itemTooLarge(limits) }
        // An item that is not whole is looked at again when there is twice as much of it.
        threshold = max(limits.chunkSizeInBytes, min(2 * pending.count, limits.itemSizeInBytes + 1))
    }

    func finish() throws {
        _ = try cutter.cut(pending.bytes, isLast: true, consume)
        pending.drop(first: pending.count)
    }
}

extension TaskFailure {
    /// One item is larger than AWS allows.
    static func itemTooLarge(_ limits: ItemLimits) -> TaskFailure {
        .itemReader("An item is larger than the \(limits.itemSizeInBytes) bytes that an item may have.")
    }
}
