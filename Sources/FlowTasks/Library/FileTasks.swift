/// Lists the files behind a connection whose paths match a glob.
public struct ListFiles: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-list"

    /// The connection's name.
    @Value public var connection: String
    /// The glob below the connection's URL: `*`, `?`, `[a-z]`, and `**` for folders at any depth.
    @Value public var pattern: String

    /// Lists what matches `pattern` behind `connection`.
    public init(_ connection: Value<String>, _ pattern: Value<String>) {
        _connection = connection
        _pattern = pattern
    }

    /// The files found.
    public struct Output: Codable, Sendable {
        /// In the order of their paths; empty when nothing matches.
        public var files: [StoredFile]
        /// How many.
        public var count: Int
        /// The sum of their sizes in bytes.
        public var sizeInBytes: Int64

        /// The listing of the given files.
        public init(files: [StoredFile]) {
            self.files = files
            count = files.count
            sizeInBytes = files.reduce(0) { $0 + $1.sizeInBytes }
        }
    }
}

/// Copies one file between any two storages as a stream, nothing of it on disk in between.
///
/// The answer's checksum is that of the bytes that went through. A broken copy into a storage that can go on (a folder,
/// SFTP) is resumed by the next attempt.
public struct CopyFile: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-copy"
    /// The file that was made.
    public typealias Output = StoredFile

    /// The file to read.
    @Value public var from: FileLocation
    /// The file to make; one that is there is replaced.
    @Value public var to: FileLocation
    /// The SHA-256 that the bytes must have, in hex, or `nil`; a copy with another is not shown.
    @Value public var sha256: String?
    /// Whether the answer tells the SHA-256 of the bytes, which costs a core half a second for each GiB; `nil` does.
    @Value public var checksum: Bool?

    /// Copies `from` to `to`.
    public init(
        from: Value<FileLocation>,
        to: Value<FileLocation>,
        sha256: Value<String?> = nil,
        checksum: Value<Bool?> = nil
    ) {
        _from = from
        _to = to
        _sha256 = sha256
        _checksum = checksum
    }
}

/// Copies every file that matches a glob into a folder of another storage, one after the other.
public struct CopyFiles: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-copy-all"
    /// The files that were made.
    public typealias Output = ListFiles.Output

    /// The connection to read from.
    @Value public var connection: String
    /// The glob of the files to copy.
    @Value public var pattern: String
    /// The folder to copy to; the files keep their names.
    @Value public var to: FileLocation

    /// Copies what matches `pattern` behind `connection` into the folder `to`.
    public init(_ connection: Value<String>, _ pattern: Value<String>, to: Value<FileLocation>) {
        _connection = connection
        _pattern = pattern
        _to = to
    }
}

/// Removes files; one that is not there is no failure.
public struct DeleteFiles: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-delete"

    /// The files to remove.
    @Value public var files: [FileLocation]

    /// Removes `files`.
    public init(_ files: Value<[FileLocation]>) { _files = files }

    /// What was removed.
    public struct Output: Codable, Sendable {
        /// How many removals were asked for and done.
        public var count: Int

        /// The answer for `count` files.
        public init(count: Int) { self.count = count }
    }
}

/// Writes a small text as a file.
public struct WriteFile: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-write"
    /// The file that was made.
    public typealias Output = StoredFile

    /// The file to make; one that is there is replaced.
    @Value public var to: FileLocation
    /// Its text, in UTF-8.
    @Value public var text: String

    /// Writes `text` to the file `to`.
    public init(_ text: Value<String>, to: Value<FileLocation>) {
        _to = to
        _text = text
    }
}

/// Reads a small text file.
public struct ReadFile: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "files-read"

    /// The file to read: UTF-8, and at most 200,000 bytes, since a state's output is bounded.
    @Value public var from: FileLocation

    /// Reads the file `from`.
    public init(_ from: Value<FileLocation>) { _from = from }

    /// What was read.
    public struct Output: Codable, Sendable {
        /// The file's text.
        public var text: String
        /// Its size in bytes.
        public var sizeInBytes: Int

        /// The answer for a file's text.
        public init(text: String) {
            self.text = text
            sizeInBytes = text.utf8.count
        }
    }
}
