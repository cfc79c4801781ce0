import StatesLanguage

/// How large the parts of an upload are: 10,000 of them must be enough for the whole.
struct S3PartPlan {
    static let mostParts = 10_000
    private let partSize: Int
    private let isSized: Bool

    init(partSize: Int, expectedSizeInBytes: Int64?) {
        isSized = expectedSizeInBytes != nil
        let needed = (expectedSizeInBytes ?? 0) / Int64(Self.mostParts) + 1
        // In whole MiB, so that the last part is the only odd one.
        let rounded = ((needed + (1 << 20) - 1) >> 20) << 20
        self.partSize = max(partSize, Int(rounded))
    }

    /// The size of a part; an upload of unknown length has larger ones towards its end.
    func size(ofPart number: Int) -> Int {
        guard !isSized, number > Self.mostParts / 2 else { return partSize }
        return max(partSize, 64 << 20)
    }
}
