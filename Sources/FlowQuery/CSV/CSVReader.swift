import StatesLanguage

/// Reads the header and the rows of a CSV file, and checks that every row has as many fields as the header.
struct CSVReader {
    private let fileName: String
    private var parser = CSVParser()
    /// The number of fields of the header; `nil` before it came.
    private var width: Int?

    init(fileName: String) { self.fileName = fileName }

    /// Reads the next piece: the header goes to `takeHeader`, the rows to `takeRow`.
    mutating func read(
        _ piece: UnsafeRawBufferPointer,
        header takeHeader: (CSVRecord) throws -> Void,
        row takeRow: (CSVRecord) throws -> Void
    ) throws {
        // Local, since the parser is being changed while the closure runs.
        var width = width
        defer { self.width = width }
        do {
            try parser.read(piece) { record in
                try Self.take(record, &width, fileName, takeHeader, takeRow)
                return true
            }
        } catch let error as CSVParser.SyntaxError {
            throw failure(error)
        }
    }

    /// Reads what is left.
    mutating func finish(
        header takeHeader: (CSVRecord) throws -> Void,
        row takeRow: (CSVRecord) throws -> Void
    ) throws {
        var width = width
        defer { self.width = width }
        do {
            try parser.finish { record in
                try Self.take(record, &width, fileName, takeHeader, takeRow)
                return true
            }
        } catch let error as CSVParser.SyntaxError {
            throw failure(error)
        }
        guard width == nil else { return }
        throw TaskFailure(error: .sqlInvalidData, cause: emptyFileCause(fileName))
    }

    private static func take(
        _ record: CSVRecord,
        _ width: inout Int?,
        _ fileName: String,
        _ takeHeader: (CSVRecord) throws -> Void,
        _ takeRow: (CSVRecord) throws -> Void
    ) throws {
        guard let expected = width else {
            width = record.count
            return try takeHeader(record)
        }
        guard record.count == expected else {
            throw TaskFailure(
                error: .sqlInvalidData,
                cause: "\"\(fileName)\", line \(record.line): \(counted(record.count, "field")) where the header has "
                    + "\(expected)."
            )
        }
        try takeRow(record)
    }

    private func failure(_ error: CSVParser.SyntaxError) -> TaskFailure {
        TaskFailure(error: .sqlInvalidData, cause: "\"\(fileName)\", line \(error.line): \(error.message).")
    }
}

/// What is said about a file without a header.
func emptyFileCause(_ fileName: String) -> String {
    "\"\(fileName)\" is empty; its first line must name the columns."
}
