extension TaskContext {
    /// Reads a text file line by line as a stream, on a thread of its own; gives what `body` made of it.
    ///
    /// Memory does not grow with the file. Lines end in LF or CRLF, which is not part of them; bytes that are no UTF-8 are
    /// replaced by U+FFFD.
    public func reduceLines<Result: Sendable>(
        of file: FileLocation,
        into initial: Result,
        _ body: @escaping @Sendable (inout Result, String) throws -> Void
    ) async throws -> Result {
        let storage = try storage(for: file.connection)
        return try await runBlocking { cancellation in
            var result = initial
            var splitter = LineSplitter()
            try storage.read(file.path, from: 0, cancellation) { bytes in
                try splitter.append(bytes) { try body(&result, $0) }
            }
            try splitter.finish { try body(&result, $0) }
            return result
        }
    }
}

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// Takes bytes, gives the lines that they end.
    mutating func append(_ bytes: UnsafeRawBufferPointer, _ line: (String) throws -> Void) throws {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            rest.append(contentsOf: bytes[start..<end])
            try give(line)
            start = end + 1
        }
        rest.append(contentsOf: bytes[start...])
    }

    /// Gives a last line that has no end.
    mutating func finish(_ line: (String) throws -> Void) throws {
        if !rest.isEmpty { try give(line) }
    }

    private mutating func give(_ line: (String) throws -> Void) throws {
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        defer { rest.removeAll(keepingCapacity: true) }
        try line(String(decoding: rest, as: UTF8.self))
    }
}
