import Glibc
import StatesLanguage

/// The folder in which local runs are kept: the store's file, who has which run, and the runs' log lines.
struct RunFolder: Sendable {
    /// The store's file where nobody names another.
    static let usualStore = ".flow-task/store.sqlite"

    /// The store's file.
    let store: String
    /// Where processes say which runs they have.
    let owners: String
    /// Where the log lines are.
    let logs: String
    private let folder: String
    /// Whether the folder is ours alone.
    private let isOwn: Bool

    /// The folder of a store's file; beside a file of another folder all names begin with the file's own.
    init(store: String) {
        self.store = store
        let slash = store.lastIndex(of: "/")
        folder = slash.map { String(store[..<$0]) } ?? "."
        isOwn = folder == ".flow-task" || folder.hasSuffix("/.flow-task")
        owners = isOwn ? "\(folder)/owners" : "\(store)-owners"
        logs = isOwn ? "\(folder)/logs" : "\(store)-logs"
    }

    /// The folder of the store that is named, else of the environment's or the usual one; `nil` for one in memory.
    static func named(_ store: String?) -> RunFolder? {
        let named = store ?? ProcessEnvironment["FLOW_TASK_STORE"].flatMap { $0.isEmpty ? nil : $0 }
        return named == "memory" ? nil : RunFolder(store: named ?? usualStore)
    }

    /// Whether a store is there.
    var exists: Bool { LocalFile.exists(store) }

    /// The bytes of the store's file and of the log beside it.
    var size: Int64 {
        [store, "\(store)-wal"].reduce(0) { sum, path in
            var status = stat()
            return stat(path, &status) == 0 ? sum + Int64(status.st_size) : sum
        }
    }

    /// Makes what is missing; what is in a folder of our own is nothing for git.
    func make() throws(CommandFailure) {
        do {
            try LocalFile.makeFolder(folder)
            try LocalFile.makeFolder(owners)
            try LocalFile.makeFolder(logs)
            let ignored = "\(folder)/.gitignore"
            if isOwn, !LocalFile.exists(ignored) { try LocalFile.write("*\n", to: ignored) }
        } catch {
            throw Self.unusable(error.text)
        }
        guard access(folder, W_OK) == 0 else {
            throw Self.unusable("flow-task: cannot write in \"\(folder)\": \(String(cString: strerror(errno))).")
        }
    }

    /// What to do where runs cannot be kept.
    static func unusable(_ reason: String) -> CommandFailure {
        var failure = CommandFailure("")
        failure.text =
            "\(reason)\n  Runs are kept there: name another place by --store PATH, or none by --store memory."
        return failure
    }

    /// The log lines of a run.
    func logFile(of id: String) -> String { "\(logs)/\(Self.fileName(of: id)).jsonl" }

    /// Removes the log lines that were last added to before a moment.
    func removeLogs(before moment: Timestamp) {
        for name in LocalFile.files(in: logs) {
            let path = "\(logs)/\(name)"
            var status = stat()
            guard stat(path, &status) == 0, Int64(status.st_mtim.tv_sec) * 1_000 < moment.milliseconds else { continue }
            unlink(path)
        }
    }

    /// A file's name for the ARN of an execution, such as `import-orders.run-20261121-101533-4f2a`.
    static func fileName(of id: String) -> String {
        let parts = id.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
        let text = parts.count > 6 ? String(parts[6]).replacing(":", with: ".") : id
        var name = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
            name += isPlain ? String(character) : "%" + String(byte, radix: 16, uppercase: true)
        }
        guard name.utf8.count > 180 else { return name }
        // Names of files are shorter than those of executions may be.
        let hash = id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "\(name.prefix(160))-\(String(hash, radix: 16))"
    }
}
