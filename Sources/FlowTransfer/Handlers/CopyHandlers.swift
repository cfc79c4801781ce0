import FlowTasks
import StatesLanguage

/// Does ``CopyFile``.
struct CopyFileHandler: TaskHandler {
    func run(_ input: CopyFile, _ context: TaskContext) async throws -> StoredFile {
        if let sha256 = input.sha256, !isSHA256(sha256) {
            throw TaskFailure(
                error: "Task.InvalidInput",
                cause: "The checksum \"\(sha256)\" is no SHA-256: it must have 64 hex digits."
            )
        }
        let copy = FileCopy(
            source: try context.storage(for: input.from.connection),
            target: try context.storage(for: input.to.connection),
            from: input.from,
            to: input.to,
            expectedSHA256: input.sha256,
            tellsChecksum: input.checksum ?? true,
            transferName: "\(context.executionName)\n\(context.stateName)",
            report: { context.report($0) }
        )
        return try await runBlocking { try copy.run($0) }
    }

    private func isSHA256(_ text: String) -> Bool {
        text.utf8.count == 64 && text.allSatisfy { $0.isHexDigit && $0.isASCII }
    }
}

/// Does ``CopyFiles``.
struct CopyFilesHandler: TaskHandler {
    func run(_ input: CopyFiles, _ context: TaskContext) async throws -> ListFiles.Output {
        let source = try context.storage(for: input.connection)
        let target = try context.storage(for: input.to.connection)
        let (pattern, folder) = (input.pattern, input.to)
        return try await runBlocking { cancellation in
            let found = try source.list(pattern, cancellation)
            try refuseEqualNames(found, pattern)
            let totalBytes = found.reduce(0) { $0 + $1.sizeInBytes }
            var copiedBytes: Int64 = 0
            var copied: [StoredFile] = []
            for file in found {
                let before = copiedBytes
                let copy = FileCopy(
                    source: source,
                    target: target,
                    from: file.location,
                    to: FileLocation(connection: folder.connection, path: join(folder.path, file.name)),
                    transferName: "\(context.executionName)\n\(context.stateName)",
                    report: { progress in
                        var progress = progress
                        progress.bytes = before + (progress.bytes ?? 0)
                        progress.totalBytes = totalBytes
                        context.report(progress)
                    }
                )
                // A listing may not tell the time of the last change, without which nothing is resumed.
                let known = file.modified == nil && file.sizeInBytes >= leastResumableBytes ? nil : file
                copied.append(try copy.run(known: known, cancellation))
                copiedBytes += file.sizeInBytes
            }
            return ListFiles.Output(files: copied)
        }
    }
}

/// Files of two folders would overwrite each other under one name.
private func refuseEqualNames(_ files: [StoredFile], _ pattern: String) throws(TaskFailure) {
    var paths: [String: String] = [:]
    for file in files {
        if let other = paths.updateValue(file.location.path, forKey: file.name) {
            throw TaskFailure(
                error: "Files.AlreadyExists",
                cause:
                    "\"\(pattern)\" matches \"\(other)\" and \"\(file.location.path)\", which would have the same name "
                    + "\"\(file.name)\" in the target folder; copy them by two tasks."
            )
        }
    }
}

private func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}
