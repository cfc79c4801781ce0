import FlowConnections
import FlowJSON
import FlowTasks
import StatesLanguage

extension CredentialChain {
    /// Credentials of an ECS task, an EKS pod or the like.
    func fromContainer(_ client: CurlClient, _ cancellation: Cancellation) throws -> AWSCredentials? {
        let relative = environmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").map { "http://169.254.170.2\($0)" }
        guard let url = relative ?? environmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        var call = HTTPCall(method: "GET", url: url)
        let file = environmentVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").flatMap(readSmallFile)
        if let token = file ?? environmentVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            call.headers = [(name: "Authorization", value: token[...].trimmed)]
        }
        call.timeoutMilliseconds = 5_000
        return try ask(call, client, cancellation, origin: "the container's credentials endpoint")
    }

    /// Credentials of an EC2 machine's role, by the metadata service's second version.
    func fromMachine(_ client: CurlClient, _ cancellation: Cancellation) throws -> AWSCredentials? {
        guard environmentVariable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return nil }
        let origin = environmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
        var call = HTTPCall(method: "PUT", url: origin + "/latest/api/token")
        call.headers = [(name: "X-aws-ec2-metadata-token-ttl-seconds", value: "21600")]
        // Elsewhere nothing answers at this address; that must not take long.
        call.connectTimeoutMilliseconds = 1_000
        call.timeoutMilliseconds = 2_000
        guard let token = try text(call, client, cancellation) else { return nil }
        call.method = "GET"
        call.headers = [(name: "X-aws-ec2-metadata-token", value: token)]
        let folder = origin + "/latest/meta-data/iam/security-credentials/"
        call.url = folder
        guard let role = try text(call, client, cancellation)?.split(whereSeparator: \.isNewline).first else {
            return nil
        }
        call.url = folder + PercentEncoding.encode(String(role))
        return try ask(call, client, cancellation, origin: "the machine's role \(role)")
    }

    private func ask(
        _ call: HTTPCall,
        _ client: CurlClient,
        _ cancellation: Cancellation,
        origin: String
    ) throws -> AWSCredentials? {
        guard let text = try text(call, client, cancellation) else { return nil }
        do {
            return Self.credentials(try JSON(parsing: text), origin: origin)
        } catch {
            throw TaskFailure.authenticationFailed("What \(origin) answered is not JSON.")
        }
    }

    static func credentials(_ json: JSON, origin: String) -> AWSCredentials? {
        guard let key = json["AccessKeyId"]?.stringValue, let secret = json["SecretAccessKey"]?.stringValue else {
            return nil
        }
        return AWSCredentials(
            accessKeyID: key,
            secretAccessKey: Secret(secret),
            sessionToken: json["Token"]?.stringValue,
            expiresAtSeconds: json["Expiration"]?.stringValue.flatMap { Timestamp($0) }.map { $0.milliseconds / 1000 },
            origin: origin
        )
    }

    /// An answer's text; `nil` where nothing answers, or not with success: the chain goes on then.
    private func text(_ call: HTTPCall, _ client: CurlClient, _ cancellation: Cancellation) throws -> String? {
        do {
            let answer = try client.send(call, cancellation)
            return answer.isSuccess ? String(decoding: answer.body, as: UTF8.self) : nil
        } catch is CurlError {
            return nil
        }
    }
}
