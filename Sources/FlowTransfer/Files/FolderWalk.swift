import FlowTasks

/// What a folder has in it.
struct FolderEntry {
    enum Kind {
        case file
        case folder
        case other
    }
    var name: String
    var kind: Kind
    var sizeInBytes: Int64 = 0
    var modified: String?
}

/// Finds the paths that match a glob by looking only into the folders that can hold a match.
struct FolderWalk {
    /// The entries of a folder, given by its parts; empty where there is no such folder.
    let entries: ([String]) throws -> [FolderEntry]
    let cancellation: Cancellation

    /// The matching files in the order of their paths' bytes.
    func files(matching glob: Glob) throws -> [(path: String, entry: FolderEntry)] {
        var found: [(path: String, entry: FolderEntry)] = []
        let (folder, rest) = glob.fixedFolder
        try visit(folder, rest) { found.append((path: $0, entry: $1)) }
        found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        // Two `**` can find the same file twice.
        return found.enumerated().filter { $0 == 0 || found[$0 - 1].path != $1.path }.map(\.element)
    }

    private func visit(
        _ folder: [String],
        _ parts: ArraySlice<Glob.Part>,
        _ found: (String, FolderEntry) -> Void
    ) throws {
        guard let part = parts.first else { return }
        try cancellation.check()
        let rest = parts.dropFirst()
        let inside = try entries(folder)
        if case .anyFolders = part {
            if !rest.isEmpty { try visit(folder, rest, found) }
            for entry in inside where !entry.name.hasPrefix(".") {
                if entry.kind == .folder { try visit(folder + [entry.name], parts, found) }
                if entry.kind == .file, rest.isEmpty { found(path(folder, entry), entry) }
            }
            return
        }
        for entry in inside where part.matches(entry.name) {
            if rest.isEmpty, entry.kind == .file { found(path(folder, entry), entry) }
            if !rest.isEmpty, entry.kind == .folder { try visit(folder + [entry.name], rest, found) }
        }
    }

    private func path(_ folder: [String], _ entry: FolderEntry) -> String {
        (folder + [entry.name]).joined(separator: "/")
    }
}
