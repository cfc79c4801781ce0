/// How a file of delimited text is read.
struct CSVDialect: Hashable, Sendable {
    /// The byte between fields.
    var delimiter = UInt8(ascii: ",")
    /// The headers where the definition gives them; else the first row has them.
    var headers: [String]?

    init(delimiter: UInt8 = UInt8(ascii: ","), headers: [String]? = nil) {
        self.delimiter = delimiter
        self.headers = headers
    }
}
