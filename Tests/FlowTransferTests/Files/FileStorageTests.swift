import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Folders of this machine")
struct FileStorageTests {
    private let cancellation = Cancellation()
    private let folder = TemporaryFolder()
    private var storage: FileStorage { FileStorage(.file(folder.path)) }

    @Test("keep files whole", arguments: [0, 1, 1_000_001])
    func roundTrip(count: Int) throws {
        let bytes = pattern(count)
        #expect(try storage.put("new/deep/a b.bin", bytes).sizeInBytes == Int64(count))
        #expect(try storage.bytes("new/deep/a b.bin") == bytes)
        #expect(try storage.describe("new/deep/a b.bin", cancellation).sizeInBytes == Int64(count))
        if count > 9 { #expect(try storage.bytes("new/deep/a b.bin", from: 9) == Array(bytes[9...])) }
        try storage.delete("new/deep/a b.bin", cancellation)
        try storage.delete("new/deep/a b.bin", cancellation)
        #expect(failure { _ = try storage.bytes("new/deep/a b.bin") }?.error == "Files.NotFound")
    }

    @Test("show nothing before the end, and nothing of what is given up")
    func aside() throws {
        folder.write("a.txt", "old")
        let sink = try storage.openSink("a.txt", expectedSizeInBytes: nil, resumeKey: nil, cancellation)
        try pattern(10).withUnsafeBytes { try sink.write($0) }
        #expect(folder.text("a.txt") == "old")
        sink.abort()
        #expect(folder.names == ["a.txt"])
    }

    @Test("go on with a broken transfer, but not with a small one")
    func resume() throws {
        let bytes = pattern(3_000_000)
        let first = try storage.openSink("a.bin", expectedSizeInBytes: 3_000_000, resumeKey: "k", cancellation)
        try bytes[..<2_000_000].withUnsafeBytes { try first.write($0) }
        first.abort()
        #expect(folder.names.count == 1)
        let second = try storage.openSink("a.bin", expectedSizeInBytes: 3_000_000, resumeKey: "k", cancellation)
        #expect(second.resumedAt == 2_000_000)
        try bytes[2_000_000...].withUnsafeBytes { try second.write($0) }
        _ = try second.commit()
        #expect(folder.read("a.bin") == bytes)
        #expect(folder.names == ["a.bin"])
        let small = try storage.openSink("b.bin", expectedSizeInBytes: nil, resumeKey: "k", cancellation)
        try bytes[..<1000].withUnsafeBytes { try small.write($0) }
        small.abort()
        #expect(folder.names == ["a.bin"])
    }

    @Test("keep attempts of a transfer apart that run at the same time", arguments: [true, false])
    func overlapping(firstCommits: Bool) throws {
        let bytes = pattern(3_000_000)
        let first = try storage.openSink("a.bin", expectedSizeInBytes: 3_000_000, resumeKey: "k", cancellation)
        try bytes[..<2_000_000].withUnsafeBytes { try first.write($0) }
        let second = try storage.openSink("a.bin", expectedSizeInBytes: 3_000_000, resumeKey: "k", cancellation)
        #expect(second.resumedAt == 0)
        try bytes[..<1_000_000].withUnsafeBytes { try second.write($0) }
        if firstCommits {
            try bytes[2_000_000...].withUnsafeBytes { try first.write($0) }
            _ = try first.commit()
            #expect(folder.read("a.bin") == bytes)
        } else {
            first.abort()
        }
        try bytes[1_000_000...].withUnsafeBytes { try second.write($0) }
        _ = try second.commit()
        #expect(folder.read("a.bin") == bytes)
        guard !firstCommits else { return }
        let third = try storage.openSink("a.bin", expectedSizeInBytes: 3_000_000, resumeKey: "k", cancellation)
        #expect(third.resumedAt == 2_000_000)
        third.abort()
    }

    @Test("list by glob, without folders, hidden files and links that lead out")
    func list() throws {
        for name in ["a.csv", "b.txt", "x/c.csv", "x/y/d.csv", ".hidden.csv"] { folder.write(name, name) }
        symlink("a.csv", "\(folder.path)/link.csv")
        symlink("/etc/passwd", "\(folder.path)/out.csv")
        symlink("..", "\(folder.path)/x/loop")
        #expect(try storage.list("*.csv", cancellation).map(\.location.path) == ["a.csv", "link.csv"])
        #expect(
            try storage.list("**/*.csv", cancellation).map(\.location.path) == [
                "a.csv", "link.csv", "x/c.csv", "x/y/d.csv",
            ]
        )
        #expect(try storage.list("none/*", cancellation).isEmpty)
        let missing = FileStorage(.file("\(folder.path)/gone"))
        #expect(failure { _ = try missing.list("*", cancellation) }?.error == "Files.NotFound")
    }

    @Test("refuse paths that lead out", arguments: ["../a", "/etc/passwd", "x/../../a", "out/passwd", "out.csv", ""])
    func refused(path: String) throws {
        symlink("/etc", "\(folder.path)/out")
        symlink("/etc/passwd", "\(folder.path)/out.csv")
        #expect(failure { _ = try storage.bytes(path) }?.error == "Files.InvalidPath")
        if path != "out.csv" { #expect(failure { try storage.put(path, [1]) }?.error == "Files.InvalidPath") }
    }

    @Test("say that the disk is full and leave nothing")
    func diskFull() throws {
        let failed = failure {
            _ = try storage.openSink("a.bin", expectedSizeInBytes: 1 << 60, resumeKey: nil, cancellation)
        }
        #expect(failed?.error == "Files.DiskFull")
        #expect(folder.names.isEmpty)
    }

    @Test("tell a folder from a file")
    func folders() throws {
        folder.write("x/a", "a")
        #expect(failure { _ = try storage.bytes("x") }?.error == "Files.InvalidPath")
        #expect(failure { try storage.put("x", [1]) }?.error == "Files.InvalidPath")
        #expect(folder.names == ["x"])
    }
}
