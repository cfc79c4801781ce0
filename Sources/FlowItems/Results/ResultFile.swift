import FlowTasks

/// One file of results, as an array or as lines.
final class ResultFile {
    private let sink: any ByteSink
    private let isLines: Bool
    private var buffer: [UInt8] = []
    private var isEmpty = true
    private(set) var sizeInBytes: Int64 = 0

    private static let bufferSize = 1 << 18

    init(_ sink: any ByteSink, isLines: Bool) {
        self.sink = sink
        self.isLines = isLines
        buffer.reserveCapacity(Self.bufferSize + (1 << 16))
    }

    /// Writes one value's text.
    func write(_ value: [UInt8]) throws {
        if !isLines { append(isEmpty ? "[" : ",") }
        isEmpty = false
        buffer += value
        sizeInBytes += Int64(value.count)
        if isLines { append("\n") }
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Ends the file and shows it under its name.
    func close() throws -> StoredFile {
        if !isLines { append(isEmpty ? "[]" : "]") }
        try flush()
        return try sink.commit()
    }

    func abort() { sink.abort() }

    private func append(_ text: StaticString) {
        text.withUTF8Buffer { buffer += $0 }
        sizeInBytes += Int64(text.utf8CodeUnitCount)
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try sink.write($0) }
        buffer.removeAll(keepingCapacity: true)
    }
}
