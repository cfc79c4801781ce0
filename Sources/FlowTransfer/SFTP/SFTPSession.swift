import CCurl
import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage

/// Talks to one SFTP server; connections are kept for the next call.
final class SFTPSession: Sendable {
    let server: SFTPServer
    private let hostKeys: HostKeys
    private let pool = ClientPool()

    init(_ server: SFTPServer) {
        self.server = server
        hostKeys = HostKeys(server)
    }

    /// Does one transfer.
    ///
    /// - Parameters:
    ///   - subject: what it is about, for messages: `the file "a.csv"`.
    ///   - configure: sets the URL and what is to be done.
    ///   - ended: asks what is known when the transfer has ended, well or not.
    func perform(
        _ subject: String,
        _ flow: CurlFlow,
        _ cancellation: Cancellation,
        _ configure: (CurlClient) -> Void,
        ended: (CurlClient) -> Void = { _ in }
    ) throws {
        try pool.withClient { client in
            prepare(client, flow)
            configure(client)
            defer { ended(client) }
            do {
                try client.perform(flow, cancellation)
            } catch let error as CurlError {
                throw SFTPFault(error: error, failure: failure(error, subject))
            }
        }
    }

    /// Does something, and turns what goes wrong into failures of the flow.
    func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let fault as SFTPFault {
            throw fault.failure
        }
    }

    /// Waits, and wakes up when cancelled.
    func pause(milliseconds: Int, _ cancellation: Cancellation) throws {
        try pool.withClient { try $0.pause(milliseconds: milliseconds, cancellation) }
    }

    /// Runs commands of libcurl's SFTP, such as `rename`, one after the other until one fails.
    func commands(
        _ commands: [String],
        _ subject: String,
        _ cancellation: Cancellation,
        timeoutMilliseconds: Int? = nil
    ) throws {
        try perform(subject, CurlFlow(), cancellation) { client in
            client.set(CURLOPT_URL, server.url(server.remotePath([]), isFolder: true))
            client.set(CURLOPT_NOBODY, 1)
            client.set(CURLOPT_QUOTE, lines: commands)
            if let timeoutMilliseconds { client.set(CURLOPT_TIMEOUT_MS, timeoutMilliseconds) }
        }
    }

    /// Gives a file another name, and replaces what had it.
    ///
    /// The protocol's rename refuses a name that is taken, so an older file is moved aside for a moment; should that break
    /// off, it is put back.
    func rename(_ path: String, to name: String, _ subject: String, _ cancellation: Cancellation) throws {
        let (from, to) = (Self.quoted(path), Self.quoted(name))
        do {
            return try commands(["rename \(from) \(to)"], subject, cancellation)
        } catch let fault as SFTPFault where fault.error.code == .quoteFailed {
            let old = Self.quoted(path + ".old")
            do {
                try commands(
                    ["*rm \(old)", "rename \(to) \(old)", "rename \(from) \(to)", "*rm \(old)"],
                    subject,
                    cancellation
                )
            } catch let fault as SFTPFault {
                try? commands(["rename \(old) \(to)"], subject, Cancellation(), timeoutMilliseconds: 5_000)
                guard fault.error.code == .quoteFailed else { throw fault }
                throw TaskFailure.accessDenied(
                    "\(server.place) does not let \"\(server.user)\" give the \(subject) its name (\(fault.error.message))."
                )
            }
        }
    }

    /// A path as a word of a command.
    static func quoted(_ path: String) -> String {
        var quoted = "\""
        for character in path {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }

    private func prepare(_ client: CurlClient, _ flow: CurlFlow) {
        client.set(CURLOPT_PROTOCOLS_STR, "sftp")
        client.set(CURLOPT_PATH_AS_IS, 1)
        client.set(CURLOPT_USERNAME, server.user)
        if let password = server.password { client.set(CURLOPT_PASSWORD, password.revealed) }
        if let key = server.keyFile {
            client.set(CURLOPT_SSH_PRIVATE_KEYFILE, key)
            if let passphrase = server.keyPassphrase { client.set(CURLOPT_KEYPASSWD, passphrase.revealed) }
        }
        // Publickey 1, password 2, keyboard-interactive 8, agent 16: macros that Swift does not see.
        let byPassword = server.password == nil ? 0 : 2 | 8
        let byKey = server.keyFile == nil ? 0 : 1
        let byAgent = byPassword == 0 && byKey == 0 ? 16 : 0
        client.set(CURLOPT_SSH_AUTH_TYPES, byPassword | byKey | byAgent)
        if let pin = server.hostKeyPin {
            client.set(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, pin)
        } else {
            client.set(CURLOPT_SSH_KNOWNHOSTS, hostKeys.file)
            let hostKeys = self.hostKeys
            flow.judgeHostKey = { hostKeys.judge($0) }
        }
    }

    private func failure(_ error: CurlError, _ subject: String) -> TaskFailure {
        let place = server.place
        switch error.code {
        case .peerRefused:
            return hostKeys.failure
        case .loginDenied:
            return .authenticationFailed("\(place) refused the login of \"\(server.user)\" \(loginHint)")
        case .remoteFileNotFound:
            return .notFound("\(place) has no \(subject).")
        case .accessDenied:
            return .accessDenied(
                "\(place) refused \"\(server.user)\" access to the \(subject); ask whoever keeps the server."
            )
        case .remoteDiskFull:
            return .diskFull("\(place) has no room for the \(subject); free some space there, then run again.")
        case .keyExchangeFailed where !error.isBrokenConnection:
            return .connectionFailed(
                "\(place) and libssh2 found no common way to talk (\(error.message)); where \(server.knownHostsFile) has only "
                    + "the host's ssh-rsa key, add its ed25519 or ecdsa key by ssh-keyscan."
            )
        // Where the server gave a reason, libcurl quotes it; "Error in the SSH layer" alone is a connection that broke.
        case .sshFailed where !["socket", "ssh layer"].contains(where: { error.message.lowercased().contains($0) }):
            return TaskFailure(
                error: "Files.Failed",
                cause:
                    "\(place) could not do it for the \(subject) (\(error.message)); its disk may be full, or it may be a folder."
            )
        default:
            return TaskFailure(error, place: place)
        }
    }

    private var loginHint: String {
        guard let key = server.keyFile else {
            return server.password == nil
                ? "without a password or key; set the connection's option password or key."
                : "by its password; check the connection's user and password."
        }
        let text = readSmallFile(key) ?? ""
        let publicKey = readSmallFile("\(key).pub") ?? ""
        if text.contains("BEGIN RSA") || publicKey.hasPrefix("ssh-rsa") {
            return
                "by the key \(key): it is an RSA key, which libssh2 cannot use with this server; make an ed25519 key "
                + "(ssh-keygen -t ed25519) and have it allowed."
        }
        // "none" as the cipher stands first in a key without passphrase.
        let isEncrypted =
            text.contains("ENCRYPTED")
            || text.contains("BEGIN OPENSSH") && !text.contains("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU")
        if isEncrypted {
            return server.keyPassphrase == nil
                ? "by the key \(key): it has a passphrase; set the connection's option key_passphrase."
                : "by the key \(key): check the option key_passphrase, and that the server allows this key."
        }
        return "by the key \(key); check the connection's user and key, and that the server allows this key."
    }
}

/// A fault of an SFTP transfer, with the failure that it is for the flow.
struct SFTPFault: Error {
    var error: CurlError
    var failure: TaskFailure
}
