import FlowConnections
import StatesLanguage
import Testing

@testable import FlowServer

@Suite("Access")
struct AccessPolicyTests {
    /// What botocore 1.43 sends for `{}` to 127.0.0.1:8083 at 2026-11-21T09:14:00Z with the key below.
    private static let signed: [(name: String, value: String)] = [
        ("host", "127.0.0.1:8083"), ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", "AWSStepFunctions.ListStateMachines"), ("user-agent", "x"),
        ("x-amz-date", "20261121T091400Z"), ("authorization", authorization),
    ]
    private static let scope = "20261121/eu-central-1/states/aws4_request"
    private static let signature = "d40dacda8035cf2aaa52b3d803962c37fec2889b9f0b8497f5b31fa6568d6864"
    private static let names = "content-type;host;x-amz-date;x-amz-target"
    private static let authorization =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(names), Signature=\(signature)"

    private static func policy(sessionToken: String? = nil) throws -> AccessPolicy {
        var text = """
            [test]
            aws_access_key_id = AKIDEXAMPLE
            aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
            aws_account_id = 111122223333

            """
        if let sessionToken { text += "aws_session_token = \(sessionToken)\n" }
        var policy = AccessPolicy()
        policy.keys = try AccessKeys(parsing: text, from: "keys")
        return policy
    }

    /// The account that a request gets, or why it is refused.
    private static func outcome(
        _ policy: AccessPolicy,
        _ headers: [(name: String, value: String)],
        body: String = "{}",
        at moment: String = "2026-11-21T09:14:00Z",
        target: String = "/"
    ) throws -> Result<String?, APIError> {
        let now = try #require(Timestamp(moment))
        do throws(APIError) {
            let head = RequestHead(method: "POST", target: target, headers: headers)
            return .success(try policy.claim(of: head, at: now).account(checking: Array(body.utf8)))
        } catch {
            return .failure(error)
        }
    }

    private static func code(_ outcome: Result<String?, APIError>) -> String? {
        if case .failure(let error) = outcome { return error.code.name }
        return nil
    }

    private static func changed(_ name: String, _ value: String?) -> [(name: String, value: String)] {
        signed.compactMap { $0.name == name ? value.map { (name, $0) } : $0 }
    }

    @Test("is given to botocore's own signature, with the account of its key")
    func botocore() throws {
        let outcome = try Self.outcome(try Self.policy(), Self.signed)
        #expect(try outcome.get() == "111122223333")
    }

    @Test("is given to a signature with a session's token, and only to that token")
    func sessionToken() throws {
        let signature = "70f12bdf26c383a5876dc819c67708a5b910ad71f427f0e51f5ca8bdc5d5afaf"
        let names = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
        let headers =
            Self.changed(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(Self.scope), SignedHeaders=\(names), Signature=\(signature)"
            ) + [("x-amz-security-token", "a-session-token")]
        let body = #"{"maxResults":5}"#
        let right = try Self.outcome(try Self.policy(sessionToken: "a-session-token"), headers, body: body)
        #expect(try right.get() == "111122223333")
        let without = try Self.outcome(try Self.policy(), headers, body: body)
        #expect(Self.code(without) == "UnrecognizedClientException")
        let other = try Self.outcome(try Self.policy(sessionToken: "another"), headers, body: body)
        #expect(Self.code(other) == "UnrecognizedClientException")
    }

    @Test(
        "is refused to what is not signed so, with AWS's error",
        arguments: [
            ("authorization", nil, "MissingAuthenticationTokenException"),
            ("authorization", "Basic YTpi", "MissingAuthenticationTokenException"),
            ("authorization", "Bearer 0123456789abcdef", "MissingAuthenticationTokenException"),
            ("authorization", "AWS4-HMAC-SHA256", "IncompleteSignatureException"),
            ("authorization", "AWS4-HMAC-SHA256 Credential", "IncompleteSignatureException"),
            ("authorization", "AWS4-HMAC-SHA256 Credential=a, Signature=b", "IncompleteSignatureException"),
            (
                "authorization", "AWS4-HMAC-SHA256 Credential=A/b, SignedHeaders=host, Signature=\(signature)",
                "IncompleteSignatureException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=OTHER/\(scope), SignedHeaders=\(names), Signature=\(signature)",
                "UnrecognizedClientException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-central-1/sqs/aws4_request, "
                    + "SignedHeaders=\(names), Signature=\(signature)",
                "InvalidSignatureException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/eu-central-1/states/aws4_request, "
                    + "SignedHeaders=\(names), Signature=\(signature)",
                "InvalidSignatureException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=content-type;host;x-amz-date, "
                    + "Signature=\(signature)",
                "InvalidSignatureException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=x-amz-date;x-amz-target, "
                    + "Signature=\(signature)",
                "InvalidSignatureException"
            ),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(names), Signature=0",
                "InvalidSignatureException"
            ),
            ("host", "127.0.0.1:8084", "InvalidSignatureException"),
            ("host", nil, "InvalidSignatureException"),
            ("x-amz-target", "AWSStepFunctions.DeleteStateMachine", "InvalidSignatureException"),
            ("x-amz-date", nil, "IncompleteSignatureException"),
            ("x-amz-date", "2026-11-21T09:14:00Z", "IncompleteSignatureException"),
            ("x-amz-date", "20261121T091401Z", "InvalidSignatureException"),
            ("x-amz-date", "99999999T999999Z", "IncompleteSignatureException"),
        ] as [(String, String?, String)]
    )
    func refusal(name: String, value: String?, code: String) throws {
        let outcome = try Self.outcome(try Self.policy(), Self.changed(name, value))
        #expect(Self.code(outcome) == code)
        guard case .failure(let error) = outcome else { return }
        #expect(error.code.status == 400)
        #expect(!error.message.contains("wJalrXUtnFEMI"))
    }

    @Test("is refused where the body or the address is another than what was signed")
    func otherContent() throws {
        let policy = try Self.policy()
        #expect(Self.code(try Self.outcome(policy, Self.signed, body: "{ }")) == "InvalidSignatureException")
        #expect(Self.code(try Self.outcome(policy, Self.signed, target: "/?a=b")) == "InvalidSignatureException")
    }

    @Test(
        "is given within five minutes of the signature's time, before and after",
        arguments: [
            ("2026-11-21T09:19:00Z", nil), ("2026-11-21T09:09:00Z", nil),
            ("2026-11-21T09:19:01Z", "Signature expired: 20261121T091400Z is now earlier than 20261121T091401Z "),
            (
                "2026-11-21T09:08:59Z",
                "Signature not yet current: 20261121T091400Z is still later than 20261121T091359Z "
            ),
        ] as [(String, String?)]
    )
    func skew(moment: String, words: String?) throws {
        let outcome = try Self.outcome(try Self.policy(), Self.signed, at: moment)
        guard case .failure(let error) = outcome else {
            #expect(words == nil)
            return
        }
        #expect(error.code.name == "InvalidSignatureException")
        #expect(words.map(error.message.hasPrefix) == true, "\(error.message)")
    }

    @Test("is given to whoever has the token, where there is one")
    func token() throws {
        var policy = AccessPolicy()
        policy.token = try BearerToken(parsing: "0123456789abcdef", from: "token")
        #expect(try Self.outcome(policy, [("authorization", "bearer 0123456789abcdef")]).get() == nil)
        let wrong = try Self.outcome(policy, [("authorization", "Bearer 0123456789abcdee")])
        #expect(Self.code(wrong) == "UnrecognizedClientException")
        #expect(Self.code(try Self.outcome(policy, [])) == "MissingAuthenticationTokenException")
        #expect(Self.code(try Self.outcome(policy, Self.signed)) == "MissingAuthenticationTokenException")
    }

    @Test("is open without keys, but not to pages from elsewhere")
    func open() throws {
        let policy = AccessPolicy()
        #expect(try Self.outcome(policy, []).get() == nil)
        let account = "AWS4-HMAC-SHA256 Credential=111122223333/x, SignedHeaders=a, Signature=b"
        #expect(try Self.outcome(policy, [("authorization", account)]).get() == "111122223333")
        #expect(try Self.outcome(policy, [("origin", "http://localhost:3000")]).get() == nil)
        #expect(try Self.outcome(policy, [("origin", "http://[::1]:3000")]).get() == nil)
        for origin in ["http://evil.example:8083", "null", "https://127.0.0.1.example", ""] {
            #expect(Self.code(try Self.outcome(policy, [("origin", origin)])) == "AccessDeniedException")
        }
    }

    @Test("to the numbers is for those with the token, or on this machine where there are only keys")
    func watchers() throws {
        let nobody = RequestHead(method: "GET", target: "/metrics", headers: [])
        #expect(AccessPolicy().admitsWatcher(nobody, isFromHere: false))
        var policy = try Self.policy()
        #expect(policy.admitsWatcher(nobody, isFromHere: true))
        #expect(!policy.admitsWatcher(nobody, isFromHere: false))
        policy.token = try BearerToken(parsing: "0123456789abcdef", from: "token")
        #expect(!policy.admitsWatcher(nobody, isFromHere: true))
        let headers = [(name: "authorization", value: "Bearer 0123456789abcdef")]
        let somebody = RequestHead(method: "GET", target: "/metrics", headers: headers)
        #expect(policy.admitsWatcher(somebody, isFromHere: false))
    }
}
