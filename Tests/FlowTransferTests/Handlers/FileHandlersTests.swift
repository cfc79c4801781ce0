import FlowConnections
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Small files")
struct FileHandlersTests {
    private let folder = TemporaryFolder()
    private var context: TaskContext { makeContext([.file(folder.path, name: "local")]) }
    private func at(_ path: String) -> FileLocation { FileLocation(connection: "local", path: path) }

    @Test("are written, read, listed and removed")
    func texts() async throws {
        let written = try await WriteFileHandler().perform(WriteFile("grüße", to: Value(at("x/a.txt"))), context)
        #expect(written.sizeInBytes == 7)
        #expect(written.sha256 == sha256Hex(Array("grüße".utf8)))
        let read = try await ReadFileHandler().perform(ReadFile(Value(at("x/a.txt"))), context)
        #expect(read.text == "grüße")
        let listed = try await ListFilesHandler().perform(ListFiles("local", "**"), context)
        #expect(listed.count == 1 && listed.sizeInBytes == 7)
        let removed = try await DeleteFilesHandler().perform(
            DeleteFiles(Value([at("x/a.txt"), at("x/none.txt")])),
            context
        )
        #expect(removed.count == 2)
        #expect(try await ListFilesHandler().perform(ListFiles("local", "**"), context).count == 0)
    }

    @Test("that are too large or no text are refused")
    func refused() async throws {
        folder.write("large", [UInt8](repeating: 65, count: 200_001))
        folder.write("binary", [0xFF, 0xFE])
        for (name, error) in [("large", "Files.TooLarge"), ("binary", "Files.NotText"), ("none", "Files.NotFound")] {
            await #expect {
                _ = try await ReadFileHandler().perform(ReadFile(Value(at(name))), context)
            } throws: { ($0 as? TaskFailure)?.error.text == error }
        }
    }
}
