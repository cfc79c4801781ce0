import CZstd
import FlowTasks
import StatesLanguage

/// Unpacks Zstandard, one frame after the other, and hands the bytes on.
final class ZstdStage: ByteStage {
    private let next: any ByteStage
    private let stream: OpaquePointer
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var isInside = false

    init(_ next: any ByteStage) throws {
        self.next = next
        guard let stream = ZSTD_createDCtx() else {
            output.deallocate()
            throw TaskFailure.itemReader("There is no memory to unpack Zstandard.")
        }
        self.stream = stream
    }

    deinit {
        ZSTD_freeDCtx(stream)
        output.deallocate()
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        var mayHaveMore = false
        while input.pos < input.size || mayHaveMore {
            var unpacked = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
            let left = ZSTD_decompressStream(stream, &unpacked, &input)
            guard ZSTD_isError(left) == 0 else {
                throw TaskFailure.itemReader(
                    "The file is not Zstandard, or is damaged: \(String(cString: ZSTD_getErrorName(left)))."
                )
            }
            if unpacked.pos > 0 { try next.append(UnsafeRawBufferPointer(rebasing: output[..<unpacked.pos])) }
            // 0 says that a frame is whole and all of it was handed over.
            isInside = left != 0
            mayHaveMore = isInside && unpacked.pos == unpacked.size
        }
    }

    func finish() throws {
        if isInside { throw TaskFailure.itemReader("The Zstandard file is cut short.") }
        try next.finish()
    }
}
