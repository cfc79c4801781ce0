import FlowJSON
import FlowTasks
import FlowTransfer
import Glibc
import StatesLanguage

/// What a service answered, with the answer itself for its metadata.
struct ServiceReply: Sendable {
    let output: JSON
    let answer: WebAnswer
}

/// Calls operations of services.
final class ServiceClient: Sendable {
    let environment: ServiceEnvironment
    private let web = WebClient()
    private let roles = RoleCredentials()

    init(_ environment: ServiceEnvironment) { self.environment = environment }

    /// Calls an operation.
    ///
    /// - Throws: `ServiceRefusal`, `WebFailure`, `CancellationError`, or a `TaskFailure` about the credentials.
    func call(_ call: ServiceCall, for scope: CallerScope) async throws -> ServiceReply {
        try await runBlocking { try self.call(call, for: scope, $0) }
    }

    /// The same on the thread that asks.
    func call(_ call: ServiceCall, for scope: CallerScope, _ cancellation: Cancellation) throws -> ServiceReply {
        guard let (entry, model, operation) = call.found else { throw call.unknown }
        let endpoint = environment.endpoint(of: model, region: scope.region)
        if !endpoint.isAWS, let refusal = ServiceRefusal(nullsIn: call, entry, model) { throw refusal }
        var request = RequestWriter(model: model, style: call.style).write(
            operation,
            call.parameters,
            to: endpoint.origin
        )
        request.timeoutMilliseconds = call.timeoutMilliseconds
        Self.address(&request, at: endpoint, of: model)
        request.goOn(with: scope)
        if !endpoint.isAWS, !scope.account.isEmpty {
            // Services that stand in for AWS tell accounts apart by this.
            request.headers.append(("x-moto-account-id", scope.account))
        }
        let signing = SigningScope(
            // IAM is the same everywhere, and signed for where it is.
            region: model.endpointPrefix == "iam" ? "us-east-1" : scope.region,
            service: model.signingName,
            credentials: try credentials(for: scope, at: endpoint, cancellation)
        )
        let answer = try send(request, signedFor: signing, cancellation) {
            ServiceRefusal($0, entry, model).isTransient
        }
        guard answer.isSuccess else { throw ServiceRefusal(answer, entry, model) }
        let output = AnswerReader(model: model, style: call.style).read(answer, of: operation)
        return ServiceReply(output: output, answer: answer)
    }

    /// Sends a request, at most three times where the server is busy or cannot be reached.
    func send(
        _ request: WebRequest,
        signedFor signing: SigningScope?,
        _ cancellation: Cancellation,
        isTransient: (WebAnswer) -> Bool
    ) throws -> WebAnswer {
        var attempt = 1
        while true {
            do {
                let answer = try web.send(request, signedFor: signing, cancellation)
                guard !answer.isSuccess, attempt < 3, isTransient(answer) else { return answer }
            } catch let failure as WebFailure {
                guard failure.isUnreachable, attempt < 3 else { throw failure }
            }
            usleep(50_000 << UInt32(attempt))
            try cancellation.check()
            attempt += 1
        }
    }

    /// Sends a request of an integration that is no service's, once.
    func send(_ request: WebRequest, signedFor signing: SigningScope? = nil) async throws -> WebAnswer {
        try await runBlocking { try self.send(request, signedFor: signing, $0) { _ in false } }
    }

    /// A bucket of AWS's own has a host of its own.
    private static func address(_ request: inout WebRequest, at endpoint: ServiceEndpoint, of model: ServiceModel) {
        guard model.id == "S3", endpoint.isAWS else { return }
        let parts = request.path.split(separator: "/", maxSplits: 1)
        guard let bucket = parts.first, !bucket.contains("."), !bucket.contains("%") else { return }
        request.origin = endpoint.origin.replacing("://", with: "://\(bucket).", maxReplacements: 1)
        request.path = "/" + (parts.count > 1 ? parts[1] : "")
    }

    private func credentials(
        for scope: CallerScope,
        at endpoint: ServiceEndpoint,
        _ cancellation: Cancellation
    ) throws -> SigningCredentials? {
        if let keys = environment.keys(endpoint.origin) { return keys }
        guard let role = scope.role else { return nil }
        guard endpoint.isAWS else {
            // What stands in for AWS knows no roles: an account's number is its key.
            return SigningCredentials(accessKeyID: scope.account, secretAccessKey: "none")
        }
        return try roles.credentials(of: role, for: scope) { try self.call($0, for: $1, cancellation) }
    }
}
