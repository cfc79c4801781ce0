import Glibc
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Writers of files")
struct FileWriterTests {
    private let folder = TemporaryFolder()

    /// The parts are written one after the other from a buffer that begins where disks want it, or beside that.
    @Test(
        "keep all bytes, whichever way they go to the disk",
        arguments: [
            (parts: [4096, 8192, 4096], shift: 0), ([4096, 8192, 100, 4096, 3996, 8192], 0), ([5000, 3192, 8192], 0),
            ([8192, 8192], 16), ([1, 2, 3], 0), ([5 << 20, 5 << 20, 77], 16),
        ] as [(parts: [Int], shift: Int)]
    )
    func whole(parts: [Int], shift: Int) throws {
        let bytes = pattern(parts.reduce(0, +))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + shift, alignment: 4096)
        defer { buffer.deallocate() }
        let file = try OpenFile("\(folder.path)/a.bin", O_RDWR | O_CREAT | O_APPEND, doing: "write")
        let writer = FileWriter(file, position: 0, cachedBytes: 4096)
        var start = 0
        for count in parts {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[shift..<shift + count])
            part.copyBytes(from: bytes[start..<start + count])
            try writer.write(UnsafeRawBufferPointer(part))
            start += count
        }
        try writer.finish()
        #expect(folder.read("a.bin") == bytes)
    }

    @Test("go past the cache only where place, size and address fit")
    func direct() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192, alignment: 4096)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 7)
        let file = try OpenFile("\(folder.path)/a.bin", O_RDWR | O_CREAT | O_APPEND, doing: "write")
        guard file.setDirect(true), file.setDirect(false) else { return }
        let writer = FileWriter(file, position: 0, cachedBytes: 4096)
        func isDirect(after range: Range<Int>) throws -> Bool {
            try writer.write(UnsafeRawBufferPointer(rebasing: buffer[range]))
            return file.isDirect
        }
        #expect(try !isDirect(after: 0..<4096))
        #expect(try isDirect(after: 0..<8192))
        #expect(try !isDirect(after: 16..<4112))
        #expect(try !isDirect(after: 0..<96))
        #expect(try !isDirect(after: 0..<4096))
        #expect(try !isDirect(after: 0..<4000))
        #expect(try isDirect(after: 0..<4096))
        #expect(folder.read("a.bin")?.count == 4096 * 7)
    }
}
