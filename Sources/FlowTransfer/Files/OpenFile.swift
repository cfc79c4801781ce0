import CWriteBack
import FlowTasks
import Glibc
import StatesLanguage

/// A file descriptor that is closed at the end.
final class OpenFile: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String, _ flags: Int32, doing: String) throws(TaskFailure) {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .system(errno, doing, path) }
    }

    deinit { close(descriptor) }

    func status() throws(TaskFailure) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno, "read", path) }
        return status
    }

    func seek(to offset: Int64) throws(TaskFailure) {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw .system(errno, "read", path) }
    }

    /// Gives all bytes from here to the end.
    func readAll(_ cancellation: Cancellation, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        while true {
            try cancellation.check()
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw TaskFailure.system(errno, "read", path)
            }
            try consume(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    func writeAll(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { (bytes) throws in try writeAll(bytes) }
    }

    func writeAll(_ bytes: UnsafeRawBufferPointer) throws(TaskFailure) {
        var isDirect = false
        try writeAll(bytes, isDirect: &isDirect)
    }

    /// Writes bytes.
    ///
    /// - Parameter isDirect: whether writes go past the cache; `false` afterwards where the file system would not have it.
    func writeAll(_ bytes: UnsafeRawBufferPointer, isDirect: inout Bool) throws(TaskFailure) {
        var left = bytes
        while !left.isEmpty {
            let count = Glibc.write(descriptor, left.baseAddress, left.count)
            guard count >= 0 else {
                let code = errno
                if code == EINTR { continue }
                // A file system that wants other addresses or sizes of direct writes than ours.
                if code == EINVAL, isDirect, setDirect(false) {
                    isDirect = false
                    continue
                }
                throw .system(code, "write", path)
            }
            left = UnsafeRawBufferPointer(rebasing: left[count...])
        }
    }

    /// Whether writes go to the disk without a copy in the system's cache.
    var isDirect: Bool { fcntl(descriptor, F_GETFL) & __O_DIRECT != 0 }

    /// Has writes go to the disk with or without a copy in the cache; `false` where the file system cannot do it.
    func setDirect(_ isDirect: Bool) -> Bool {
        let flags = fcntl(descriptor, F_GETFL)
        return fcntl(descriptor, F_SETFL, isDirect ? flags | __O_DIRECT : flags & ~__O_DIRECT) == 0
    }

    /// Has the system write cached bytes to the disk without waiting for it; ``synchronize()`` tells what fails.
    func beginWriteBack(from offset: Int64, count: Int64) {
        write_back_begin(descriptor, offset, count)
    }

    /// Keeps others out who lock the file too, until it is closed; `false` where one of them was first.
    func lock() -> Bool {
        // Where the file system knows no locks, nobody is kept out.
        flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    }

    /// Lets others in again.
    func unlock() { flock(descriptor, LOCK_UN) }

    /// Refuses a file that the disk has no room for, before anything is written.
    ///
    /// - Parameter sizeInBytes: what is still to be written.
    func requireRoom(forBytes sizeInBytes: Int64) throws(TaskFailure) {
        var volume = statvfs()
        // File systems that cannot tell are no failure; the writing itself will show it.
        guard sizeInBytes > 0, fstatvfs(descriptor, &volume) == 0, volume.f_blocks > 0 else { return }
        let free = Int64(
            clamping: UInt64(volume.f_bavail).multipliedReportingOverflow(by: UInt64(volume.f_frsize)).partialValue
        )
        guard free >= sizeInBytes else {
            throw .diskFull(
                "The file \"\(path)\" needs \(sizeInBytes) bytes more, and \(free) are free; free some space, then run again."
            )
        }
    }

    /// Makes the bytes last a loss of power.
    func synchronize() throws(TaskFailure) {
        // Some file systems (FUSE, pipes) cannot; the bytes are written all the same.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw .system(errno, "write", path) }
    }
}

extension stat {
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
    /// The time of the last change in RFC 3339.
    var modified: String {
        rfc3339(secondsSinceEpoch: Int64(st_mtim.tv_sec), milliseconds: Int64(st_mtim.tv_nsec) / 1_000_000)
    }
}

/// A moment in RFC 3339, UTC.
func rfc3339(secondsSinceEpoch: Int64, milliseconds: Int64 = 0) -> String {
    Timestamp(milliseconds: secondsSinceEpoch * 1000 + milliseconds).description
}
