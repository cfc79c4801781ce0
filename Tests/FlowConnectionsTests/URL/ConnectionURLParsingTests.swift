import FlowDiagnostics
import Testing

@testable import FlowConnections

@Suite("Connection URLs")
struct ConnectionURLParsingTests {
    struct Expected: Sendable {
        var scheme: String
        var user: String?
        var password: String?
        var host: String?
        var port: Int?
        var path = ""
    }

    @Test(
        "are read into decoded parts",
        arguments: [
            ("file:data/lake", Expected(scheme: "file", path: "data/lake")),
            ("file:/srv/lake", Expected(scheme: "file", path: "/srv/lake")),
            ("file:///srv/a%20b", Expected(scheme: "file", path: "/srv/a b")),
            ("file://localhost/srv", Expected(scheme: "file", path: "/srv")),
            ("FILE:.", Expected(scheme: "file", path: ".")),
            ("file:50%25%3F%23", Expected(scheme: "file", path: "50%?#")),
            ("sqlite:data/orders.db", Expected(scheme: "sqlite", path: "data/orders.db")),
            (
                "sftp://feeds@files.example:2222/outgoing",
                Expected(scheme: "sftp", user: "feeds", host: "files.example", port: 2222, path: "/outgoing")
            ),
            (
                "sftp://us%40er:p%3Aa%2Fss@host",
                Expected(scheme: "sftp", user: "us@er", password: "p:a/ss", host: "host")
            ),
            ("sftp://u:a@b@host/x", Expected(scheme: "sftp", user: "u", password: "a@b", host: "host", path: "/x")),
            ("sftp://u@[::1]:22/", Expected(scheme: "sftp", user: "u", host: "::1", port: 22, path: "/")),
            ("sftp://[fe80::1%25eth0]", Expected(scheme: "sftp", host: "fe80::1%25eth0")),
            ("s3://lake/raw/Größe", Expected(scheme: "s3", host: "lake", path: "/raw/Größe")),
            ("https://api.example/v1", Expected(scheme: "https", host: "api.example", path: "/v1")),
            ("postgresql://db/sales", Expected(scheme: "postgres", host: "db", path: "/sales")),
            ("postgres:///sales", Expected(scheme: "postgres", path: "/sales")),
            (
                "redshift://u:@c.example:5439/d",
                Expected(scheme: "redshift", user: "u", host: "c.example", port: 5439, path: "/d")
            ),
        ] as [(String, Expected)]
    )
    func parts(text: String, expected: Expected) throws {
        let (url, password) = try ConnectionURL.parse(text)
        #expect(url.scheme == expected.scheme)
        #expect(url.user == expected.user)
        #expect(password?.revealed == expected.password)
        #expect(url.host == expected.host)
        #expect(url.port == expected.port)
        #expect(url.path == expected.path)
    }

    @Test(
        "that are malformed are refused with what to write",
        arguments: [
            ("", "names no scheme"),
            ("data/lake", "Write file:data/lake"),
            ("C:\\data", "unknown scheme \"c\""),
            ("sfpt://host/x", "Did you mean \"sftp:\"?"),
            ("ftp://host/x", "Did you mean \"sftp:\"?"),
            ("sftp:host/x", "names no host"),
            ("sftp:///x", "names no host"),
            ("s3:///x", "names no bucket"),
            ("s3://key:secretsecret@bucket/x", "the server is the option endpoint"),
            ("file://data/lake", "write file:folder/name"),
            ("file:", "names no path"),
            ("file:a?b", "%3F"),
            ("file:a#b", "%23"),
            ("sftp://host:0/", "port \"0\""),
            ("sftp://host:65536/", "port \"65536\""),
            ("sftp://host:ssh/", "port \"ssh\""),
            ("sftp://::1/", "[::1]"),
            ("sftp://[::1/", "without its \"]\""),
            ("sftp://[::1]x/", "after the host's"),
            ("sftp://host/%zz", "percent-escape in its path"),
            ("sftp://host/%ff", "percent-escape in its path"),
            ("sftp://host/%00", "percent-escape in its path"),
            ("sftp://host/%4", "percent-escape in its path"),
            ("sftp://ho\nst/", "control character U+A"),
        ]
    )
    func refusals(text: String, expected: String) {
        let diagnostic = #expect(throws: Diagnostic.self) { try ConnectionURL(parsing: text) }
        let said = "\(diagnostic?.message ?? "") \(diagnostic?.hint ?? "")"
        #expect(said.contains(expected), "\(said)")
    }

    @Test(
        "never show a password in a diagnostic",
        arguments: [
            "sftp://u:hunter2hunter2@host:x/", "postgres://u:hunter2hunter2@/%zz", "sfpt://u:hunter2hunter2@host",
            "s3://u:hunter2hunter2@host", "redshift://u:hunter2hunter2@", "https://h:x/?token=hunter2hunter2",
            "sftp:u:hunter2hunter2@host", "sftp://u:a@hunter2hunter2@h:x/",
        ]
    )
    func passwords(text: String) {
        let diagnostic = #expect(throws: Diagnostic.self) { try ConnectionURL(parsing: text) }
        #expect(diagnostic?.message.contains("hunter2") == false)
        #expect(diagnostic?.hint?.contains("hunter2") != true)
    }

    @Test("show as people write them")
    func description() throws {
        #expect(try ConnectionURL(parsing: "sftp://u:secret@[::1]:22/x").description == "sftp://u@[::1]:22/x")
        #expect(try ConnectionURL(parsing: "file:///srv").description == "file:/srv")
    }

    @Test("of random bytes never trap")
    func garbage() {
        var random = SystemRandomNumberGenerator()
        let letters = Array("s3ftphl:/@?#%[].0129ab \u{7f}é~&=".unicodeScalars)
        for _ in 0..<3_000 {
            var text = ["", "sftp://", "file:", "s3://", "http://"].randomElement(using: &random) ?? ""
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                text.unicodeScalars.append(letters.randomElement(using: &random) ?? "a")
            }
            do {
                let url = try ConnectionURL(parsing: text)
                #expect(ConnectionKind.of(scheme: url.scheme) != nil)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
