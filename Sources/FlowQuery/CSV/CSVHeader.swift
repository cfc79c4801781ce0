import FlowDiagnostics
import StatesLanguage

/// The columns of a table that the columns of a file go into.
enum CSVHeader {
    /// Finds the table's column for each of the file's.
    ///
    /// A name is taken as it is written, or else without regard to case.
    /// - Parameter given: the columns that the flow's author named, in the file's order; empty takes the header's.
    static func columns(
        of record: CSVRecord,
        given: [String],
        in table: [String],
        named tableName: String,
        file: String
    ) throws -> [String] {
        let header = (0..<record.count).map(record.text)
        if !given.isEmpty, given.count != header.count {
            throw failure(
                .sqlInvalidData,
                "\"\(file)\" has \(counted(header.count, "column")), and the task names \(given.count): "
                    + "\(list(given))."
            )
        }
        let source = given.isEmpty ? "The header of \"\(file)\"" : "The task"
        var columns: [String] = []
        for (position, name) in (given.isEmpty ? header : given).enumerated() {
            if name.isEmpty {
                throw failure(.sqlInvalidData, "\(source) has no name for column \(position + 1).")
            }
            guard let column = match(name, in: table) else {
                throw failure(
                    .sqlUndefinedColumn,
                    "\(source) names the column \"\(name)\", which the table \(tableName) does not have; "
                        + "it has \(list(table)).\(nearestName(to: name, in: table).map { " Did you mean \"\($0)\"?" } ?? "")"
                )
            }
            if columns.contains(column) {
                throw failure(.sqlInvalidData, "\(source) names the column \"\(column)\" twice.")
            }
            columns.append(column)
        }
        return columns
    }

    private static func match(_ name: String, in table: [String]) -> String? {
        if let column = table.first(where: { $0.utf8.elementsEqual(name.utf8) }) { return column }
        let alike = table.filter { $0.lowercased().utf8.elementsEqual(name.lowercased().utf8) }
        return alike.count == 1 ? alike[0] : nil
    }

    private static func failure(_ error: ErrorName, _ cause: String) -> TaskFailure {
        TaskFailure(error: error, cause: cause)
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(30).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 30 ? "\(shown) and \(names.count - 30) more" : shown
    }
}

/// `1 column`, `2 columns`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
