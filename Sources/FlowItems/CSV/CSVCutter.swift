import FlowJSON
import FlowTasks
import StatesLanguage

/// Cuts the rows of delimited text: each becomes an object of texts under the headers.
///
/// RFC 4180 with AWS's additions: a backslash before a backslash, a quote or the delimiter stands for that character, and
/// is dropped before any other; short rows are filled up with empty texts, surplus fields left out; blank lines are no
/// rows. A line ends in LF, CRLF or CR. Bytes that are no UTF-8 become U+FFFD.
///
/// An object's members are in the order in which AWS was recorded to give them, that of a Java hash table.
final class CSVCutter: ItemCutter {
    private let limits: ItemLimits
    private let delimiter: UInt8
    private var shape: JSONShape?
    /// Room for the fields of the row that is being read; empty between rows.
    private var cells = UnsafeMutablePointer<JSON>.allocate(capacity: 1)
    /// The values in the order of the shape's keys, on their way into an object.
    private var ordered = UnsafeMutablePointer<JSON>.allocate(capacity: 1)
    /// The place of each column's value among the shape's keys.
    private var places: [Int] = []
    private var rowNumber: Int64 = 1
    private var isAtStart = true

    init(_ dialect: CSVDialect, _ limits: ItemLimits) throws {
        self.limits = limits
        delimiter = dialect.delimiter
        if let headers = dialect.headers { try take(headers: headers) }
    }

    deinit {
        cells.deallocate()
        ordered.deallocate()
    }

    func cut(
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ consume: (MapItem) throws -> Void
    ) throws -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let start = base.assumingMemoryBound(to: UInt8.self)
        let scanner = CSVFieldScanner(delimiter: delimiter, end: start + bytes.count, isLast: isLast)
        var here = start
        if isAtStart {
            guard isLast || bytes.count >= 3 else { return 0 }
            if bytes.starts(with: ByteOrderMark.utf8) { here += 3 }
            isAtStart = false
        }
        while here < scanner.end {
            if here.pointee == UInt8(ascii: "\n") || here.pointee == UInt8(ascii: "\r") {
                here += 1
                continue
            }
            guard let next = try row(from: here, scanner, consume) else { break }
            here = next
            rowNumber += 1
        }
        return here - start
    }

    @inline(__always)
    private func row(
        from start: UnsafePointer<UInt8>,
        _ scanner: CSVFieldScanner,
        _ consume: (MapItem) throws -> Void
    ) throws -> UnsafePointer<UInt8>? {
        guard let shape else { return try headerRow(from: start, scanner) }
        return try dataRow(from: start, shape, scanner, consume)
    }

    // MARK: Rows

    /// Reads a row and gives it; the place behind it, or `nil` where it is not whole yet.
    @inline(__always)
    private func dataRow(
        from start: UnsafePointer<UInt8>,
        _ shape: JSONShape,
        _ scanner: CSVFieldScanner,
        _ consume: (MapItem) throws -> Void
    ) throws -> UnsafePointer<UInt8>? {
        let (width, cells) = (shape.count, cells)
        var count = 0
        var here = start
        var ending = CSVFieldScanner.Ending.delimiter
        do {
            while ending == .delimiter, count < width {
                var text = ""
                ending = try scanner.field(from: &here, into: &text, row: rowNumber)
                (cells + count).initialize(to: .string(text))
                count += 1
            }
            while ending == .delimiter { ending = try scanner.skipField(from: &here, row: rowNumber) }
        } catch {
            cells.deinitialize(count: count)
            throw error
        }
        guard ending == .row, here - start <= limits.itemSizeInBytes else {
            cells.deinitialize(count: count)
            if ending == .missing { return nil }
            throw TaskFailure.itemTooLarge(limits)
        }
        while count < width {
            (cells + count).initialize(to: .string(""))
            count += 1
        }
        for (column, place) in places.enumerated() { (ordered + place).moveInitialize(from: cells + column, count: 1) }
        try consume(MapItem(value: .object(JSONObject(shape: shape, moving: ordered))))
        return here
    }

    // MARK: Headers

    private func headerRow(
        from start: UnsafePointer<UInt8>,
        _ scanner: CSVFieldScanner
    ) throws -> UnsafePointer<UInt8>? {
        var headers: [String] = []
        var here = start
        while true {
            var text = ""
            let ending = try scanner.field(from: &here, into: &text, row: rowNumber)
            headers.append(text)
            if here - start > limits.csvHeaderSizeInBytes { throw headersTooLarge }
            switch ending {
            case .delimiter: continue
            case .missing: return nil
            case .row:
                try take(headers: headers)
                return here
            }
        }
    }

    private func take(headers: [String]) throws {
        guard headers.reduce(0, { $0 + $1.utf8.count + 1 }) <= limits.csvHeaderSizeInBytes + 1 else {
            throw headersTooLarge
        }
        guard Set(headers.map { JSONKey($0) }).count == headers.count else {
            throw TaskFailure.itemReader("CSV headers cannot contain duplicates.")
        }
        let columns = JavaHashOrder.positions(of: headers)
        shape = JSONShape(columns.map { headers[$0] })
        places = Array(repeating: 0, count: headers.count)
        for (place, column) in columns.enumerated() { places[column] = place }
        cells.deallocate()
        ordered.deallocate()
        cells = .allocate(capacity: headers.count)
        ordered = .allocate(capacity: headers.count)
    }

    private var headersTooLarge: TaskFailure {
        .itemReader("The CSV headers are larger than the \(limits.csvHeaderSizeInBytes) bytes that they may have.")
    }
}
