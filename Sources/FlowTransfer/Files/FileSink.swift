import FlowTasks
import Glibc
import StatesLanguage

/// Writes a file aside, as `.name.….partial` in the same folder, and renames it at the end.
final class FileSink: ResumableSink {
    let resumedAt: Int64
    private let file: OpenFile
    private let writer: FileWriter
    private let folder: String
    private let asidePath: String
    private let finalPath: String
    private let location: FileLocation
    private let canResume: Bool
    private var sizeInBytes: Int64

    init(
        folder: String,
        name: String,
        location: FileLocation,
        expectedSizeInBytes: Int64?,
        resumeKey: String?
    ) throws {
        self.folder = folder
        self.location = location
        finalPath = "\(folder)/\(name)"
        var status = stat()
        if stat(finalPath, &status) == 0, status.isFolder {
            throw TaskFailure.invalidPath("\"\(finalPath)\" is a folder, so no file can have its name.")
        }
        if let resumeKey, let found = try Self.openShared(folder, name, resumeKey) {
            file = found
            canResume = true
        } else {
            let path = "\(folder)/\(asideName(of: name, resumeKey: nil))"
            file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND | O_EXCL, doing: "write")
            canResume = false
        }
        asidePath = file.path
        let stored = Int64(try file.status().st_size)
        if let expectedSizeInBytes, stored > expectedSizeInBytes {
            guard truncate(asidePath, 0) == 0 else { throw TaskFailure.system(errno, "write", asidePath) }
            resumedAt = 0
        } else {
            resumedAt = stored
        }
        writer = FileWriter(file, position: resumedAt)
        sizeInBytes = resumedAt
        do {
            try file.requireRoom(forBytes: (expectedSizeInBytes ?? 0) - resumedAt)
        } catch {
            abandon()
            throw error
        }
    }

    func hashStored(into digest: inout SHA256, _ cancellation: Cancellation) throws {
        try file.seek(to: 0)
        try file.readAll(cancellation) { digest.update($0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try writer.write(bytes)
        sizeInBytes += Int64(bytes.count)
    }

    func commit() throws -> StoredFile {
        try writer.finish()
        guard rename(asidePath, finalPath) == 0 else { throw TaskFailure.system(errno, "write", finalPath) }
        // The name lasts a loss of power only when its folder is written too.
        try OpenFile(folder, O_RDONLY | O_DIRECTORY, doing: "write").synchronize()
        return StoredFile(location: location, sizeInBytes: sizeInBytes, modified: try file.status().modified)
    }

    func abort() {
        if !canResume || sizeInBytes < leastResumableBytes { abandon() }
        file.unlock()
    }

    func abandon() { unlink(asidePath) }

    /// The file that all attempts of a transfer write aside; `nil` while another one of them writes it.
    ///
    /// An attempt that ran out of time may end after the next one has begun.
    private static func openShared(_ folder: String, _ name: String, _ resumeKey: String) throws -> OpenFile? {
        let path = "\(folder)/\(asideName(of: name, resumeKey: resumeKey))"
        let file = try OpenFile(path, O_RDWR | O_CREAT | O_APPEND, doing: "write")
        guard file.lock() else { return nil }
        // The other attempt has given it its name, or removed it, before it let go.
        var named = stat()
        let opened = try file.status()
        let isNamed = stat(path, &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
        return isNamed ? file : nil
    }
}
