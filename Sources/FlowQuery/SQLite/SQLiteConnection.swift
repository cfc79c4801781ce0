import CSQLite
import FlowTasks
import Glibc
import StatesLanguage

/// One open SQLite file, used by one thread.
final class SQLiteConnection {
    /// How long another's lock is waited for.
    private static let patience = Duration.seconds(30)

    /// SQLite's `sqlite3`.
    let handle: OpaquePointer
    let activity: Activity
    /// The file as the connection names it.
    let path: String
    private let monitor: SQLiteMonitor

    /// Opens a file; one that is not there is made where `isCreating` says so, with the folders around it.
    init(path: String, isCreating: Bool, _ activity: Activity) throws {
        guard !path.isEmpty else {
            throw TaskFailure(
                error: .sqlConnectionFailed,
                cause: "The URL of the connection names no file; write it as sqlite:data/orders.db."
            )
        }
        if isCreating { Self.makeFolder(of: path) }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (isCreating ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let failure = Self.openFailure(path, code: code, isCreating: isCreating, handle: opened)
            sqlite3_close_v2(opened)
            throw failure
        }
        handle = opened
        self.activity = activity
        self.path = path
        monitor = SQLiteMonitor(activity, patience: Self.patience)
        sqlite3_extended_result_codes(handle, 1)
        watch()
        try run("PRAGMA foreign_keys = ON")
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs SQL of ours that gives no rows.
    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(in: sql) }
    }

    /// Runs `body` in one transaction, which takes nothing when it throws.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Without the monitor, which would interrupt it after a cancellation. A rollback fails only where SQLite has
            // rolled back already.
            sqlite3_progress_handler(handle, 0, nil, nil)
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// Has SQLite ask every few thousand steps, and while it waits for a lock, whether to go on.
    private func watch() {
        let context = Unmanaged.passUnretained(monitor).toOpaque()
        sqlite3_progress_handler(
            handle,
            20_000,
            { context in context.map { SQLiteMonitor.at($0).stops() } ?? 0 },
            context
        )
        sqlite3_busy_handler(
            handle,
            { context, _ in context.map { SQLiteMonitor.at($0).waits() } ?? 0 },
            context
        )
    }

    private static func makeFolder(of path: String) {
        // A folder that cannot be made is reported by the opening of the file.
        for position in path.indices.dropFirst() where path[position] == "/" {
            mkdir(String(path[..<position]), 0o777)
        }
    }

    private static func openFailure(
        _ path: String,
        code: Int32,
        isCreating: Bool,
        handle: OpaquePointer?
    ) -> TaskFailure {
        if code == SQLITE_CANTOPEN, !isCreating, access(path, F_OK) != 0 {
            return TaskFailure(
                error: .sqlConnectionFailed,
                cause: "The database file \"\(path)\" is not there; make it and its tables with ExecuteSQL first."
            )
        }
        let reason = code == SQLITE_CANTOPEN ? String(cString: strerror(errno)) : String(cString: sqlite3_errstr(code))
        return TaskFailure(
            error: .sqlConnectionFailed,
            cause: "The database file \"\(path)\" cannot be opened: \(reason)."
        )
    }
}

/// Answers SQLite's questions whether to go on.
private final class SQLiteMonitor {
    private let activity: Activity
    private let patience: Duration
    private var waitingSince: ContinuousClock.Instant?

    init(_ activity: Activity, patience: Duration) {
        self.activity = activity
        self.patience = patience
    }

    static func at(_ context: UnsafeMutableRawPointer) -> SQLiteMonitor {
        Unmanaged<SQLiteMonitor>.fromOpaque(context).takeUnretainedValue()
    }

    /// 1 when the statement shall stop.
    func stops() -> Int32 {
        waitingSince = nil
        return isCancelled() ? 1 : 0
    }

    /// 1 when the lock shall be asked for again.
    func waits() -> Int32 {
        let now = ContinuousClock.now
        let start = waitingSince ?? now
        waitingSince = start
        guard !isCancelled(), now - start < patience else {
            waitingSince = nil
            return 0
        }
        usleep(10_000)
        return 1
    }

    private func isCancelled() -> Bool {
        do {
            try activity.beat()
            return false
        } catch {
            return true
        }
    }
}
