import StatesLanguage

/// Checks of the columns that a statement gives.
enum ResultColumns {
    /// Refuses two columns of one name, which an object cannot hold.
    static func refuseDuplicates(_ names: [String]) throws {
        var seen: Set<[UInt8]> = []
        for name in names where !seen.insert(Array(name.utf8)).inserted {
            throw TaskFailure(
                error: .sqlError,
                cause: "Two columns of the result are named \"\(name)\"; give one another name with AS."
            )
        }
    }

    /// Refuses a statement that gives no rows, before it is run.
    static func refuseNone(_ count: Int) throws {
        guard count == 0 else { return }
        throw TaskFailure(
            error: .sqlError,
            cause: "The statement gives no rows; run it with ExecuteSQL (sql-execute)."
        )
    }

    /// Refuses more than one statement where one is wanted, and none at all.
    static func refuseSeveral(_ sql: String) throws {
        let text = SQLText(sql)
        if text.isBlank { throw TaskFailure(error: .sqlSyntaxError, cause: "There is no statement in the SQL.") }
        guard text.hasMore else { return }
        let place = SQLSnippet.text(sql, byteOffset: text.statement.upperBound)
        throw TaskFailure(
            error: .sqlSyntaxError,
            cause: "One statement is wanted here, and another follows it.\n\(place)"
        )
    }
}
