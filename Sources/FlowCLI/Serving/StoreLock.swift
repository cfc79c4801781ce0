import Glibc

/// This process, as the only server of a store's file, until it ends.
///
/// The lock is on a file beside the store's: locks of one process on SQLite's own file get in each other's way.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a store's file.
    ///
    /// - Throws: where another server has it, or the lock's file can't be made.
    init(of store: String) throws(CommandFailure) {
        let path = "\(store).lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure("cannot write \"\(path)\": \(String(cString: strerror(errno))).", status: .failed)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw CommandFailure(
                "another server\(holder) has the store \"\(store)\": stop it, or give this one another --store.",
                status: .failed
            )
        }
        self.descriptor = descriptor
        let text = Array("\(getpid())\n".utf8)
        // Who holds it is told to the next one; the lock itself is the kernel's.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit { close(descriptor) }

    /// The process that wrote itself into the lock's file, such as ` (process 17)`.
    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0, let id = Int32(String(decoding: bytes[..<(count - 1)], as: UTF8.self)) else { return "" }
        return " (process \(id))"
    }
}
