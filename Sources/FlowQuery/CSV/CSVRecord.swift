/// One record of a CSV file: its fields without quotes, one after the other.
struct CSVRecord {
    /// The line on which it begins, from 1.
    var line = 1
    /// The bytes of all fields.
    var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Whether each field stood in quotes; an empty one that did not is null.
    private(set) var isQuoted: [Bool] = []

    /// The number of fields.
    var count: Int { ends.count }

    /// The place of a field in `bytes`.
    func range(_ position: Int) -> Range<Int> { (position == 0 ? 0 : ends[position - 1])..<ends[position] }

    /// Whether a field is null: empty, and without quotes.
    func isNull(_ position: Int) -> Bool { !isQuoted[position] && range(position).isEmpty }

    /// A field as a text; bytes that are no UTF-8 become U+FFFD.
    func text(_ position: Int) -> String { String(decoding: bytes[range(position)], as: UTF8.self) }

    /// Ends the field whose bytes were appended last.
    mutating func endField(isQuoted: Bool) {
        ends.append(bytes.count)
        self.isQuoted.append(isQuoted)
    }

    /// Makes room for the next record.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isQuoted.removeAll(keepingCapacity: true)
    }
}
