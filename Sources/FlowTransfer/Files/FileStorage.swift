import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage

/// A folder of this machine.
///
/// Symbolic links are followed as long as they stay below the folder; one that leads out of it is refused. A pattern's
/// `**` does not follow links to folders, which may go round in circles.
final class FileStorage: Storage {
    let connectionName: String
    /// The folder as written, without a trailing `/`.
    let root: String

    init(_ connection: Connection) {
        connectionName = connection.name
        var root = connection.url.path
        while root.count > 1, root.hasSuffix("/") { root.removeLast() }
        self.root = root.isEmpty ? "." : root
    }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] {
        let glob = try Glob(pattern)
        guard access(root, F_OK) == 0 else { throw missingRoot }
        let walk = FolderWalk(entries: { try self.entries(of: $0) }, cancellation: cancellation)
        return try walk.files(matching: glob).map { path, entry in
            StoredFile(location: location(path), sizeInBytes: entry.sizeInBytes, modified: entry.modified)
        }
    }

    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        let full = try existing(path)
        var status = stat()
        guard stat(full, &status) == 0 else { throw TaskFailure.system(errno, "read", full) }
        guard status.isRegular else { throw notAFile(full) }
        return StoredFile(
            location: location(try RelativePath(path).text),
            sizeInBytes: Int64(status.st_size),
            modified: status.modified
        )
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let full = try existing(path)
        let file = try OpenFile(full, O_RDONLY, doing: "read")
        guard try file.status().isRegular else { throw notAFile(full) }
        try file.seek(to: offset)
        try file.readAll(cancellation, consume)
    }

    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        let relative = try RelativePath(path)
        let folder = ([root] + relative.parts.dropLast()).joined(separator: "/")
        try makeFolders(folder)
        guard let realFolder = realPath(folder) else { throw TaskFailure.system(errno, "write", folder) }
        try refuseOutside(realFolder, path)
        return try FileSink(
            folder: folder,
            name: relative.name,
            location: location(relative.text),
            expectedSizeInBytes: expectedSizeInBytes,
            resumeKey: resumeKey
        )
    }

    func delete(_ path: String, _ cancellation: Cancellation) throws {
        let relative = try RelativePath(path)
        let folder = ([root] + relative.parts.dropLast()).joined(separator: "/")
        guard let realFolder = realPath(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw TaskFailure.system(errno, "remove", folder)
        }
        try refuseOutside(realFolder, path)
        let full = "\(folder)/\(relative.name)"
        guard unlink(full) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw TaskFailure.system(errno, "remove", full)
        }
    }

    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }

    func probe(_ cancellation: Cancellation) throws {
        var status = stat()
        guard stat(root, &status) == 0 else { throw missingRoot }
        guard status.isFolder else {
            throw TaskFailure.invalidPath("\"\(root)\" of the connection \"\(connectionName)\" is not a folder.")
        }
        guard access(root, R_OK | X_OK) == 0 else { throw TaskFailure.system(errno, "read", root) }
    }

    private var missingRoot: TaskFailure {
        .notFound(
            "The folder \"\(root)\" of the connection \"\(connectionName)\" is not there; make it, or change its URL."
        )
    }

    private func notAFile(_ path: String) -> TaskFailure { .invalidPath("\"\(path)\" is a folder, not a file.") }

    private func location(_ path: String) -> FileLocation { FileLocation(connection: connectionName, path: path) }

    /// The path of a file that is there, below the root by all links.
    private func existing(_ path: String) throws -> String {
        let full = "\(root)/\(try RelativePath(path).text)"
        guard let real = realPath(full) else { throw TaskFailure.system(errno, "read", full) }
        try refuseOutside(real, path)
        return full
    }

    private func refuseOutside(_ real: String, _ path: String) throws(TaskFailure) {
        guard let realRoot = realPath(root), real != realRoot else { return }
        guard real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/") else {
            throw .invalidPath(
                "The path \"\(path)\" follows a link out of \"\(root)\", the folder of the connection \"\(connectionName)\"."
            )
        }
    }

    private func makeFolders(_ folder: String) throws(TaskFailure) {
        var path = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            path += path.isEmpty || path == "/" ? String(part) : "/\(part)"
            guard mkdir(path, 0o777) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
                throw .system(errno, "write", path)
            }
        }
    }

    private func entries(of folder: [String]) throws -> [FolderEntry] {
        let path = ([root] + folder).joined(separator: "/")
        guard let directory = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw TaskFailure.system(errno, "read", path)
        }
        defer { closedir(directory) }
        if let real = realPath(path) { try refuseOutside(real, folder.joined(separator: "/")) }
        var entries: [FolderEntry] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            entries.append(self.entry(name, in: path))
        }
        return entries
    }

    private func entry(_ name: String, in folder: String) -> FolderEntry {
        var status = stat()
        let full = "\(folder)/\(name)"
        guard lstat(full, &status) == 0 else { return FolderEntry(name: name, kind: .other) }
        if status.isLink {
            // A link to a file is a file; one to nowhere, to outside or to a folder is not listed.
            guard let real = realPath(full), (try? refuseOutside(real, name)) != nil, stat(full, &status) == 0,
                status.isRegular
            else { return FolderEntry(name: name, kind: .other) }
        }
        return FolderEntry(
            name: name,
            kind: status.isRegular ? .file : status.isFolder ? .folder : .other,
            sizeInBytes: Int64(status.st_size),
            modified: status.modified
        )
    }
}

/// The path without links; `nil` with `errno` set where it leads nowhere.
private func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}
