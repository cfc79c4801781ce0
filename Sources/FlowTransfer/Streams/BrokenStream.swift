/// Counts the attempts of a stream that breaks and is gone on with where it broke.
enum BrokenStream {
    /// Less than this between two breaks is no progress; else a connection that drops each time would never end.
    private static let progressInBytes = 256 << 10

    /// The number of the attempt after one that brought so many bytes; 1 again after real progress.
    static func attempt(after attempt: Int, bytes: Int64) -> Int {
        bytes >= progressInBytes ? 1 : attempt + 1
    }
}
