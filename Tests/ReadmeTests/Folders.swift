import Glibc
import Testing

/// A folder of its own with the given files.
func visitsFolder(_ files: [String: String]) throws -> String {
    var template = Array("/tmp/flow-task-readme.XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    for (path, text) in files {
        if let slash = path.lastIndex(of: "/") { mkdir("\(folder)/\(path[..<slash])", 0o755) }
        let file = try #require(fopen("\(folder)/\(path)", "w"))
        fputs(text, file)
        fclose(file)
    }
    return folder
}

/// Removes a folder and what is in it.
func removeFolder(_ folder: String) {
    system("rm -rf '\(folder)'")
}

/// The text of a small file.
func readText(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"), "\(path)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}
