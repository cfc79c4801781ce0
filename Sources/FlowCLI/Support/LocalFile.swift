import Glibc

/// Reads and writes the user's files, whole.
enum LocalFile {
    /// The bytes of a file; `-` is standard input.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable("read", path) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unusable("read", path) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    /// Writes a file aside and gives it its name at the end; makes the folders that are missing.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        try makeFolder(folder(of: path))
        let aside = "\(path).\(getpid()).partial"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw unusable("write", path) }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let failure = unusable("write", path)
                close(descriptor)
                unlink(aside)
                throw failure
            }
            start += written
        }
        guard close(descriptor) == 0, rename(aside, path) == 0 else {
            let failure = unusable("write", path)
            unlink(aside)
            throw failure
        }
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws(CommandFailure) {
        guard !path.isEmpty, access(path, F_OK) != 0 else { return }
        try makeFolder(folder(of: path))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw unusable("make", path) }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    private static func unusable(_ verb: String, _ path: String) -> CommandFailure {
        let name = path == "-" ? "standard input" : "\"\(path)\""
        return CommandFailure("cannot \(verb) \(name): \(String(cString: strerror(errno))).")
    }
}

extension LocalFile {
    /// The names of the folders in a folder, but for hidden ones.
    static func folders(in path: String) -> [String] {
        names(in: path).filter { !$0.hasPrefix(".") && isFolder("\(path)/\($0)") }
    }

    /// The names of the files in a folder, sorted, but for hidden ones.
    static func files(in path: String) -> [String] {
        names(in: path).filter { !$0.hasPrefix(".") && !isFolder("\(path)/\($0)") }.sorted()
    }
}
