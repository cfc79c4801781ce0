import FlowDiagnostics
import FlowJSON

/// Reads the data of an `ItemReader` as it lies in its source, for a Map state that is tested.
struct ReaderData {
    private let inputType: String
    private let pointer: String?
    private let maxItems: Int?
    private let headers: [String]?
    private let delimiter: UInt8

    /// A reader with the fields of a `ReaderConfig`.
    init(_ configuration: JSONObject) {
        inputType = configuration["InputType"]?.stringValue ?? "JSON"
        pointer = configuration["ItemsPointer"]?.stringValue
        maxItems = configuration["MaxItems"]?.integerValue.flatMap { $0 > 0 ? Int(clamping: $0) : nil }
        let given = configuration["CSVHeaderLocation"]?.stringValue == "GIVEN"
        headers = given ? (configuration["CSVHeaders"]?.arrayValue ?? []).compactMap(\.stringValue) : nil
        let delimiters: [String: Unicode.Scalar] = ["PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"]
        let name = configuration["CSVDelimiter"]?.stringValue ?? "COMMA"
        delimiter = UInt8(ascii: delimiters[name] ?? ",")
    }

    /// The items in a text.
    func items(in text: String) throws(Diagnostic) -> [JSON] {
        let items: [JSON]
        switch inputType {
        case "CSV": items = rows(in: text)
        case "JSONL":
            var lines: [JSON] = []
            for line in text.utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
                lines.append(try JSON(parsing: String(decoding: line, as: UTF8.self)))
            }
            items = lines
        default: items = try elements(of: try JSON(parsing: text))
        }
        return maxItems.map { Array(items.prefix($0)) } ?? items
    }

    private func elements(of document: JSON) throws(Diagnostic) -> [JSON] {
        var value = document
        for step in JSONPointer.steps(of: pointer ?? "") {
            guard let inner = value[step] ?? Int(step).flatMap({ value[$0] }) else {
                throw Diagnostic(code: "T01", message: "The ItemsPointer \(pointer ?? "") points at nothing.")
            }
            value = inner
        }
        switch value {
        case .array(let elements): return elements
        case .object(let members): return members.map { ["Key": .string($0.key), "Value": $0.value] }
        default: throw Diagnostic(code: "T02", message: "The items should be an array but are \(value.kindInWords).")
        }
    }

    private func rows(in text: String) -> [JSON] {
        var rows = cells(in: text)
        guard let names = headers ?? rows.first else { return [] }
        if headers == nil { rows.removeFirst() }
        return rows.map { row in
            var object = JSONObject()
            for (index, name) in names.enumerated() { object[name] = .string(index < row.count ? row[index] : "") }
            return .object(object)
        }
    }

    /// The rows of a CSV text; blank lines are left out, quotes hold delimiters and ends of lines.
    private func cells(in text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        func finished(_ cell: inout [UInt8]) -> String {
            defer { cell = [] }
            return String(decoding: cell, as: UTF8.self)
        }
        for byte in Array(text.utf8) + [0x0a] {
            switch byte {
            case UInt8(ascii: "\""):
                if isQuoted { wasQuote = true } else if wasQuote { cell.append(byte) }
                if !isQuoted, wasQuote { wasQuote = false }
                isQuoted.toggle()
                continue
            case delimiter where !isQuoted: row.append(finished(&cell))
            case 0x0d where !isQuoted: break
            case 0x0a where !isQuoted:
                row.append(finished(&cell))
                if row != [""] { rows.append(row) }
                row = []
            default: cell.append(byte)
            }
            wasQuote = false
        }
        return rows
    }
}
