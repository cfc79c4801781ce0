#if canImport(Glibc)
    import Glibc
#endif

/// What the operating system refused.
struct SystemError: Error {
    var call: String
    var code: Int32
}

/// What the disk gives to whoever writes and waits, without a database.
enum Disk {
    /// As long as the store's log becomes; a file that only grows would have the file system note its length each time.
    private static let fileBytes = 32 << 20

    /// How many writes of so many bytes, each waited for, a second.
    static func groupsPerSecond(of bytes: Int, count: Int, at path: String) throws -> Double {
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw SystemError(call: "open", code: errno) }
        defer {
            close(file)
            unlink(path)
        }
        let group = [UInt8](repeating: 0x5A, count: max(bytes, 1))
        let began = ContinuousClock.now
        var offset = 0
        for _ in 0..<count {
            guard pwrite(file, group, group.count, offset) == group.count, fdatasync(file) == 0 else {
                throw SystemError(call: "pwrite", code: errno)
            }
            offset += group.count
            if offset > fileBytes { offset = 0 }
        }
        let duration = ContinuousClock.now - began
        return Double(count) / (Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }
}

/// The bytes that this process has handed to `write` and its kin.
enum WrittenBytes {
    static func now() throws -> Int {
        guard let file = fopen("/proc/self/io", "r") else { throw SystemError(call: "fopen", code: errno) }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("wchar: ") else { continue }
            if let count = Int(text.dropFirst("wchar: ".count).prefix { $0.isNumber }) { return count }
        }
        throw SystemError(call: "fgets", code: errno)
    }
}

/// Gives `body` the path of a file that is not there, and removes what it made.
func withFile<Result>(in folder: String, _ body: (String) async throws -> Result) async throws -> Result {
    var template = Array((folder + "/store-bench-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        for suffix in ["", "-wal", "-shm"] { unlink(path + "/store" + suffix) }
        rmdir(path)
    }
    return try await body(path + "/store")
}
