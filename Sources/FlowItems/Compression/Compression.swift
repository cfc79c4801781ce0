/// How a file is packed, by the end of its name.
enum Compression {
    case none, gzip, zstd

    init(key: String) {
        let name = key.lowercased()
        self = name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".zst") || name.hasSuffix(".zstd") ? .zstd : .none
    }

    /// What unpacks the file and hands the bytes to `next`.
    func stage(before next: any ByteStage) throws -> any ByteStage {
        switch self {
        case .none: next
        case .gzip: try GzipStage(next)
        case .zstd: try ZstdStage(next)
        }
    }
}
