/// How large what is read may be; the defaults are AWS's.
struct ItemLimits: Hashable, Sendable {
    /// A file as it is stored.
    var fileSizeInBytes: Int64 = 10 << 30
    /// One item before `ItemSelector`.
    var itemSizeInBytes = 8 << 20
    /// The headers of a CSV file together.
    var csvHeaderSizeInBytes = 10 << 10
    /// A row group of a Parquet file.
    var parquetRowGroupSizeInBytes = 256 << 20
    /// The footer of a Parquet file.
    var parquetFooterSizeInBytes = 5 << 20
    /// A manifest, which is held as a whole.
    var manifestSizeInBytes = 64 << 20
    /// How many bytes wait before items are cut out of them.
    var chunkSizeInBytes = 256 << 10
}
