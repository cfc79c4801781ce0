import CPostgres
import FlowJSON

/// A column of a result, and how its texts become JSON.
struct PostgresColumn {
    enum Kind {
        case bool
        case integer
        case float
        case numeric
        case json
        case timestamp
        /// Any other type: the text that PostgreSQL writes, such as `\x48` for bytes and `{1,2}` for an array.
        case text
    }
    let name: String
    let kind: Kind

    init(name: String, type: UInt32) {
        self.name = name
        kind =
            switch type {
            case 16: .bool
            case 20, 21, 23, 26: .integer
            case 700, 701: .float
            case 1700: .numeric
            case 114, 3802: .json
            case 1114, 1184: .timestamp
            default: .text
            }
    }

    /// The columns that a result describes.
    static func all(of result: OpaquePointer) -> [PostgresColumn] {
        (0..<PQnfields(result)).map { position in
            PostgresColumn(
                name: PQfname(result, position).map { String(cString: $0) } ?? "",
                type: PQftype(result, position)
            )
        }
    }

    /// A value as JSON.
    ///
    /// A number that JSON has no word for (`NaN`, `Infinity`) and one that a double would not hold exactly (`numeric` of
    /// more than 15 digits) is a text.
    func json(_ bytes: UnsafeRawBufferPointer) -> JSON {
        let text = String(decoding: bytes, as: UTF8.self)
        switch kind {
        case .bool: return .bool(text == "t")
        case .integer: return Int64(text).map(JSON.integer) ?? .string(text)
        case .float:
            guard let number = Double(text), number.isFinite else { return .string(text) }
            return .double(number)
        case .numeric: return Self.exactNumber(text)
        case .json:
            // A text that the server takes for JSON and we don't (an object too deep) is handed on as a text.
            return (try? JSON(parsing: bytes)) ?? .string(text)
        case .timestamp: return .string(String(decoding: Self.internetDate(bytes), as: UTF8.self))
        case .text: return .string(text)
        }
    }

    /// Appends a value to a JSON line; a number of any length is written as it is.
    func write(_ bytes: UnsafeRawBufferPointer, to output: inout OutputBuffer) throws {
        switch kind {
        case .bool:
            let isTrue = bytes.first == UInt8(ascii: "t")
            try output.append(isTrue ? "true" : "false")
        case .integer: try output.append(bytes)
        case .float, .numeric:
            if let last = bytes.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) {
                try output.append(bytes)
            } else {
                try output.appendJSONString(bytes)
            }
        case .json: try output.appendJSONInOneLine(bytes)
        case .timestamp:
            let date = Self.internetDate(bytes)
            try date.withUnsafeBytes { bytes in try output.appendJSONString(bytes) }
        case .text: try output.appendJSONString(bytes)
        }
    }

    private static func exactNumber(_ text: String) -> JSON {
        if let integer = Int64(text) { return .integer(integer) }
        var digits = text.utf8.filter { $0 != UInt8(ascii: "-") }[...]
        let isFraction = digits.contains(UInt8(ascii: "."))
        digits = digits.drop { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        while let last = digits.last, last == UInt8(ascii: "0") || (isFraction && last == UInt8(ascii: ".")) {
            digits.removeLast()
        }
        let count = digits.count { $0 != UInt8(ascii: ".") }
        guard count <= 15, text.utf8.count < 300, let number = Double(text), number.isFinite else {
            return .string(text)
        }
        return .double(number)
    }

    /// `2026-01-31 10:00:00.5+02` as RFC 3339 writes it; what is no such date (`infinity`, BC) stays as it is.
    static func internetDate(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: " "),
            bytes.last != UInt8(ascii: "C")
        else { return Array(bytes) }
        var date = Array(bytes)
        date[10] = UInt8(ascii: "T")
        let sign = date[19...].firstIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        guard let sign else { return date }
        if date[sign...].elementsEqual("+00".utf8) {
            date.replaceSubrange(sign..., with: [UInt8(ascii: "Z")])
        } else if date.count - sign == 3 {
            date += ":00".utf8
        }
        return date
    }
}
