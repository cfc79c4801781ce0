import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage
import Synchronization

/// Finds credentials where AWS's own tools look for them: the connection's options, the environment, the profile in
/// `~/.aws/credentials` and `~/.aws/config`, the container's endpoint, the machine's metadata.
final class CredentialChain: Sendable {
    private let connection: Connection
    private let found = Mutex<AWSCredentials?>(nil)

    init(_ connection: Connection) { self.connection = connection }

    /// The credentials; found once, and anew five minutes before they end.
    func credentials(_ client: CurlClient, _ cancellation: Cancellation) throws -> AWSCredentials {
        if let known = found.withLock({ $0 }), known.expiresAtSeconds.map({ $0 - 300 > Int64(time(nil)) }) ?? true {
            return known
        }
        let fresh =
            try fromOptions() ?? fromNamedProfile() ?? fromEnvironment() ?? fromUsualProfile() ?? fromContainer(
                client,
                cancellation
            ) ?? fromMachine(client, cancellation)
        guard let fresh else { throw missing }
        found.withLock { $0 = fresh }
        return fresh
    }

    /// Forgets what was found, so that changed credentials are found.
    func forget() { found.withLock { $0 = nil } }

    private var missing: TaskFailure {
        .authenticationFailed(
            "There are no credentials for the connection \"\(connection.name)\": set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or its options access_key_id and secret_access_key, or a profile in ~/.aws/credentials."
        )
    }

    private func fromOptions() throws(TaskFailure) -> AWSCredentials? {
        let key = connection.setting("access_key_id") ?? connection.url.user
        guard key != nil || connection.setting("secret_access_key") != nil else { return nil }
        guard let key, let secret = connection.setting("secret_access_key") ?? connection.setting("password") else {
            throw .authenticationFailed(
                "The connection \"\(connection.name)\" has only one of access_key_id and secret_access_key; it needs both."
            )
        }
        return AWSCredentials(
            accessKeyID: key,
            secretAccessKey: Secret(secret),
            sessionToken: connection.setting("session_token"),
            origin: "the connection's options"
        )
    }

    private func fromEnvironment() -> AWSCredentials? {
        guard let key = environmentVariable("AWS_ACCESS_KEY_ID"),
            let secret = environmentVariable("AWS_SECRET_ACCESS_KEY")
        else { return nil }
        return AWSCredentials(
            accessKeyID: key,
            secretAccessKey: Secret(secret),
            sessionToken: environmentVariable("AWS_SESSION_TOKEN"),
            origin: "AWS_ACCESS_KEY_ID"
        )
    }

    /// The profile that the connection names must be there.
    private func fromNamedProfile() throws(TaskFailure) -> AWSCredentials? {
        guard let profile = connection.options["profile"] else { return nil }
        if let found = credentials(ofProfile: profile) { return found }
        let files = AWSProfileFiles.paths
        throw .authenticationFailed(
            "The profile \"\(profile)\" of the connection \"\(connection.name)\" has no keys in \(files.credentials) or "
                + "\(files.config)."
        )
    }

    private func fromUsualProfile() -> AWSCredentials? {
        credentials(ofProfile: environmentVariable("AWS_PROFILE") ?? "default")
    }

    private func credentials(ofProfile profile: String) -> AWSCredentials? {
        for path in [AWSProfileFiles.paths.credentials, AWSProfileFiles.paths.config] {
            guard let settings = AWSConfigFile(path: path)[profile], let key = settings["aws_access_key_id"],
                let secret = settings["aws_secret_access_key"]
            else { continue }
            return AWSCredentials(
                accessKeyID: key,
                secretAccessKey: Secret(secret),
                sessionToken: settings["aws_session_token"],
                origin: "the profile \"\(profile)\" in \(path)"
            )
        }
        return nil
    }
}

/// Where AWS's tools keep their settings.
enum AWSProfileFiles {
    static var paths: (credentials: String, config: String) {
        (
            expandingHome(environmentVariable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"),
            expandingHome(environmentVariable("AWS_CONFIG_FILE") ?? "~/.aws/config")
        )
    }
}
