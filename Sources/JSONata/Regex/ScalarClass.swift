/// A set of scalars such as `[a-z_]` or `\d`.
struct ScalarClass: Sendable {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    /// Membership of the ASCII scalars, as bits.
    private var ascii: (UInt64, UInt64) = (0, 0)

    static let digits = ScalarClass(ranges: [0x30...0x39])
    static let word = ScalarClass(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let blanks = ScalarClass(ranges: [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])

    init(ranges: [ClosedRange<UInt32>] = []) {
        for range in ranges { insert(range) }
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
        guard range.lowerBound < 128 else { return }
        for scalar in range.lowerBound...min(range.upperBound, 127) {
            if scalar < 64 { ascii.0 |= 1 << UInt64(scalar) } else { ascii.1 |= 1 << UInt64(scalar - 64) }
        }
    }

    /// Adds the members of another class, or all scalars that it does not have.
    mutating func insert(_ other: ScalarClass, complement: Bool = false) {
        guard complement else {
            for range in other.ranges { insert(range) }
            return
        }
        var next: UInt32 = 0
        for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { insert(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        insert(next...0x10FFFF)
    }

    /// Adds the other case of every letter; tells how many scalars that took, more than `most` where it gave up.
    mutating func ignoreCase(most: Int = .max) -> Int {
        var count = 0
        for range in ranges where range.count < 1000 {
            count += range.count
            if count > most { return count }
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                for mapped in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                    if mapped.unicodeScalars.count == 1, let other = mapped.unicodeScalars.first {
                        insert(other.value...other.value)
                    }
                }
            }
        }
        return count
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        let isMember: Bool
        if scalar < 64 {
            isMember = ascii.0 & (1 << UInt64(scalar)) != 0
        } else if scalar < 128 {
            isMember = ascii.1 & (1 << UInt64(scalar - 64)) != 0
        } else {
            isMember = ranges.contains { $0.contains(scalar) }
        }
        return isMember != isNegated
    }
}
