import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Globs")
struct GlobTests {
    @Test(
        "match as in a shell",
        arguments: [
            ("*.csv", "a.csv", true), ("*.csv", "a.txt", false), ("*.csv", "x/a.csv", false),
            ("*.csv", ".a.csv", false),
            (".*.csv", ".a.csv", true), ("a?c", "abc", true), ("a?c", "a日c", true), ("a?c", "ac", false),
            ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[^a-c]x", "dx", true), ("[]]x", "]x", true),
            ("[abc", "[abc", true), ("a\\*b", "a*b", true), ("a\\*b", "axb", false), ("[a-]x", "-x", true),
            ("**", "a", true), ("**", "a/b/c", true), ("**", ".git/x", false), ("**/*.csv", "a.csv", true),
            ("**/*.csv", "x/y/a.csv", true), ("x/**/a", "x/a", true), ("x/**/a", "x/y/z/a", true),
            ("x/**/a", "y/a", false),
            ("x/**", "x/a/b", true), ("x/**", "x", false), ("**/**/a", "a", true), ("*/b", "a/b", true),
            ("*", "a", true),
            ("*a*b*c*", "xxaxxbxxcxx", true), ("*a*b*c*", "xxaxxcxxbxx", false), ("./a", "a", true),
        ]
    )
    func matches(pattern: String, path: String, expected: Bool) throws {
        #expect(try Glob(pattern).matches(path) == expected)
    }

    @Test("take no exponential time", .timeLimit(.minutes(5)))
    func hostile() throws {
        let pattern = String(repeating: "*a", count: 60) + "b"
        #expect(try !Glob(pattern).matches(String(repeating: "a", count: 200)))
    }

    @Test("that would lead out are refused", arguments: ["", "/a", "../a", "a/../b", "a\nb", ".", "a\0b"])
    func refused(pattern: String) { #expect(failure { _ = try Glob(pattern) }?.error == "Files.InvalidPath") }
}
