import FlowConnections
import FlowTasks
import Glibc
import StatesLanguage
import Synchronization

/// Sends signed requests to one bucket, again where the server is busy or the connection breaks.
final class S3Client: Sendable {
    /// One request to the bucket.
    struct Request {
        var method: String
        /// `nil` for the bucket itself.
        var key: String?
        var query: [(String, String)] = []
        /// Further headers, names in lower case.
        var headers: [(name: String, value: String)] = []
        /// Stays in place until the request is done.
        var body: UnsafeRawBufferPointer?
        /// How often it is tried, the first time included.
        var attempts = 5
        /// The most that one try may take.
        var timeoutMilliseconds: Int?
    }

    let connectionName: String
    let pool = ClientPool()
    private let chain: CredentialChain
    private let certificateFile: String?
    private struct Learned {
        var address: S3Address
        var keyHint = ""
        var origin = ""
    }
    private let learned: Mutex<Learned>

    init(_ connection: Connection) throws {
        connectionName = connection.name
        chain = CredentialChain(connection)
        certificateFile = connection.options["ca_file"] ?? environmentVariable("AWS_CA_BUNDLE")
        learned = Mutex(Learned(address: try S3Address(connection)))
    }

    var address: S3Address { learned.withLock { $0.address } }
    /// The bucket in words, for messages.
    var place: String {
        let address = self.address
        return "The bucket \"\(address.bucket)\" at \(address.scheme)://\(address.host)"
    }
    /// An access key's ID is no secret.
    var accessKeyHint: String { learned.withLock { $0.keyHint } }
    var credentialOrigin: String { learned.withLock { $0.origin } }

    /// Sends a request and gives the answer of a success; throws an ``S3Refusal``, a ``CurlError`` or what `consume` throws.
    ///
    /// Once bytes went to `consume`, a broken connection is the caller's to mend.
    func send(
        _ request: Request,
        _ cancellation: Cancellation,
        consume: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
    ) throws -> HTTPAnswer {
        try repeating(request, cancellation) { client, call, hasDelivered in
            try client.send(call, cancellation) { answer, bytes in
                hasDelivered = true
                try consume(answer, bytes)
            }
        }
    }

    /// Sends a request; the answer keeps the body.
    func send(_ request: Request, _ cancellation: Cancellation) throws -> HTTPAnswer {
        try repeating(request, cancellation) { client, call, _ in try client.send(call, cancellation) }
    }

    private func repeating(
        _ request: Request,
        _ cancellation: Cancellation,
        _ send: (CurlClient, HTTPCall, inout Bool) throws -> HTTPAnswer
    ) throws -> HTTPAnswer {
        try pool.withClient { client in
            var redirects = 0
            var attempt = 1
            while true {
                var hasDelivered = false
                do {
                    let answer = try send(client, call(request, client, cancellation), &hasDelivered)
                    guard answer.isSuccess else { throw S3Refusal(answer) }
                    return answer
                } catch let refusal as S3Refusal {
                    if redirects < 2, follow(refusal) {
                        redirects += 1
                        continue
                    }
                    if refusal.code == "ExpiredToken" { chain.forget() }
                    guard refusal.isTransient, attempt < request.attempts else { throw refusal }
                } catch let error as CurlError {
                    guard error.isBrokenConnection || error.code == .couldNotConnect && attempt < 3, !hasDelivered,
                        attempt < request.attempts
                    else { throw error }
                }
                try client.pause(milliseconds: Self.wait(afterAttempt: attempt), cancellation)
                attempt += 1
            }
        }
    }

    /// Does something and turns what goes wrong into failures of the flow.
    func translating<Result>(_ subject: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let refusal as S3Refusal {
            throw refusal.failure(self, subject: subject)
        } catch let error as CurlError {
            throw TaskFailure(error, place: place)
        }
    }

    /// 100 ms, 200 ms, 400 ms, … of which half is chance, so that many clients don't come back at once.
    static func wait(afterAttempt attempt: Int) -> Int {
        let full = min(100 << min(attempt - 1, 10), 10_000)
        return full / 2 + Int.random(in: 0...full / 2)
    }

    /// The signed call of a request.
    private func call(_ request: Request, _ client: CurlClient, _ cancellation: Cancellation) throws -> HTTPCall {
        let credentials = try chain.credentials(client, cancellation)
        let address = learned.withLock { learned in
            learned.keyHint = credentials.accessKeyID
            learned.origin = credentials.origin
            return learned.address
        }
        let path = address.path(request.key)
        let query = CanonicalRequest.canonicalQuery(request.query)
        var call = HTTPCall(
            method: request.method,
            url: "\(address.scheme)://\(address.bucketHost)\(path)\(query.isEmpty ? "" : "?\(query)")"
        )
        call.headers = SignatureV4(credentials: credentials, region: address.region, service: "s3").sign(
            method: request.method,
            host: address.bucketHost,
            path: path,
            query: request.query,
            headers: request.headers,
            payloadHash: payloadHash(request.body, address),
            secondsSinceEpoch: Int64(time(nil))
        )
        call.body = request.body
        call.timeoutMilliseconds = request.timeoutMilliseconds
        call.certificateFile = certificateFile
        return call
    }

    /// Over TLS the body is safe already; elsewhere its hash is signed.
    private func payloadHash(_ body: UnsafeRawBufferPointer?, _ address: S3Address) -> String {
        guard let body, !body.isEmpty else { return SignatureV4.emptyPayload }
        return address.scheme == "https" ? SignatureV4.unsignedPayload : sha256Hex(body)
    }

    /// Goes to the region or host that a refusal names; `false` where it names nothing new.
    private func follow(_ refusal: S3Refusal) -> Bool {
        guard [301, 307, 400].contains(refusal.status) else { return false }
        return learned.withLock { learned in
            let before = learned.address
            if let region = refusal.region, !region.isEmpty, region != before.region {
                learned.address = before.inRegion(region)
            } else if refusal.status == 307 || refusal.status == 301, before.isAWS, var host = refusal.endpoint {
                if !before.isPathStyle, host.hasPrefix("\(before.bucket).") {
                    host.removeFirst(before.bucket.count + 1)
                }
                learned.address.host = host
            }
            return learned.address != before
        }
    }
}
