import CPostgres
import CSQLite

/// The libraries that queries use, a line each.
package func queryVersions() -> [String] {
    let postgres = Int(PQlibVersion())
    return ["libpq/\(postgres / 10_000).\(postgres % 10_000)", "SQLite/\(String(cString: sqlite3_libversion()))"]
}
