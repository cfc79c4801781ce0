import FlowConnections
import FlowDiagnostics
import FlowJSON
import Testing

@Suite("YAML as JSON")
struct LocatedYAMLTests {
    @Test("scalars are read as JSON reads them")
    func scalars() throws {
        let yaml = try LocatedYAML(
            parsing: "{a: 1, b: 1.5, c: yes, d: 2026-01-31, e: ~, f: true, g: '1', h: 0x1, i: -}"
        )
        #expect(
            yaml.value == [
                "a": 1, "b": 1.5, "c": "yes", "d": "2026-01-31", "e": nil, "f": true, "g": "1", "h": "0x1", "i": "-",
            ]
        )
    }

    @Test("parts have their places")
    func places() throws {
        let yaml = try LocatedYAML(parsing: "a:\n  - b/c: 1\n", file: "f.yaml")
        #expect(yaml.location(of: "/a/0/b~1c").line == 2)
        #expect(yaml.location(of: "/a/0/missing").line == 2)
        #expect(yaml.location(of: "/a").file == "f.yaml")
    }

    @Test(
        "what is too much or no YAML is refused",
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000) + "1", "a: [", "a: 1\na: 2",
            "? [a]\n: 1",
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + (1...8).map { n in
                    let before = n == 1 ? "a" : "a\(n - 1)"
                    return "a\(n): &a\(n) [\((0..<10).map { _ in "*\(before)" }.joined(separator: ","))]\n"
                }.joined(),
        ]
    )
    func refused(text: String) { #expect(throws: Diagnostic.self) { try LocatedYAML(parsing: text) } }
}
