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
        asidePath = "\(folder)/\(asideName(of: name, resumeKey: resumeKey))"
        canResume = resumeKey != nil
        var status = stat()
        if stat(finalPath, &status) == 0, status.isFolder {
            throw TaskFailure.invalidPath("\"\(finalPath)\" is a folder, so no file can have its name.")
        }
        file = try OpenFile(asidePath, O_RDWR | O_CREAT | O_APPEND | (resumeKey == nil ? O_EXCL : 0), doing: "write")
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
    }

    func abandon() { unlink(asidePath) }
}
