import Glibc
import Testing

@testable import FlowCLI

@Suite("Who has which run")
struct RunOwnersTests {
    @Test("a run that is had is not given to another, until it is released")
    func claims() async throws {
        try await withFolder { folder in
            let owners = RunOwners(folder: "\(folder)/owners")
            let (first, had) = try owners.claim(["a", "b"])
            #expect(had == ["a", "b"])
            let (second, rest) = try owners.claim(["b", "c"])
            #expect(rest == ["c"])
            #expect(try owners.ownedRuns() == ["a", "b", "c"])
            first.release()
            #expect(try owners.ownedRuns() == ["c"])
            let (third, again) = try owners.claim(["a"])
            #expect(again == ["a"])
            second.release()
            third.release()
            #expect(LocalFile.files(in: owners.folder).isEmpty)
        }
    }

    @Test("a file whose process is gone says nothing, and is removed by the next claim")
    func dead() async throws {
        try await withFolder { folder in
            let owners = RunOwners(folder: "\(folder)/owners")
            try LocalFile.write("a", to: "\(owners.folder)/1-dead")
            #expect(try owners.ownedRuns().isEmpty)
            let (owner, ids) = try owners.claim(["a"])
            #expect(ids == ["a"])
            #expect(LocalFile.files(in: owners.folder).count == 1)
            owner.release()
        }
    }
}

/// Runs something with a folder that is removed afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = try makeFolder()
    defer { removeFolder(folder) }
    return try await body(folder)
}

private func makeFolder() throws -> String {
    var template = Array("/tmp/flow-task-runs-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer -> String? in
        guard let start = buffer.baseAddress, mkdtemp(start) != nil else { return nil }
        return String(cString: start)
    }
    return try #require(made)
}

private func removeFolder(_ path: String) {
    for name in LocalFile.names(in: path) where name != "." && name != ".." {
        let inner = "\(path)/\(name)"
        if LocalFile.isFolder(inner) { removeFolder(inner) } else { unlink(inner) }
    }
    rmdir(path)
}
