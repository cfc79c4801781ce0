import GRDB
import Synchronization

/// The numbers of names that many executions share.
final class NameTable: Sendable {
    private static let mostNames = 10_000
    private let numbers = Mutex<[String: Int64]>([:])

    /// The number of a name, which is made where there is none; only for the writer.
    func number(of name: String, in db: Database) throws -> Int64 {
        if let number = numbers.withLock({ $0[name] }) { return number }
        let number: Int64
        if let known = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT number FROM names WHERE text = ?"),
            arguments: [name]
        ) {
            number = known
        } else {
            try db.cachedStatement(sql: "INSERT INTO names (text) VALUES (?)").execute(arguments: [name])
            number = db.lastInsertedRowID
        }
        numbers.withLock { numbers in
            if numbers.count >= Self.mostNames { numbers.removeAll() }
            numbers[name] = number
        }
        return number
    }

    /// Forgets what a transaction noted that was undone.
    func forget() { numbers.withLock { $0.removeAll() } }
}
