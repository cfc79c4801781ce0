/// A place in a text.
///
/// Every part is optional, since a value made in memory has a pointer and no line.
public struct TextLocation: Hashable, Sendable {
    /// The file, as the user named it.
    public var file: String?
    /// Line, from 1.
    public var line: Int?
    /// Column in Unicode scalars, from 1.
    public var column: Int?
    /// Offset in bytes of UTF-8, from 0.
    public var offset: Int?
    /// The JSON pointer (RFC 6901) of the value, such as `/States/Load/Next`.
    public var pointer: String?

    /// A location of the given parts.
    public init(
        file: String? = nil,
        line: Int? = nil,
        column: Int? = nil,
        offset: Int? = nil,
        pointer: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.offset = offset
        self.pointer = pointer
    }
}
