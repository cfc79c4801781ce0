import CCurl
import FlowConnections
import FlowTasks
import StatesLanguage

/// The files below a folder of an SFTP server.
final class SFTPStorage: Storage {
    private let server: SFTPServer
    private let session: SFTPSession
    private static let attempts = 4
    /// An offset that is behind the end of every file.
    private static let behindTheEnd: Int64 = 1 << 60

    init(_ connection: Connection) throws {
        server = try SFTPServer(connection)
        session = SFTPSession(server)
    }

    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile] {
        let glob = try Glob(pattern)
        let walk = FolderWalk(entries: { try self.entries(of: $0, cancellation) }, cancellation: cancellation)
        return try walk.files(matching: glob).map { path, entry in
            StoredFile(location: location(path), sizeInBytes: entry.sizeInBytes, modified: entry.modified)
        }
    }

    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile {
        let relative = try RelativePath(path)
        let (size, modified) = try session.translating {
            try attributes(of: server.remotePath(relative.parts), "file \"\(path)\"", cancellation)
        }
        return StoredFile(location: location(relative.text), sizeInBytes: size, modified: modified)
    }

    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let remotePath = server.remotePath(try RelativePath(path).parts)
        var position = offset
        var attempt = 1
        while true {
            let before = position
            do {
                try readOnce(remotePath, path, &position, cancellation, consume)
                return
            } catch let fault as SFTPFault {
                // A folder can be opened, and its reading fails as a broken connection's does; only a folder can be listed.
                if fault.error.code == .sshFailed, position == offset, (try? lines(remotePath, cancellation)) != nil {
                    throw TaskFailure.invalidPath("\"\(path)\" on \(server.place) is a folder, not a file.")
                }
                attempt = BrokenStream.attempt(after: attempt, bytes: position - before)
                guard fault.error.isBrokenConnection, attempt < Self.attempts else { throw fault.failure }
                try session.pause(milliseconds: 200 << attempt, cancellation)
            }
        }
    }

    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink {
        let relative = try RelativePath(path)
        let aside = relative.parts.dropLast() + [asideName(of: relative.name, resumeKey: resumeKey)]
        var stored: Int64 = 0
        if resumeKey != nil {
            stored = try storedSize(server.remotePath(Array(aside)), cancellation)
            if let expectedSizeInBytes, stored > expectedSizeInBytes { stored = 0 }
        }
        return SFTPSink(
            session: session,
            asidePath: server.remotePath(Array(aside)),
            finalPath: server.remotePath(relative.parts),
            location: location(relative.text),
            resumedAt: stored,
            canResume: resumeKey != nil,
            cancellation
        )
    }

    func delete(_ path: String, _ cancellation: Cancellation) throws {
        let remotePath = server.remotePath(try RelativePath(path).parts)
        do {
            try session.commands(["rm \(SFTPSession.quoted(remotePath))"], "file \"\(path)\"", cancellation)
        } catch let fault as SFTPFault {
            guard fault.error.code == .quoteFailed else { throw fault.failure }
            // The answer to `rm` is the same for a file that is not there and for one that may not be removed.
            do {
                _ = try attributes(of: remotePath, "file \"\(path)\"", cancellation)
            } catch let missing as SFTPFault where missing.error.code == .remoteFileNotFound {
                return
            }
            throw TaskFailure.accessDenied(
                "\(server.place) does not let \"\(server.user)\" remove the file \"\(path)\"."
            )
        }
    }

    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile? { nil }

    func probe(_ cancellation: Cancellation) throws {
        try session.translating {
            try session.perform("folder \"\(server.folder)\"", CurlFlow(), cancellation) { client in
                client.set(CURLOPT_URL, server.url(server.remotePath([]), isFolder: true))
                client.set(CURLOPT_NOBODY, 1)
            }
        }
    }

    private func location(_ path: String) -> FileLocation {
        FileLocation(connection: server.connectionName, path: path)
    }

    private func readOnce(
        _ remotePath: String,
        _ path: String,
        _ position: inout Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let start = position
        var reached = position
        defer { position = reached }
        let flow = CurlFlow()
        try withoutActuallyEscaping(consume) { consume in
            flow.receive = { bytes in
                try consume(bytes)
                reached += Int64(bytes.count)
            }
            defer { flow.receive = { _ in } }
            try session.perform("file \"\(path)\"", flow, cancellation) { client in
                client.set(CURLOPT_URL, server.url(remotePath))
                if start > 0 { client.set(CURLOPT_RESUME_FROM_LARGE, offset: start) }
            }
        }
    }

    /// A file's size and the time of its last change.
    ///
    /// libcurl has no call for them. A read from far behind the end opens the file, asks for both and stops, with the size
    /// in its message; nothing is transferred and the connection stays.
    private func attributes(
        of remotePath: String,
        _ subject: String,
        _ cancellation: Cancellation
    ) throws -> (sizeInBytes: Int64, modified: String?) {
        var modified: String?
        do {
            try session.perform(subject, CurlFlow(), cancellation) { client in
                client.set(CURLOPT_URL, server.url(remotePath))
                client.set(CURLOPT_FILETIME, 1)
                client.set(CURLOPT_RESUME_FROM_LARGE, offset: Self.behindTheEnd)
            } ended: { client in
                let seconds = client.offset(CURLINFO_FILETIME_T)
                if seconds >= 0 { modified = rfc3339(secondsSinceEpoch: seconds) }
            }
        } catch let fault as SFTPFault where fault.error.code == .badResume {
            let digits = fault.error.message.split(whereSeparator: { !$0.isNumber }).last
            if let size = digits.flatMap({ Int64($0) }), size != Self.behindTheEnd { return (size, modified) }
            return (try listedSize(remotePath, cancellation), modified)
        }
        return (try listedSize(remotePath, cancellation), modified)
    }

    /// The size by the folder's listing.
    private func listedSize(_ remotePath: String, _ cancellation: Cancellation) throws -> Int64 {
        let slash = remotePath.lastIndex(of: "/")
        let folder = slash.map { $0 == remotePath.startIndex ? "/" : String(remotePath[..<$0]) } ?? ""
        let name = slash.map { String(remotePath[remotePath.index(after: $0)...]) } ?? remotePath
        for line in try lines(folder, cancellation) {
            if case .file(name, let size) = SFTPListing.parse(line) { return size }
        }
        throw TaskFailure.notFound("\(server.place) has no file \"\(remotePath)\".")
    }

    private func storedSize(_ remotePath: String, _ cancellation: Cancellation) throws -> Int64 {
        do {
            return try attributes(of: remotePath, "file", cancellation).sizeInBytes
        } catch let fault as SFTPFault {
            guard fault.error.code == .remoteFileNotFound else { throw fault.failure }
            return 0
        }
    }

    private func entries(of folder: [String], _ cancellation: Cancellation) throws -> [FolderEntry] {
        let path = server.remotePath(folder)
        let found: [String]
        do {
            found = try lines(path, cancellation)
        } catch let fault as SFTPFault {
            // A folder below the connection's own may be missing on a day without files.
            guard fault.error.code == .remoteFileNotFound, !folder.isEmpty else { throw fault.failure }
            return []
        }
        return try found.compactMap { line in
            switch SFTPListing.parse(line) {
            case .file(let name, let size): return FolderEntry(name: name, kind: .file, sizeInBytes: size)
            case .folder(let name): return FolderEntry(name: name, kind: .folder)
            case .link(let name): return try target(of: name, folder, cancellation)
            case .other: return nil
            case .unknown:
                throw TaskFailure.unsupported(
                    "\(server.place) lists its files in a way that is not understood: \"\(line)\"."
                )
            }
        }
    }

    /// What a link leads to: a file is listed as one, anything else is not followed.
    private func target(of name: String, _ folder: [String], _ cancellation: Cancellation) throws -> FolderEntry? {
        let path = server.remotePath(folder + [name])
        do {
            _ = try lines(path, cancellation)
            return FolderEntry(name: name, kind: .other)
        } catch is SFTPFault {
            let attributes = try? attributes(of: path, "file \"\(name)\"", cancellation)
            // A link to nowhere is no file.
            guard let attributes else { return nil }
            return FolderEntry(
                name: name,
                kind: .file,
                sizeInBytes: attributes.sizeInBytes,
                modified: attributes.modified
            )
        }
    }

    private func lines(_ remotePath: String, _ cancellation: Cancellation) throws -> [String] {
        let flow = CurlFlow()
        var bytes: [UInt8] = []
        flow.receive = { bytes += $0 }
        try session.perform("folder \"\(remotePath)\"", flow, cancellation) { client in
            client.set(CURLOPT_URL, server.url(remotePath, isFolder: true))
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}
