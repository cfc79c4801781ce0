import FlowJSON
import Testing

@testable import FlowConnections

@Suite("Redaction")
struct RedactorTests {
    let redactor = Redactor(secrets: ["hunter2 & Söhne", "swordfish/99+", "test", "abc"])

    @Test(
        "replaces a secret in all its forms",
        arguments: [
            ("login hunter2 & Söhne failed", "login •••• failed"),
            ("u=hunter2%20%26%20S%C3%B6hne&x", "u=••••&x"),
            ("u=hunter2%20%26%20S%c3%b6hne&x", "u=••••&x"),
            ("u=hunter2+%26+S%C3%B6hne&x", "u=••••&x"),
            ("Basic aHVudGVyMiAmIFPDtmhuZQ==", "Basic ••••=="),
            ("twice swordfish/99+swordfish/99+", "twice ••••••••"),
            ("a short test word, not latest", "a short •••• word, not latest"),
            ("abc is too short", "abc is too short"),
            ("nothing here", "nothing here"),
            ("", ""),
        ]
    )
    func texts(text: String, expected: String) { #expect(redactor.redact(text) == expected) }

    @Test("leaves short words in data alone, and takes long secrets out of texts and keys")
    func json() {
        let data: JSON = ["path": "test/swordfish/99+", "swordfish/99+": [1, "hunter2 & Söhne"], "n": 1.5]
        #expect(redactor.redact(data) == ["path": "test/••••", "••••": [1, "••••"], "n": 1.5])
    }

    @Test("ends where a secret is the dots themselves")
    func dots() { #expect(Redactor(secrets: ["••••"]).redact("a •••• b") == "a •••• b") }

    @Test("knows the secrets of connections, and what basic authentication makes of them")
    func connections() throws {
        let api = try Connection(name: "api", parsing: "https://ada:lovelace1815@h/?api_key=0123456789&page=longpage2")
        let redactor = Redactor(Connections([api]))
        #expect(redactor.redact("lovelace1815") == "••••")
        #expect(redactor.redact("YWRhOmxvdmVsYWNlMTgxNQ==") == "••••==")
        #expect(redactor.redact("?api_key=0123456789&page=longpage2") == "?api_key=••••&page=longpage2")
        #expect(Redactor(Connections()).isEmpty)
    }

    @Test("a secret prints as dots in every way")
    func secret() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["a": secret], to: &dumped)
        #expect("\(secret)" == "••••" && !dumped.contains("hunter2") && !"\([secret])".contains("hunter2"))
        #expect(String(reflecting: secret) == "••••")
    }
}
