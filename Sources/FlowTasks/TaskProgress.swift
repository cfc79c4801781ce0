/// How far a task is.
public struct TaskProgress: Hashable, Sendable {
    /// Bytes moved so far.
    public var bytes: Int64?
    /// Bytes there are to move, where known.
    public var totalBytes: Int64?
    /// Rows read or written so far.
    public var rows: Int64?
    /// What is being worked on, such as a file's name.
    public var note: String?

    /// Progress of the given parts.
    public init(bytes: Int64? = nil, totalBytes: Int64? = nil, rows: Int64? = nil, note: String? = nil) {
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.rows = rows
        self.note = note
    }
}
