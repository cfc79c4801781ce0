import StatesLanguage

/// What an S3 server said about a request that it did not do.
struct S3Refusal: Error {
    var status: Int
    /// Its code, such as `NoSuchKey`; made from the status where it sent none.
    var code: String
    var message: String
    /// The region where the bucket is, where it says so.
    var region: String?
    /// The host to ask instead, where it says so.
    var endpoint: String?

    init(_ answer: HTTPAnswer) {
        let xml = XMLTree(parsing: answer.body)
        status = answer.status
        code = xml?["Code"]?.text ?? Self.code(ofStatus: answer.status)
        message = xml?["Message"]?.text ?? ""
        region = answer.headers["x-amz-bucket-region"] ?? xml?["Region"]?.text
        endpoint = xml?["Endpoint"]?.text
        if endpoint == nil, let location = answer.headers["location"] {
            endpoint = location.split(separator: "/").dropFirst().first.map(String.init)
        }
    }

    private static func code(ofStatus status: Int) -> String {
        switch status {
        case 400: "BadRequest"
        case 401, 403: "AccessDenied"
        case 404: "NoSuchKey"
        case 301: "PermanentRedirect"
        case 412: "PreconditionFailed"
        case 416: "InvalidRange"
        case 503: "SlowDown"
        default: "Status\(status)"
        }
    }

    /// Whether the same request may succeed later.
    var isTransient: Bool {
        [429, 500, 502, 503, 504].contains(status)
            || ["SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable"].contains(code)
    }

    /// The failure for the flow.
    ///
    /// - Parameter subject: what was asked for: `the file "a.csv"`, or the bucket itself.
    func failure(_ client: S3Client, subject: String) -> TaskFailure {
        let place = client.place
        let said = message.isEmpty ? code : "\(code): \(message.hasSuffix(".") ? String(message.dropLast()) : message)"
        switch code {
        case "NoSuchKey":
            return .notFound("\(place) has no \(subject).")
        case "NoSuchBucket":
            return TaskFailure(
                error: "S3.NoSuchBucket",
                cause: "\(place) is not there; make the bucket, or check the connection's URL and endpoint."
            )
        case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired":
            return .authenticationFailed(
                "\(place) refused the credentials from \(client.credentialOrigin) (\(said)); check the keys, and the session "
                    + "token where there is one."
            )
        case "RequestTimeTooSkewed":
            return .authenticationFailed(
                "\(place) refused the request's time (\(said)); set this machine's clock right."
            )
        case "PermanentRedirect", "AuthorizationHeaderMalformed":
            return TaskFailure(
                error: ErrorName("S3.\(code)"),
                cause:
                    "\(place) is in another region\(region.map { ", \($0)" } ?? "") (\(said)); set the connection's option region."
            )
        case _ where status == 403 || status == 401:
            return .accessDenied(
                "\(place) refused access to \(subject) (\(said)); check what the key \"\(client.accessKeyHint)\" may do."
            )
        default:
            return TaskFailure(
                error: ErrorName("S3.\(code)"),
                cause: "\(place) refused \(subject) with status \(status) (\(said))."
            )
        }
    }
}
