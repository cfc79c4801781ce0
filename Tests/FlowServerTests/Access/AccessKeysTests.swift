import FlowConnections
import Testing

@testable import FlowServer

@Suite("Access keys")
struct AccessKeysTests {
    @Test("are read as the credentials file of AWS's tools has them")
    func reading() throws {
        let keys = try AccessKeys(
            parsing: """
                # who may come in
                [build]
                aws_access_key_id = AKIABUILD
                AWS_SECRET_ACCESS_KEY = a secret/+=
                region = eu-central-1

                ; another
                [deploy]
                aws_secret_access_key=s
                aws_access_key_id=AKIADEPLOY
                aws_session_token = token
                aws_account_id = 111122223333
                [only settings]
                output = json
                """,
            from: "keys"
        ).keys
        #expect(keys.keys.sorted() == ["AKIABUILD", "AKIADEPLOY"])
        #expect(keys["AKIABUILD"]?.secret.revealed == "a secret/+=")
        #expect(keys["AKIABUILD"]?.account == nil)
        #expect(keys["AKIADEPLOY"]?.sessionToken?.revealed == "token")
        #expect(keys["AKIADEPLOY"]?.account == "111122223333")
    }

    @Test(
        "are refused with what is wrong, without the secret",
        arguments: [
            ("", "has no access key"),
            ("[a]\nregion = x", "has no access key"),
            ("aws_access_key_id = A", "line 1"),
            ("[a]\nhunter2", "line 2"),
            ("[a]\naws_access_key_id = A", "[a] needs"),
            ("[a]\naws_secret_access_key = hunter2", "[a] needs"),
            ("[a]\naws_access_key_id =\naws_secret_access_key = hunter2", "[a] needs"),
            (
                "[a]\naws_access_key_id=A\naws_secret_access_key=hunter2\n"
                    + "[b]\naws_access_key_id=A\naws_secret_access_key=hunter2", "key A twice"
            ),
            ("[a]\naws_access_key_id=A\naws_secret_access_key=hunter2\naws_account_id=12", "twelve digits"),
        ]
    )
    func refusal(text: String, words: String) {
        let error = #expect(throws: AccessError.self) { try AccessKeys(parsing: text, from: "keys") }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test(
        "are beside a token of sixteen characters or more",
        arguments: [
            ("0123456789abcdef", true), ("  0123456789abcdef\n", true), ("0123456789abcde", false), ("", false),
            ("0123456789 abcdef", false), ("0123456789abcdeé", false),
        ]
    )
    func tokens(text: String, isToken: Bool) throws {
        guard isToken else {
            #expect(throws: AccessError.self) { try BearerToken(parsing: text, from: "token") }
            return
        }
        let token = try BearerToken(parsing: text, from: "token")
        #expect(token.matches("0123456789abcdef"))
        #expect(!token.matches("0123456789abcdeF"))
        #expect(!token.matches("0123456789abcdef0"))
        #expect(!token.matches(""))
    }

    @Test(
        "are not needed at addresses of this machine alone",
        arguments: [
            ("localhost", true), ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("a.localhost", true),
            ("0.0.0.0", false), ("::", false), ("10.0.0.1", false), ("127.0.0.1.example", false), ("127.0.0", false),
            ("127.0.0.256", false), ("example.com", false), ("", false),
        ]
    )
    func loopback(host: String, isLoopback: Bool) {
        #expect(LoopbackAddress.isLoopback(host) == isLoopback)
    }
}
