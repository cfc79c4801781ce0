import FlowJSON
import Testing

@testable import FlowLanguageServer

@Suite("Unfinished JSON")
struct SyntaxParserTests {
    /// The tree in short: keys and kinds, `?` for a missing value, `~` before what is not closed.
    private func outline(_ text: String) -> String {
        let tree = SyntaxParser.parse(Array(text.utf8))
        func outline(_ node: Int) -> String {
            let key = tree.keyText(of: node).map { "\($0):" } ?? ""
            let mark = tree.nodes[node].isClosed ? "" : "~"
            let inner = tree.children(of: node).map(outline).joined(separator: " ")
            return switch tree.kind(of: node) {
            case .document: inner
            case .object: "\(key)\(mark){\(inner)}"
            case .array: "\(key)\(mark)[\(inner)]"
            case .string: "\(key)\(mark)'\(tree.string(of: node) ?? "")'"
            case .number, .word: "\(key)\(String(decoding: tree.bytes[tree.range(of: node)], as: UTF8.self))"
            case .missing: "\(key)?"
            }
        }
        return outline(0)
    }

    @Test(
        "what is there is read, and what is missing is left out",
        arguments: [
            (#"{"a": [1, "x", true], "b": {}}"#, "{a:[1 'x' true] b:{}}"),
            (#"{"a": "#, "~{a:?}"),
            (#"{"a""#, "~{a:?}"),
            (#"{"a": , "b": 1}"#, "{a:? b:1}"),
            ("{\"a\": \n\"b\": 1}", "{a:? b:1}"),
            ("{\"a\"\n\"b\": 1}", "{a:? b:1}"),
            ("{\"a\": \"x\n\"b\": 1}", "{a:~'x' b:1}"),
            ("{\"a\": 1 \"b\": 2}", "{a:1 b:2}"),
            (#"{"a": [{"b": ["x", "c": 1}"#, "~{a:~[{b:~['x'] c:1}]}"),
            (#"{"a": [1, "b": 2}"#, "{a:~[1] b:2}"),
            (#"{"a": [{"b": 1 ]}"#, "{a:[~{b:1}]}"),
            ("{ab: 1, \"c\": tru", "~{ab:1 c:tru}"),
            ("]}{}", "{}"),
            (#"{"a\u00e9\"": "\\"}"#, #"{aé":'\'}"#),
            ("\u{FEFF}[]", "[]"),
            ("", ""),
        ]
    )
    func tolerance(text: String, expected: String) {
        #expect(outline(text) == expected)
    }

    @Test("every prefix of a text is read, and every node lies in it")
    func prefixes() {
        let text = #"{"a": [1, {"b": "x\"y"}, null], "c\\": {"d": [[], {}]}, "e": -1.5e3}"#
        for end in 0...text.utf8.count {
            let bytes = Array(text.utf8.prefix(end))
            let tree = SyntaxParser.parse(bytes)
            for node in tree.nodes {
                #expect(0 <= node.start && node.start <= node.end && node.end <= Int32(end))
            }
        }
    }

    @Test("nesting without end is no trap")
    func depth() {
        for text in [String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000)] {
            #expect(SyntaxParser.parse(Array(text.utf8)).nodes.count < 1_000)
        }
    }
}
