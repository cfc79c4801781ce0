/// The variables of one call, block or tuple, by slot.
final class Frame {
    let parent: Frame?
    var slots: [Value]
    /// Whether a closure holds the frame, which may close a circle that the evaluation has to open in the end.
    var isCaptured = false

    init(parent: Frame?, slotCount: Int) {
        self.parent = parent
        slots = Array(repeating: .unbound, count: slotCount)
    }

    init(parent: Frame?, slots: [Value]) {
        self.parent = parent
        self.slots = slots
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
