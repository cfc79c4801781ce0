import FlowJSON
import Glibc

/// The suites beside the checkout, and our own lists about them.
enum SharedSuites {
    /// The folder `shared` beside the checkout, or `nil`.
    static let folder: String? = {
        var parts = #filePath.split(separator: "/").map(String.init)
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = "/" + (parts + ["shared", "suites"]).joined(separator: "/")
            if access(candidate, R_OK) == 0 { return candidate }
        }
        return nil
    }()

    /// The recordings that an interpreter alone can give.
    static func recordings() throws -> [Recording] {
        var recordings: [Recording] = []
        for name in try names(in: "\(folder ?? "")/aws-recorded/cases") {
            let text = try read("\(folder ?? "")/aws-recorded/cases/\(name)")
            for line in text.split(separator: "\n") {
                let json = try JSON(parsing: String(line))
                let tags = json["tags"]?.arrayValue ?? []
                guard !tags.contains("distributed-map"), !tags.contains("task"), let recording = Recording(json) else {
                    continue
                }
                recordings.append(recording)
            }
        }
        return recordings
    }

    /// The ids of the recordings that don't pass yet; the list may only shrink.
    static func notYet() throws -> Set<String> {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let lines = try read("/\(folder)/Fixtures/recordings-not-yet.txt").split(separator: "\n")
        return Set(lines.filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != "\t" }) })
    }

    private static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else { throw Unreadable(path: folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".ndjson") { names.append(name) }
        }
        return names.sorted()
    }

    private static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A file or a folder cannot be read.
    struct Unreadable: Error {
        let path: String
    }
}
