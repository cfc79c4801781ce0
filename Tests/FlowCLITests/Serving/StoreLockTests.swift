import Glibc
import Testing

@testable import FlowCLI

@Suite("One server for a store")
struct StoreLockTests {
    @Test("a second server hears who has the store, and gets it when the first one lets go")
    func lock() throws {
        var template = Array("/tmp/flow-lock-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            unlink("\(folder)/a.sqlite.lock")
            rmdir(folder)
        }
        let path = "\(folder)/a.sqlite"
        do {
            let lock = try StoreLock(of: path)
            let failure = #expect(throws: CommandFailure.self) { try StoreLock(of: path) }
            #expect(
                failure?.text
                    == "flow-task: another server (process \(getpid())) has the store \"\(path)\": stop it, or give this "
                    + "one another --store."
            )
            withExtendedLifetime(lock) {}
        }
        _ = try StoreLock(of: path)
    }
}
