import Glibc

/// Which living process has which runs.
///
/// A process has a file in the folder with the ids of its runs, and a lock on it for as long as it lives; the lock of a
/// process that was killed is gone with it.
struct RunOwners: Sendable {
    let folder: String

    /// The ids of the runs that living processes have.
    func ownedRuns() throws(CommandFailure) -> Set<String> {
        var owned: Set<String> = []
        for name in LocalFile.files(in: folder) {
            guard let text = Self.claims(of: "\(folder)/\(name)") else { continue }
            owned.formUnion(text.split(separator: "\n").map(String.init))
        }
        return owned
    }

    /// Makes this process the owner of those runs that no living process has.
    ///
    /// - Returns: the owner, and the runs that it has.
    func claim(_ ids: [String]) throws(CommandFailure) -> (owner: RunOwner, ids: [String]) {
        try LocalFile.makeFolder(folder)
        // One claim at a time: two who ask for the same run must not both find it free.
        let gate = open("\(folder)/.claims", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard gate >= 0 else { throw Self.failure("\(folder)/.claims") }
        defer { close(gate) }
        while flock(gate, LOCK_EX) != 0 { guard errno == EINTR else { throw Self.failure("\(folder)/.claims") } }
        removeDead()
        let owned = try ownedRuns()
        let free = ids.filter { !owned.contains($0) }
        return (try RunOwner(in: folder, of: free), free)
    }

    /// Removes the files of processes that are gone; under the claims' lock.
    private func removeDead() {
        for name in LocalFile.files(in: folder) where Self.claims(of: "\(folder)/\(name)") == nil {
            unlink("\(folder)/\(name)")
        }
    }

    /// What a living process wrote; `nil` where it is gone.
    private static func claims(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        // `try?`: a file that its owner removes at this moment has nothing to say.
        return (try? LocalFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    static func failure(_ path: String) -> CommandFailure {
        CommandFailure("cannot use \"\(path)\": \(String(cString: strerror(errno))).")
    }
}

/// This process, as the owner of runs; until `release`, or its end.
struct RunOwner: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Takes its place under a hidden name, so that nobody sees it without its lock.
    fileprivate init(in folder: String, of ids: [String]) throws(CommandFailure) {
        let name = "\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        path = "\(folder)/\(name)"
        let hidden = "\(folder)/.\(name)"
        descriptor = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RunOwners.failure(hidden) }
        let bytes = Array(ids.joined(separator: "\n").utf8)
        guard flock(descriptor, LOCK_EX) == 0, write(descriptor, bytes, bytes.count) == bytes.count,
            rename(hidden, path) == 0
        else {
            let failure = RunOwners.failure(path)
            unlink(hidden)
            close(descriptor)
            throw failure
        }
    }

    /// Gives the runs up.
    func release() {
        unlink(path)
        close(descriptor)
    }
}
