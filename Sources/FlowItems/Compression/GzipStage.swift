import CZlib
import FlowTasks
import StatesLanguage

/// Unpacks gzip, one member after the other, and hands the bytes on.
final class GzipStage: ByteStage {
    private let next: any ByteStage
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// Whether the last member is whole: nothing has to follow.
    private var isComplete = false
    /// Whether a member is begun.
    private var isInside = false

    init(_ next: any ByteStage) throws {
        self.next = next
        stream.initialize(to: z_stream())
        // 16 asks for gzip's frame around the data, 15 for the largest window.
        guard inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw TaskFailure.itemReader("There is no memory to unpack gzip.")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        output.deallocate()
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard let base = bytes.baseAddress else { return }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        // A call that filled the output may hold more back.
        var mayHaveMore = false
        while stream.pointee.avail_in > 0 || mayHaveMore {
            if isComplete {
                // Tapes and some tools pad a file with zeros.
                guard let byte = stream.pointee.next_in?.pointee else { return }
                if byte == 0 {
                    stream.pointee.next_in += 1
                    stream.pointee.avail_in -= 1
                    continue
                }
                inflateReset(stream)
                isComplete = false
            }
            isInside = true
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(output.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let count = output.count - Int(stream.pointee.avail_out)
            if count > 0 { try next.append(UnsafeRawBufferPointer(rebasing: output[..<count])) }
            switch code {
            case Z_STREAM_END:
                isComplete = true
                isInside = false
                mayHaveMore = false
            case Z_OK, Z_BUF_ERROR: mayHaveMore = stream.pointee.avail_out == 0
            default:
                throw TaskFailure.itemReader(
                    "The file is not gzip, or is damaged: \(stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")."
                )
            }
        }
    }

    func finish() throws {
        if isInside { throw TaskFailure.itemReader("The gzip file is cut short.") }
        try next.finish()
    }
}
