package import FlowConnections

/// Files behind one connection: a folder, an SFTP server, a bucket.
///
/// Every call blocks, and is made from a thread of its own (``runBlocking(_:)``). Paths are relative to the connection's
/// URL, use `/`, and never lead out of it. Failures are `TaskFailure`s with names that Retry and Catch can match:
/// `Files.NotFound`, `Files.AccessDenied`, `Files.AlreadyExists`, `Files.DiskFull`, `Files.ConnectionFailed`, `Files.ConnectionLost`,
/// `Files.HostKeyRefused`, `Files.AuthenticationFailed`, `Files.InvalidPath`, `Files.ChecksumMismatch`.
package protocol Storage: AnyObject, Sendable {
    /// The files whose paths match a glob (`*`, `?`, `[a-z]`, `**` for any depth), in the order of their paths.
    func list(_ pattern: String, _ cancellation: Cancellation) throws -> [StoredFile]

    /// Gives the objects whose paths begin with a text, in the order of their paths; a throw of `consume` ends it.
    ///
    /// Only a page of them is held at a time, where the storage has pages.
    func listObjects(
        prefix: String,
        _ cancellation: Cancellation,
        _ consume: (StoredObject) throws -> Void
    ) throws

    /// The same storage, of which one version of a file is read, and only when it belongs to an account.
    func selecting(versionID: String?, expectedBucketOwner: String?) throws -> any Storage

    /// What is known about a file; fails with `Files.NotFound` where there is none.
    func describe(_ path: String, _ cancellation: Cancellation) throws -> StoredFile

    /// Gives the bytes of a file, from an offset on, in order, to `consume`; a throw of `consume` ends the reading.
    ///
    /// The bytes are valid only during the call of `consume`.
    func read(
        _ path: String,
        from offset: Int64,
        _ cancellation: Cancellation,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws

    /// Tells what is known about a file, then gives its bytes as ``read(_:from:_:_:)`` does.
    ///
    /// - Parameter begin: takes what is known, and answers from which offset on it wants the bytes; `nil` for none of them.
    func readDescribed(
        _ path: String,
        _ cancellation: Cancellation,
        begin: (StoredFile) throws -> Int64?,
        consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws

    /// Opens a file for writing; nothing shows under its name before ``ByteSink/commit()``.
    ///
    /// - Parameter resumeKey: names an earlier, broken attempt of the same transfer to go on with, where the part can.
    func openSink(
        _ path: String,
        expectedSizeInBytes: Int64?,
        resumeKey: String?,
        _ cancellation: Cancellation
    ) throws -> any ByteSink

    /// Removes a file; a file that is not there is no failure.
    func delete(_ path: String, _ cancellation: Cancellation) throws

    /// Copies within this storage without moving the bytes through here; `nil` where the part cannot.
    func copyInside(from: String, to: String, _ cancellation: Cancellation) throws -> StoredFile?

    /// Tries whether the storage answers; throws a `TaskFailure` that says why not.
    func probe(_ cancellation: Cancellation) throws
}

/// Takes the bytes of one file and shows it under its name only at the end.
///
/// Used by one thread at a time. Exactly one of `commit` and `abort` ends it.
package protocol ByteSink: AnyObject {
    /// Bytes that an earlier attempt already stored; the writer goes on after them.
    var resumedAt: Int64 { get }
    /// Takes bytes; blocks while the part is busy.
    func write(_ bytes: UnsafeRawBufferPointer) throws
    /// Makes the file whole and visible under its name.
    func commit() throws -> StoredFile
    /// Leaves nothing behind, or only what a later attempt with the same resume key can go on with.
    func abort()
}

/// Opens storages by the scheme of a connection's URL.
package struct StorageProviders: Sendable {
    /// Makes the storage of a connection.
    package typealias Provider = @Sendable (Connection) throws -> any Storage
    private var providers: [String: Provider] = [:]

    /// No providers.
    package init() {}

    /// Uses a provider for the URLs of a scheme, such as `s3`.
    package mutating func register(scheme: String, _ provider: @escaping Provider) { providers[scheme] = provider }

    /// The schemes that have a provider, sorted.
    package var schemes: [String] { providers.keys.sorted() }

    /// The provider of a scheme.
    package func provider(for scheme: String) -> Provider? { providers[scheme] }
}
