import FlowConnections
import FlowTasks
import Glibc

/// The real servers that `Tests/Servers/start` has started, by the file that `FLOW_TASK_TEST_SERVERS` names.
enum TestServers {
    static let variables: [String: String] = {
        guard let path = getenv("FLOW_TASK_TEST_SERVERS").map({ String(cString: $0) }), let file = fopen(path, "r")
        else {
            return [:]
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").reduce(into: [:]) {
            found,
            line in
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { found[parts[0]] = parts[1] }
        }
    }()

    static var areRunning: Bool { !variables.isEmpty }
    static func value(_ name: String) -> String { variables[name] ?? "" }
}

/// A folder of a test's own; removed at the end.
final class TemporaryFolder: Sendable {
    let path: String

    init(below parent: String = "/tmp") {
        var template = Array("\(parent)/flow-transfer-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? parent
    }

    deinit { removeAll(path) }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ name: String, _ bytes: [UInt8]) {
        let path = "\(self.path)/\(name)"
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o777)
        }
        guard let file = fopen(path, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    func read(_ name: String) -> [UInt8]? {
        guard let file = fopen("\(path)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { all += buffer[..<count] }
        return all
    }

    func text(_ name: String) -> String? { read(name).map { String(decoding: $0, as: UTF8.self) } }
}

private func removeAll(_ path: String) {
    guard remove(path) != 0, let directory = opendir(path) else { return }
    var paths: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
            bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { paths.append("\(path)/\(name)") }
    }
    closedir(directory)
    for path in paths { removeAll(path) }
    remove(path)
}

extension Storage {
    /// All bytes of a file.
    func bytes(_ path: String, from offset: Int64 = 0, _ cancellation: Cancellation = Cancellation()) throws -> [UInt8]
    {
        var all: [UInt8] = []
        try read(path, from: offset, cancellation) { all += $0 }
        return all
    }

    /// Writes a whole file in pieces of a given size.
    @discardableResult
    func put(_ path: String, _ bytes: [UInt8], pieces: Int = 100_000, isSized: Bool = true) throws -> StoredFile {
        let sink = try openSink(
            path,
            expectedSizeInBytes: isSized ? Int64(bytes.count) : nil,
            resumeKey: nil,
            Cancellation()
        )
        do {
            try bytes.withUnsafeBytes { all in
                var start = 0
                while start < all.count {
                    let end = min(start + pieces, all.count)
                    try sink.write(UnsafeRawBufferPointer(rebasing: all[start..<end]))
                    start = end
                }
            }
            return try sink.commit()
        } catch {
            sink.abort()
            throw error
        }
    }
}

/// Bytes that no part of is like another.
func pattern(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    // A block that is numbered wherever it stands again: each byte by itself takes a second for 2 MB without optimization.
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var block = (0..<8192).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        for start in stride(from: 0, to: count, by: 65_536) {
            block[0] &+= 1
            block.withUnsafeBytes { part in
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: part.prefix(rest.count)))
            }
        }
        initializedCount = count
    }
}
