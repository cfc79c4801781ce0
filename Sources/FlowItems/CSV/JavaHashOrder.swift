/// The order in which a Java `HashMap` of texts gives its keys, which shows in the items of AWS.
enum JavaHashOrder {
    /// The positions of different keys in that order.
    static func positions(of keys: [String]) -> [Int] {
        var size = 16
        // A table grows when it is three quarters full.
        while keys.count > size / 4 * 3 { size *= 2 }
        let buckets = keys.map { bucket(of: $0, size: size) }
        // Within a bucket the key that came first is first.
        return keys.indices.sorted { (buckets[$0], $0) < (buckets[$1], $1) }
    }

    private static func bucket(of key: String, size: Int) -> Int {
        var hash: UInt32 = 0
        for unit in key.utf16 { hash = hash &* 31 &+ UInt32(unit) }
        return Int((hash ^ hash >> 16) & UInt32(size - 1))
    }
}
