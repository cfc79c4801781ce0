import StatesLanguage

/// The parts of a path below a connection's URL; none of them leads out of it.
struct RelativePath: Hashable {
    let parts: [String]

    /// The parts of a path of a file; `.` and empty parts are dropped.
    ///
    /// Refused are an empty path, one that begins with `/`, a part `..`, and a byte 0 or a line end.
    init(_ path: String) throws(TaskFailure) {
        guard !path.hasPrefix("/") else {
            throw .invalidPath("The path \"\(path)\" begins with \"/\"; paths are relative to the connection's URL.")
        }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !parts.isEmpty else { throw .invalidPath("The path \"\(path)\" names no file.") }
        guard !parts.contains("..") else {
            throw .invalidPath(
                "The path \"\(path)\" has a part \"..\", which could lead out of the connection's folder."
            )
        }
        guard !path.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
            throw .invalidPath("A path has a line end or a byte 0 in it: \"\(path.debugDescription)\".")
        }
        self.parts = parts
    }

    var text: String { parts.joined(separator: "/") }
    var name: String { parts[parts.count - 1] }
    /// The folder's path below the URL; empty for the URL itself.
    var folder: String { parts.dropLast().joined(separator: "/") }
}
