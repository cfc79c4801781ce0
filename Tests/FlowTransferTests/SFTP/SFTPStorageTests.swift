import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage
import Testing

@testable import FlowTransfer

extension Connection {
    /// A folder of the test server; the options take the place of the usual ones, and an empty one removes it.
    static func sftp(
        _ folder: String,
        user: String = TestServers.value("SFTP_USER"),
        port: Int? = Int(TestServers.value("SFTP_PORT")),
        options: [String: String] = [:],
        secrets: [String: String] = [:]
    ) -> Connection {
        let usual = ["key": TestServers.value("SFTP_KEY"), "known_hosts": TestServers.value("SFTP_KNOWN_HOSTS")]
        return Connection(
            name: "vendor",
            url: ConnectionURL(
                scheme: "sftp",
                user: user,
                host: TestServers.value("SFTP_HOST"),
                port: port,
                path: folder
            ),
            options: usual.merging(options) { $1 }.filter { !$0.value.isEmpty },
            secrets: secrets.mapValues { Secret($0) }
        )
    }
}

@Suite("SFTP on a real OpenSSH server", .enabled(if: TestServers.areRunning))
struct SFTPStorageTests {
    private let cancellation = Cancellation()
    private let folder = TemporaryFolder(below: TestServers.areRunning ? TestServers.value("SFTP_ROOT") : "/tmp")

    @Test(
        "writes, reads, describes and removes files of any name and size",
        arguments: [
            ("plain.csv", 0), ("with blank.csv", 1), ("ünï 日本.csv", 70_000), ("it's \"quoted\" \\ back.csv", 2_000_003),
            ("100% a+b#c?d=e&f;g.csv", 10), ("new/deep/er.csv", 4_000_000), ("$HOME `x` !*.csv", 5),
        ]
    )
    func roundTrip(name: String, count: Int) throws {
        let storage = try SFTPStorage(.sftp(folder.path))
        let bytes = pattern(count)
        for _ in 1...2 {
            #expect(try storage.put(name, bytes).sizeInBytes == Int64(count))
            #expect(folder.read(name) == bytes)
        }
        #expect(try storage.bytes(name) == bytes)
        let described = try storage.describe(name, cancellation)
        #expect(described.sizeInBytes == Int64(count))
        #expect(described.modified?.hasPrefix("20") == true)
        if count > 5 { #expect(try storage.bytes(name, from: 3) == Array(bytes[3...])) }
        #expect(try storage.bytes(name, from: Int64(count)) == [])
        #expect(try storage.list("**", cancellation).map(\.location.path) == [name])
        #expect(try storage.list("**", cancellation).map(\.sizeInBytes) == [Int64(count)])
        try storage.delete(name, cancellation)
        #expect(failure { _ = try storage.describe(name, cancellation) }?.error == "Files.NotFound")
        try storage.delete(name, cancellation)
    }

    @Test("finds files by glob at any depth, links to files included")
    func glob() throws {
        for name in ["a.csv", "b.txt", "x/c.csv", "x/y/d.csv", ".hidden.csv", "with blank/e.csv"] {
            folder.write(name, name)
        }
        symlink("\(folder.path)/a.csv", "\(folder.path)/link.csv")
        symlink("\(folder.path)/nowhere", "\(folder.path)/broken.csv")
        symlink(folder.path, "\(folder.path)/x/loop")
        let storage = try SFTPStorage(.sftp(folder.path))
        func paths(_ pattern: String) throws -> [String] {
            try storage.list(pattern, cancellation).map(\.location.path)
        }
        #expect(try paths("*.csv") == ["a.csv", "link.csv"])
        #expect(try paths("**/*.csv") == ["a.csv", "link.csv", "with blank/e.csv", "x/c.csv", "x/y/d.csv"])
        #expect(try paths("x/*/?.csv") == ["x/y/d.csv"])
        #expect(try paths("missing/*.csv") == [])
        #expect(
            failure { _ = try SFTPStorage(.sftp("\(folder.path)/gone")).list("*", cancellation) }?.error
                == "Files.NotFound"
        )
    }

    @Test("logs in by each kind of key and by password")
    func logins() throws {
        folder.write("a.txt", "hello")
        chmod(folder.path, 0o755)
        let value = TestServers.value
        let connections: [Connection] = [
            .sftp(folder.path, options: ["key": value("SFTP_KEY_ECDSA")]),
            .sftp(
                folder.path,
                options: ["key": value("SFTP_KEY_ENCRYPTED")],
                secrets: ["key_passphrase": value("SFTP_KEY_PASSPHRASE")]
            ),
            .sftp(folder.path, options: ["known_hosts": value("SFTP_KNOWN_HOSTS_HASHED")]),
        ]
        for connection in connections { #expect(try SFTPStorage(connection).bytes("a.txt") == Array("hello".utf8)) }
        guard !value("SFTP_PASSWORD_USER").isEmpty else { return }
        let byPassword = Connection.sftp(
            folder.path,
            user: value("SFTP_PASSWORD_USER"),
            options: ["key": ""],
            secrets: ["password": value("SFTP_PASSWORD")]
        )
        #expect(try SFTPStorage(byPassword).bytes("a.txt") == Array("hello".utf8))
    }

    @Test("refuses unknown and changed hosts and says what to do")
    func hostKeys() throws {
        folder.write("a.txt", "hello")
        let empty = TestServers.value("SFTP_KNOWN_HOSTS_EMPTY")
        let unknown = failure {
            _ = try SFTPStorage(.sftp(folder.path, options: ["known_hosts": empty])).bytes("a.txt")
        }
        #expect(unknown?.error == "Files.HostKeyRefused")
        for part in [empty, "SHA256:", "ssh-keyscan"] { #expect(unknown?.cause.contains(part) == true) }
        let wrong = TestServers.value("SFTP_KNOWN_HOSTS_WRONG")
        for check in ["strict", "accept-new"] {
            let changed = failure {
                _ = try SFTPStorage(.sftp(folder.path, options: ["known_hosts": wrong, "host_key_check": check])).bytes(
                    "a.txt"
                )
            }
            #expect(changed?.error == "Files.HostKeyRefused")
            #expect(changed?.cause.contains("another one") == true)
        }
        let off = Connection.sftp(folder.path, options: ["known_hosts": wrong, "host_key_check": "off"])
        #expect(try SFTPStorage(off).bytes("a.txt") == Array("hello".utf8))
        let pinned = failure {
            _ = try SFTPStorage(.sftp(folder.path, options: ["host_key_sha256": "SHA256:abc"])).bytes("a.txt")
        }
        #expect(pinned?.error == "Files.HostKeyRefused")
    }

    @Test("adds a new host's key where the connection says so, and knows it then")
    func acceptNew() throws {
        folder.write("a.txt", "hello")
        let known = TemporaryFolder()
        let file = "\(known.path)/ssh/known_hosts"
        let accepting = Connection.sftp(folder.path, options: ["known_hosts": file, "host_key_check": "accept-new"])
        #expect(try SFTPStorage(accepting).bytes("a.txt") == Array("hello".utf8))
        let line = known.text("ssh/known_hosts") ?? ""
        #expect(line.hasPrefix("[\(TestServers.value("SFTP_HOST"))]:\(TestServers.value("SFTP_PORT")) "))
        #expect(
            try SFTPStorage(.sftp(folder.path, options: ["known_hosts": file])).bytes("a.txt") == Array("hello".utf8)
        )
    }

    @Test("knows a host whose known_hosts lines begin with RSA")
    func rsaFirst() throws {
        folder.write("a.txt", "hello")
        let known = TemporaryFolder()
        let source = TemporaryFolder()
        let lines = try FileStorage(.file("/")).bytes(String(TestServers.value("SFTP_KNOWN_HOSTS").dropFirst()))
        let sorted = String(decoding: lines, as: UTF8.self).split(separator: "\n").sorted {
            ($0.contains("ssh-rsa") ? 0 : 1) < ($1.contains("ssh-rsa") ? 0 : 1)
        }
        known.write("known_hosts", sorted.joined(separator: "\n") + "\n")
        _ = source
        let connection = Connection.sftp(folder.path, options: ["known_hosts": "\(known.path)/known_hosts"])
        #expect(try SFTPStorage(connection).bytes("a.txt") == Array("hello".utf8))
    }

    @Test("says why a login is refused, and keeps the secret")
    func wrongLogins() throws {
        let value = TestServers.value
        let stranger = failure {
            _ = try SFTPStorage(.sftp(folder.path, options: ["key": value("SFTP_KEY_STRANGER")])).bytes("a")
        }
        #expect(stranger?.error == "Files.AuthenticationFailed")
        #expect(stranger?.cause.contains(value("SFTP_KEY_STRANGER")) == true)
        let locked = failure {
            _ = try SFTPStorage(.sftp(folder.path, options: ["key": value("SFTP_KEY_ENCRYPTED")])).bytes("a")
        }
        #expect(locked?.cause.contains("key_passphrase") == true)
        let rsa = failure {
            _ = try SFTPStorage(.sftp(folder.path, options: ["key": value("SFTP_KEY_RSA")])).bytes("a")
        }
        #expect(rsa == nil || rsa?.cause.contains("RSA") == true)
        let missing = failure { _ = try SFTPStorage(.sftp(folder.path, options: ["key": "/no/such/key"])) }
        #expect(missing?.cause.contains("/no/such/key") == true)
        let wrong = failure {
            _ = try SFTPStorage(
                .sftp(
                    folder.path,
                    user: value("SFTP_PASSWORD_USER"),
                    options: ["key": ""],
                    secrets: ["password": "not-the-password"]
                )
            ).bytes("a")
        }
        #expect(wrong?.error == "Files.AuthenticationFailed")
        #expect(wrong?.cause.contains("not-the-password") == false)
        let nobody = failure { _ = try SFTPStorage(.sftp(folder.path, port: 1)).bytes("a") }
        #expect(nobody?.error == "Files.ConnectionFailed")
    }

    @Test("goes on with a broken upload, and leaves no part of it in the end")
    func resume() throws {
        let storage = try SFTPStorage(.sftp(folder.path))
        let bytes = pattern(5_000_000)
        let first = try storage.openSink("a.bin", expectedSizeInBytes: 5_000_000, resumeKey: "k", cancellation)
        try bytes[..<3_000_000].withUnsafeBytes { try first.write($0) }
        // The upload's own thread needs a moment to send what it was given.
        while folder.names.isEmpty || (folder.read(folder.names[0])?.count ?? 0) < 2_500_000 { usleep(1000) }
        first.abort()
        #expect(folder.names.count == 1 && folder.names[0].hasSuffix(".partial"))
        let second = try storage.openSink("a.bin", expectedSizeInBytes: 5_000_000, resumeKey: "k", cancellation)
        #expect(second.resumedAt >= 2_500_000)
        var digest = SHA256()
        try (second as? any ResumableSink)?.hashStored(into: &digest, cancellation)
        try bytes[Int(second.resumedAt)...].withUnsafeBytes {
            digest.update($0)
            try second.write($0)
        }
        #expect(try second.commit().sizeInBytes == 5_000_000)
        #expect(digest.digest.hexText == sha256Hex(bytes))
        #expect(folder.read("a.bin") == bytes)
        #expect(folder.names == ["a.bin"])
    }

    @Test("tells a folder from a file")
    func folders() throws {
        folder.write("x/a", "a")
        #expect(failure { _ = try SFTPStorage(.sftp(folder.path)).bytes("x") }?.error == "Files.InvalidPath")
    }

    @Test("leaves nothing of an upload that is given up")
    func abort() throws {
        folder.write("a.bin", "the old one")
        let storage = try SFTPStorage(.sftp(folder.path))
        let sink = try storage.openSink("a.bin", expectedSizeInBytes: nil, resumeKey: nil, cancellation)
        try pattern(300_000).withUnsafeBytes { try sink.write($0) }
        sink.abort()
        #expect(folder.names == ["a.bin"])
        #expect(folder.text("a.bin") == "the old one")
    }

    @Test("ends at once when cancelled, whatever it waits for")
    func cancelled() throws {
        folder.write("a.bin", pattern(3_000_000))
        let storage = try SFTPStorage(.sftp(folder.path))
        let cancellation = Cancellation()
        var count = 0
        #expect(throws: CancellationError.self) {
            try storage.read("a.bin", from: 0, cancellation) { bytes in
                count += bytes.count
                if count > 100_000 { cancellation.cancel() }
            }
        }
        #expect(throws: CancellationError.self) { try storage.describe("a.bin", cancellation) }
    }

    @Test("ends at once when cancelled while the server hangs")
    func hanging() throws {
        folder.write("a.bin", pattern(40_000_000))
        let storage = try SFTPStorage(.sftp(folder.path))
        let (seconds, error) = try secondsToEnd(within: 0.8) { cancellation in
            var stopped: [pid_t] = []
            defer { for id in stopped { kill(id, SIGCONT) } }
            try storage.read("a.bin", from: 0, cancellation) { _ in
                // Stopped in the middle, the server neither sends nor says goodbye.
                if stopped.isEmpty { stopped = sessionProcesses(reading: "\(folder.path)/a.bin") }
                for id in stopped { kill(id, SIGSTOP) }
            }
        }
        #expect(error is CancellationError)
        #expect(seconds < 0.8)
    }

    @Test("goes on after a broken connection")
    func broken() throws {
        let bytes = pattern(20_000_000)
        folder.write("a.bin", bytes)
        let storage = try SFTPStorage(.sftp(folder.path))
        var hasBroken = false
        var read: [UInt8] = []
        try storage.read("a.bin", from: 0, cancellation) { part in
            read += part
            guard !hasBroken, read.count > 5_000_000 else { return }
            hasBroken = true
            for id in sessionProcesses(reading: "\(folder.path)/a.bin") { kill(id, SIGKILL) }
        }
        #expect(hasBroken)
        #expect(read == bytes)
    }

    @Test("says that an upload's connection was lost, and keeps what came for the next attempt")
    func brokenUpload() throws {
        let storage = try SFTPStorage(.sftp(folder.path))
        let sink = try storage.openSink("a.bin", expectedSizeInBytes: 40_000_000, resumeKey: "k", cancellation)
        let bytes = pattern(4_000_000)
        let lost = failure {
            for _ in 0..<10 {
                try bytes.withUnsafeBytes { try sink.write($0) }
                guard let name = folder.names.first else { continue }
                for id in sessionProcesses(reading: "\(folder.path)/\(name)") { kill(id, SIGKILL) }
            }
            _ = try sink.commit()
        }
        #expect(lost?.error == "Files.ConnectionLost")
        sink.abort()
        #expect(folder.names.count == 1 && folder.names[0].hasSuffix(".partial"))
    }
}

/// The server's processes that have a file open; none of them is anybody else's.
private func sessionProcesses(reading path: String) -> [pid_t] {
    var found: [pid_t] = []
    guard let directory = opendir("/proc") else { return [] }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
            bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let id = pid_t(name), id != getpid() else { continue }
        for descriptor in 3..<16 {
            var target = [CChar](repeating: 0, count: 1024)
            let count = readlink("/proc/\(name)/fd/\(descriptor)", &target, target.count - 1)
            let text = target.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }
            guard String(decoding: text, as: UTF8.self) == path else { continue }
            found.append(id)
            // Its parent holds the connection; without it the connection would only fall silent.
            if let parent = parentProcess(of: name) { found.append(parent) }
        }
    }
    return found
}

private func parentProcess(of id: String) -> pid_t? {
    let status = (try? FileStorage(.file("/proc")).bytes("\(id)/status")) ?? []
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("PPid:") }
    return line.flatMap { pid_t($0.dropFirst(5).trimmed) }.flatMap { $0 > 1 ? $0 : nil }
}
