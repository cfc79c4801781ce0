import CSQLite
import FlowJSON

/// A column of a result, and how its values become JSON and CSV.
///
/// SQLite has neither truth values nor JSON among its types; a column that was declared with one of them is read so,
/// that a flow sees what PostgreSQL would give it.
struct SQLiteColumn {
    enum Kind {
        case bool
        case json
        case plain
    }
    let name: String
    let kind: Kind

    /// The columns of a statement.
    static func all(of statement: SQLiteStatement) -> [SQLiteColumn] {
        (0..<statement.columnCount).map { position in
            let declared = sqlite3_column_decltype(statement.handle, position).map { String(cString: $0) } ?? ""
            return SQLiteColumn(
                name: sqlite3_column_name(statement.handle, position).map { String(cString: $0) } ?? "",
                kind: Kind(declaredType: declared)
            )
        }
    }

    /// A value of the current row as JSON; bytes are `\x` and hex, as PostgreSQL writes them.
    func json(_ row: OpaquePointer, _ position: Int32) -> JSON {
        switch sqlite3_column_type(row, position) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER:
            let integer = sqlite3_column_int64(row, position)
            return kind == .bool && (integer == 0 || integer == 1) ? .bool(integer == 1) : .integer(integer)
        case SQLITE_FLOAT:
            let number = sqlite3_column_double(row, position)
            return number.isFinite ? .double(number) : .string(Self.text(ofInfinite: number))
        case SQLITE_BLOB: return .string(String(decoding: Self.hex(Self.bytes(row, position)), as: UTF8.self))
        default:
            let text = Self.bytes(row, position)
            // A text that is no JSON is one all the same.
            if kind == .json, let value = try? JSON(parsing: text) { return value }
            return .string(String(decoding: text, as: UTF8.self))
        }
    }

    /// Appends a value of the current row to a line of CSV; null is nothing at all.
    @inline(__always)
    func writeCSV(_ row: OpaquePointer, _ position: Int32, isOnlyColumn: Bool, to output: inout OutputBuffer) throws {
        switch sqlite3_column_type(row, position) {
        case SQLITE_NULL: return
        case SQLITE_INTEGER:
            let integer = sqlite3_column_int64(row, position)
            if kind == .bool, integer == 0 || integer == 1 {
                try output.append(UInt8(ascii: integer == 1 ? "t" : "f"))
            } else {
                try output.append(integer)
            }
        case SQLITE_FLOAT: try output.append(number: sqlite3_column_double(row, position))
        case SQLITE_BLOB: try output.append(Self.hex(Self.bytes(row, position)))
        default: try output.appendCSV(Self.bytes(row, position), isOnlyColumn: isOnlyColumn)
        }
    }

    /// Appends a value of the current row to a JSON line.
    func writeJSON(_ row: OpaquePointer, _ position: Int32, to output: inout OutputBuffer) throws {
        switch sqlite3_column_type(row, position) {
        case SQLITE_INTEGER where kind == .plain: try output.append(sqlite3_column_int64(row, position))
        case SQLITE_FLOAT where sqlite3_column_double(row, position).isFinite:
            try output.append(number: sqlite3_column_double(row, position))
        case SQLITE_TEXT where kind != .json && Self.isASCII(Self.bytes(row, position)):
            try output.appendJSONString(Self.bytes(row, position))
        default: try output.append(json(row, position).bytes)
        }
    }

    private static func bytes(_ row: OpaquePointer, _ position: Int32) -> UnsafeRawBufferPointer {
        // In this order: the first call settles the form whose length the second one tells.
        let start = sqlite3_column_blob(row, position)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, position)))
    }

    private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        text.reserveCapacity(2 + bytes.count * 2)
        for byte in bytes {
            for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 48 + digit : 87 + digit) }
        }
        return text
    }

    fileprivate static func text(ofInfinite number: Double) -> String { number < 0 ? "-Infinity" : "Infinity" }
}

extension SQLiteColumn.Kind {
    init(declaredType: String) {
        switch declaredType.uppercased() {
        case "BOOLEAN", "BOOL": self = .bool
        case "JSON", "JSONB": self = .json
        default: self = .plain
        }
    }
}

extension OutputBuffer {
    /// Appends a number with the fewest digits that read back as the same, a whole one without a fraction, as PostgreSQL
    /// writes it.
    fileprivate mutating func append(number: Double) throws {
        if let integer = Int64(exactly: number), integer.magnitude < 1_000_000_000_000_000 {
            if integer == 0, number.sign == .minus { try append(UInt8(ascii: "-")) }
            return try append(integer)
        }
        var text = number.isFinite ? number.description : SQLiteColumn.text(ofInfinite: number)
        try text.withUTF8 { bytes in try append(UnsafeRawBufferPointer(bytes)) }
    }
}
