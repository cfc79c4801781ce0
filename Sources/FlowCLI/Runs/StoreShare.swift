import Glibc

/// This process, as one of those that have runs in a store's file while no server has the whole of it.
///
/// A server holds the lock beside the file alone, since it goes on with everything that it finds there.
struct StoreShare: Sendable {
    private let descriptor: Int32

    /// Takes a share of a store's file.
    ///
    /// - Throws: where a server has the file, or the lock's file cannot be made.
    init(of store: String) throws(CommandFailure) {
        let path = "\(store).lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw RunFolder.unusable("flow-task: cannot write \"\(path)\": \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure("a server has the store \"\(store)\": name another file by --store.")
        }
    }

    /// Gives the share up.
    func release() { close(descriptor) }
}
