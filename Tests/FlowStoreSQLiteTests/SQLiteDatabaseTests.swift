import Testing

@testable import FlowStoreSQLite

#if canImport(Glibc)
    import Glibc
#endif

@Suite("A database of SQLite")
struct SQLiteDatabaseTests {
    @Test("waits for the disk at each commit")
    func waitsForTheDisk() throws {
        var template = Array("/tmp/flow-task-store-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for suffix in ["", "-wal", "-shm"] { unlink(folder + "/store.sqlite" + suffix) }
            rmdir(folder)
        }
        #expect(try SQLiteDatabase(path: folder + "/store.sqlite").synchronous() == 2)
    }
}
