import Glibc

/// Whether two texts are the same bytes.
///
/// Swift's `==` on strings is canonical equivalence (`é` equals `e` + accent); JSON texts are compared by bytes.
public func sameBytes(_ left: String, _ right: String) -> Bool {
    // Two strings with the same representation, such as two short ones, are the same without a look at their bytes.
    let leftBits = unsafeBitCast(left, to: (UInt64, UInt64).self)
    let rightBits = unsafeBitCast(right, to: (UInt64, UInt64).self)
    if leftBits == rightBits { return true }
    guard left.utf8.count == right.utf8.count else { return false }
    let isSame = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right in
            guard let left = left.baseAddress, let right2 = right.baseAddress else { return right.isEmpty }
            return memcmp(left, right2, right.count) == 0
        }
    }
    return (isSame ?? nil) ?? left.utf8.elementsEqual(right.utf8)
}
