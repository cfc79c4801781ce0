/// A set of small numbers, kept as bits, so that sets of thousands of names are joined in no time.
struct NameSet: Equatable {
    private var words: [UInt64]

    /// A set that has none, or all, of the numbers below `count`.
    init(count: Int, isFull: Bool = false) {
        words = Array(repeating: isFull ? .max : 0, count: (count + 63) / 64)
    }

    func contains(_ number: Int) -> Bool { words[number >> 6] & (1 << UInt64(number & 63)) != 0 }

    mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

    /// Keeps what the other set has too; tells whether that changed anything.
    mutating func intersect(_ other: NameSet) -> Bool {
        var isChanged = false
        for index in words.indices {
            let both = words[index] & other.words[index]
            isChanged = isChanged || both != words[index]
            words[index] = both
        }
        return isChanged
    }

    /// Takes over what the other set has; tells whether that changed anything.
    mutating func unite(_ other: NameSet) -> Bool {
        var isChanged = false
        for index in words.indices {
            let either = words[index] | other.words[index]
            isChanged = isChanged || either != words[index]
            words[index] = either
        }
        return isChanged
    }
}
