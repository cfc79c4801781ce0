import FlowTasks
import StatesLanguage

/// Does ``ListFiles``.
struct ListFilesHandler: TaskHandler {
    func run(_ input: ListFiles, _ context: TaskContext) async throws -> ListFiles.Output {
        let storage = try context.storage(for: input.connection)
        let pattern = input.pattern
        return try await runBlocking { cancellation in
            ListFiles.Output(files: try storage.list(pattern, cancellation))
        }
    }
}

/// Does ``DeleteFiles``.
struct DeleteFilesHandler: TaskHandler {
    func run(_ input: DeleteFiles, _ context: TaskContext) async throws -> DeleteFiles.Output {
        let files = try input.files.map { ($0.path, try context.storage(for: $0.connection)) }
        return try await runBlocking { cancellation in
            for (path, storage) in files {
                try cancellation.check()
                try storage.delete(path, cancellation)
                context.report(TaskProgress(note: path))
            }
            return DeleteFiles.Output(count: files.count)
        }
    }
}

/// Does ``WriteFile``.
struct WriteFileHandler: TaskHandler {
    func run(_ input: WriteFile, _ context: TaskContext) async throws -> StoredFile {
        let storage = try context.storage(for: input.to.connection)
        let path = input.to.path
        let bytes = Array(input.text.utf8)
        return try await runBlocking { cancellation in
            let sink = try storage.openSink(
                path,
                expectedSizeInBytes: Int64(bytes.count),
                resumeKey: nil,
                cancellation
            )
            do {
                try bytes.withUnsafeBytes { try sink.write($0) }
                try cancellation.check()
                var stored = try sink.commit()
                stored.sha256 = sha256Hex(bytes)
                return stored
            } catch {
                sink.abort()
                throw error
            }
        }
    }
}

/// Does ``ReadFile``.
struct ReadFileHandler: TaskHandler {
    private static let limit = 200_000

    func run(_ input: ReadFile, _ context: TaskContext) async throws -> ReadFile.Output {
        let storage = try context.storage(for: input.from.connection)
        let path = input.from.path
        let bytes = try await runBlocking { cancellation in
            var bytes: [UInt8] = []
            try storage.read(path, from: 0, cancellation) { part in
                guard bytes.count + part.count <= Self.limit else {
                    throw TaskFailure(
                        error: "Files.TooLarge",
                        cause: "The file \"\(path)\" is larger than the \(Self.limit) bytes that a state may read; "
                            + "copy or load it by a task that streams."
                    )
                }
                bytes += part
            }
            return bytes
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TaskFailure(error: "Files.NotText", cause: "The file \"\(path)\" is not text in UTF-8.")
        }
        return ReadFile.Output(text: text)
    }
}
