/// Whether two texts are the same bytes.
///
/// Swift's `==` on strings is canonical equivalence (`é` equals `e` + accent); JSON texts are compared by bytes.
@inlinable
public func sameBytes(_ left: String, _ right: String) -> Bool {
    // The comparison of two NFC-known or ASCII strings is a memcmp; a difference found there may still be one of form.
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}
