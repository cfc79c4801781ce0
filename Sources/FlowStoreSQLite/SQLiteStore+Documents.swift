package import FlowJSON
package import FlowStore
import GRDB

extension SQLiteStore: DocumentStore {
    package func document(_ key: String, of kind: String) async throws -> JSON? {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT value FROM documents WHERE kind = ? AND key = ?")
            return try String.fetchOne(statement, arguments: [kind, key]).map { try JSON(stored: $0) }
        }
    }

    package func documents(of kind: String) async throws -> [StoredDocument] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT key, value FROM documents WHERE kind = ? ORDER BY key"
            )
            return try Row.fetchAll(statement, arguments: [kind])
                .map { row in StoredDocument(key: row[0], value: try JSON(stored: row[1])) }
        }
    }

    package func write(_ changes: [DocumentChange]) async throws {
        let texts = changes.map { change in
            switch change {
            case .put(let kind, let key, let value): (kind: kind, key: key, value: value.text)
            case .delete(let kind, let key): (kind: kind, key: key, value: String?.none)
            }
        }
        try await writer.write { db in
            for (kind, key, value) in texts {
                if let value {
                    let sql = """
                        INSERT INTO documents (kind, key, value) VALUES (?, ?, ?)
                        ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value
                        """
                    try db.cachedStatement(sql: sql).execute(arguments: [kind, key, value])
                } else {
                    try db.cachedStatement(sql: "DELETE FROM documents WHERE kind = ? AND key = ?")
                        .execute(arguments: [kind, key])
                }
            }
        }
    }
}
