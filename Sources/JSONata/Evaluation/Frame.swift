/// The variables of one call, block or tuple, by slot.
final class Frame {
    private(set) var parent: Frame?
    /// The values; `capacity` of them, all initialized.
    let slots: UnsafeMutablePointer<Value>
    let capacity: Int
    private(set) var count: Int
    /// Whether a closure holds the frame, which may close a circle that the evaluation has to open in the end.
    @exclusivity(unchecked) var isCaptured = false

    init(parent: Frame?, slotCount: Int) {
        self.parent = parent
        count = slotCount
        capacity = slotCount
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: .unbound, count: slotCount)
    }

    /// A frame with the values that another one holds.
    init(parent: Frame?, copying other: Frame) {
        self.parent = parent
        count = other.count
        capacity = other.count
        slots = .allocate(capacity: other.count)
        slots.initialize(from: other.slots, count: other.count)
    }

    deinit {
        slots.deinitialize(count: capacity)
        slots.deallocate()
    }

    /// Forgets all values, and the frame around.
    func clear() {
        parent = nil
        for slot in 0..<count { slots[slot] = .unbound }
    }

    /// Takes a cleared frame into use again; its capacity is large enough.
    func reuse(parent: Frame?, slotCount: Int) {
        self.parent = parent
        count = slotCount
    }

    @inline(__always)
    func ancestor(_ hops: Int32) -> Frame { hops == 0 ? self : farAncestor(hops) }

    private func farAncestor(_ hops: Int32) -> Frame {
        var frame = self
        for _ in 0..<hops {
            guard let parent = frame.parent else { return frame }
            frame = parent
        }
        return frame
    }
}

/// Frames that calls have left, kept for those to come.
struct FramePool {
    private var free: [Frame] = []

    @inline(__always)
    mutating func take(parent: Frame?, slotCount: Int) -> Frame {
        if let frame = free.last, frame.capacity >= slotCount {
            free.removeLast()
            frame.reuse(parent: parent, slotCount: slotCount)
            return frame
        }
        return Frame(parent: parent, slotCount: max(4, slotCount))
    }

    /// Takes a frame back, unless somebody else still refers to it.
    @inline(__always)
    mutating func giveBack(_ frame: consuming Frame) {
        var frame = frame
        guard isKnownUniquelyReferenced(&frame), frame.capacity <= 16, free.count < 64 else { return }
        frame.clear()
        free.append(frame)
    }
}
