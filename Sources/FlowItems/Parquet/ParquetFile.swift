import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage

/// A Parquet file, whose rows a program of its own reads with Apache Arrow: a file that lies harms that program alone.
struct ParquetFile {
    private let source: ItemSource
    private let context: TaskContext
    private let limits: ItemLimits

    init(_ source: ItemSource, _ context: TaskContext, _ limits: ItemLimits) {
        self.source = source
        self.context = context
        self.limits = limits
    }

    /// Gives each row as an object.
    func read(_ cancellation: Cancellation, _ consume: @escaping (MapItem) throws -> Void) throws {
        let file = try open(cancellation)
        defer { close(file) }
        let stage = try ItemFormat.parquet.stage(limits, consume)
        let program = try PythonProgram(
            ParquetScript.text,
            arguments: [String(limits.parquetRowGroupSizeInBytes), String(limits.parquetFooterSizeInBytes)],
            input: file
        )
        try program.run(cancellation) { try stage.append($0) }
        try stage.finish()
    }

    /// The file's descriptor: the footer stands at the end, so a stream is no use, and one from elsewhere is kept on disk.
    private func open(_ cancellation: Cancellation) throws -> Int32 {
        if source.place.connection.url.scheme == "file" {
            // Tells that the file is there and inside the connection's folder.
            let size = try source.storage.describe(source.key, cancellation).sizeInBytes
            guard size <= limits.fileSizeInBytes else {
                throw TaskFailure.itemReader(
                    "The file \"\(source.key)\" is larger than the \(limits.fileSizeInBytes) bytes that a file may have."
                )
            }
            let root = source.place.connection.url.path
            return try open(root.isEmpty ? source.key : "\(root)/\(source.key)", O_RDONLY)
        }
        let path = "\(context.scratchDirectory)/items-\(UInt64.random(in: 0 ... .max)).parquet"
        let file = try open(path, O_RDWR | O_CREAT | O_EXCL)
        // It goes with its descriptor.
        unlink(path)
        do {
            try source.bytes(limits, cancellation) { try write($0, to: file) }
            guard lseek(file, 0, SEEK_SET) == 0 else { throw failure("read", errno) }
            return file
        } catch {
            close(file)
            throw error
        }
    }

    private func open(_ path: String, _ flags: Int32) throws(TaskFailure) -> Int32 {
        let file = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("opened", errno) }
        return file
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(TaskFailure) {
        var left = bytes
        while !left.isEmpty {
            let count = Glibc.write(file, left.baseAddress, left.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("kept on this machine's disk", errno)
            }
            left = UnsafeRawBufferPointer(rebasing: left[count...])
        }
    }

    private func failure(_ verb: String, _ code: Int32) -> TaskFailure {
        .itemReader("The file \"\(source.key)\" cannot be \(verb): \(String(cString: strerror(code))).")
    }
}
