import FlowJSON
import FlowTransfer
import Glibc
import StatesLanguage
import Synchronization

/// The keys of the roles that states' `Credentials` name; asked for once, and anew five minutes before they end.
final class RoleCredentials: Sendable {
    private struct Entry {
        var credentials: SigningCredentials
        var expiresAtMilliseconds: Int64
    }
    private let entries = Mutex<[String: Entry]>([:])

    func credentials(
        of role: String,
        for scope: CallerScope,
        _ call: (ServiceCall, CallerScope) throws -> ServiceReply
    ) throws -> SigningCredentials {
        let now = Int64(time(nil)) * 1000
        if let entry = entries.withLock({ $0[role] }), entry.expiresAtMilliseconds - 300_000 > now {
            return entry.credentials
        }
        let parameters: JSON = ["RoleArn": .string(role), "RoleSessionName": "flow-task"]
        let reply: ServiceReply
        do {
            reply = try call(ServiceCall("sts", "assumeRole", parameters, .optimized), scope.withoutRole)
        } catch is ServiceRefusal {
            throw TaskFailure(
                error: .taskFailed,
                cause: "The role \(scope.executionRole) is not authorized to assume the task state's role, \(role)."
            )
        }
        let keys = reply.output["Credentials"]
        guard let key = keys?["AccessKeyId"]?.stringValue, let secret = keys?["SecretAccessKey"]?.stringValue else {
            throw TaskFailure(error: .taskFailed, cause: "The role \(role) was assumed, but no keys came.")
        }
        let entry = Entry(
            credentials: SigningCredentials(
                accessKeyID: key,
                secretAccessKey: secret,
                sessionToken: keys?["SessionToken"]?.stringValue
            ),
            expiresAtMilliseconds: keys?["Expiration"]?.integerValue ?? now
        )
        entries.withLock { $0[role] = entry }
        return entry.credentials
    }
}
