import FlowJSON
import StatesLanguage

/// Collects rows that are answered inline, and refuses more than may be.
struct RowCollector {
    private(set) var rows: [JSON] = []
    private let limits: ResultLimits
    private var sizeInBytes = 0

    init(_ limits: ResultLimits) { self.limits = limits }

    mutating func append(_ row: JSON) throws {
        guard rows.count < limits.rows else {
            throw TaskFailure(
                error: .sqlTooManyRows,
                cause: "The statement gives more than \(counted(limits.rows, "row")); add a LIMIT, raise maximumRows, "
                    + "or write the rows to a file with ExportRows."
            )
        }
        // The comma between two rows counts too.
        sizeInBytes += row.utf8Count + 1
        guard sizeInBytes <= limits.sizeInBytes else {
            throw TaskFailure(
                error: .sqlTooManyRows,
                cause: "The first \(counted(rows.count + 1, "row")) of the result are over \(limits.sizeInBytes) bytes "
                    + "of JSON, which is the most that a state may answer; write the rows to a file with ExportRows."
            )
        }
        rows.append(row)
    }
}
