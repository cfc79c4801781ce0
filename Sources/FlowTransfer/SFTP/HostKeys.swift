import CCurl
import FlowTasks
import Glibc
import StatesLanguage
import Synchronization

/// Judges the keys that a server shows, and remembers what it refused.
final class HostKeys: Sendable {
    private struct Refusal {
        var hasChanged: Bool
        var type: String
        var fingerprint: String
    }
    private let server: SFTPServer
    private let refused = Mutex<Refusal?>(nil)
    /// known_hosts with its RSA lines last; the file itself where it has none before others.
    let file: String
    private let isCopy: Bool

    init(_ server: SFTPServer) {
        self.server = server
        // libssh2 asks for the type of the host's first line, and its RSA is of a kind that servers refuse by now.
        if let sorted = Self.rsaLast(readSmallFile(server.knownHostsFile) ?? ""), let copy = Self.writeCopy(sorted) {
            file = copy
            isCopy = true
        } else {
            file = server.knownHostsFile
            isCopy = false
        }
    }

    deinit { if isCopy { unlink(file) } }

    /// Whether a key is taken.
    func judge(_ offer: CurlFlow.HostKeyOffer) -> Bool {
        refused.withLock { $0 = nil }
        switch (server.hostKeyCheck, offer.standing) {
        case (_, .known), (.off, _): return true
        case (.acceptNew, .unknown) where remember(offer): return true
        default:
            refused.withLock {
                $0 = Refusal(
                    hasChanged: offer.standing == .changed,
                    type: offer.typeName,
                    fingerprint: offer.fingerprint
                )
            }
            return false
        }
    }

    /// The failure of a refused host.
    var failure: TaskFailure {
        let command = "ssh-keyscan -p \(server.port) \(server.host) >> \(server.knownHostsFile)"
        let cause: String
        if let pin = server.hostKeyPin {
            cause =
                "\(server.place) was refused: its key is not the one of the connection's option host_key_sha256 "
                + "(SHA256:\(pin)). Ask whoever keeps the server for its fingerprint, and change the option only then."
        } else if let refusal = refused.withLock({ $0 }) {
            let key = "the \(refusal.type) key \(refusal.fingerprint)"
            cause =
                refusal.hasChanged
                ? "\(server.place) was refused: it shows \(key), and \(server.knownHostsFile) has another one. Somebody may be "
                    + "listening in; ask whoever keeps the server, and only then replace the line (ssh-keygen -f "
                    + "\(server.knownHostsFile) -R '\(server.knownHostsName)')."
                : "\(server.place) was refused: it shows \(key), which is not in \(server.knownHostsFile). If that is right, "
                    + "run \(command), or set the connection's option host_key_check to accept-new."
        } else {
            cause = "\(server.place) was refused: its key could not be checked against \(server.knownHostsFile)."
        }
        return TaskFailure(error: "Files.HostKeyRefused", cause: cause)
    }

    /// Adds a new host's key to known_hosts.
    private func remember(_ offer: CurlFlow.HostKeyOffer) -> Bool {
        let line = "\(server.knownHostsName) \(offer.typeName) \(base64(offer.blob, isPadded: true))\n"
        if let slash = server.knownHostsFile.lastIndex(of: "/") {
            mkdir(String(server.knownHostsFile[..<slash]), 0o700)
        }
        do {
            let file = try OpenFile(server.knownHostsFile, O_WRONLY | O_CREAT | O_APPEND, doing: "write")
            try file.writeAll(Array(line.utf8))
            return true
        } catch {
            return false
        }
    }

    /// The text with RSA lines after all others, or `nil` where they are already.
    static func rsaLast(_ text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline)
        let rsa = lines.filter { $0.split(separator: " ").contains("ssh-rsa") }
        let others = lines.filter { !$0.split(separator: " ").contains("ssh-rsa") }
        let sorted = others + rsa
        return rsa.isEmpty || sorted == lines ? nil : sorted.map { $0 + "\n" }.joined()
    }

    private static func writeCopy(_ text: String) -> String? {
        var name = Array("\(environmentVariable("TMPDIR") ?? "/tmp")/flow-task-known-hosts-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { return nil }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension CurlFlow.HostKeyOffer {
    /// As `ssh-keygen -l` writes it: `SHA256:…`.
    var fingerprint: String { "SHA256:" + base64(blob.withUnsafeBytes { SHA256.digest(of: $0) }, isPadded: false) }

    /// The type as known_hosts writes it: the first field of the key.
    var typeName: String {
        guard blob.count > 4 else { return "unknown" }
        let length = blob[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard length > 0, length < 64, blob.count >= 4 + length else { return "unknown" }
        return String(decoding: blob[4..<4 + length], as: UTF8.self)
    }
}

/// Bytes in base64 (RFC 4648).
func base64(_ bytes: [UInt8], isPadded: Bool) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for index in 0...group.count { text.append(letters[bits >> (18 - 6 * index) & 63]) }
        if isPadded { text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count) }
    }
    return String(decoding: text, as: UTF8.self)
}
