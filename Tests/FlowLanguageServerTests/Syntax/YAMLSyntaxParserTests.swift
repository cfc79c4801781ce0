import FlowJSON
import Testing

@testable import FlowLanguageServer

@Suite("Unfinished YAML")
struct YAMLSyntaxParserTests {
    /// The tree in short: keys and values, `?` for a missing one.
    private func outline(_ text: String) -> String {
        let tree = YAMLSyntaxParser.parse(Array(text.utf8))
        func outline(_ node: Int) -> String {
            let key = tree.keyText(of: node).map { "\($0):" } ?? ""
            let inner = tree.children(of: node).map(outline).joined(separator: " ")
            return switch tree.kind(of: node) {
            case .document: inner
            case .object: "\(key){\(inner)}"
            case .array: "\(key)[\(inner)]"
            case .string: "\(key)'\(tree.string(of: node) ?? "")'"
            case .number, .word: "\(key)\(String(decoding: tree.bytes[tree.range(of: node)], as: UTF8.self))"
            case .missing: "\(key)?"
            }
        }
        return outline(0)
    }

    @Test(
        "mappings, sequences and texts are read by their indentation",
        arguments: [
            ("a: 1\nb:\n  c: x y # z\n  d: 'it''s'\ne: true", "{a:1 b:{c:'x y' d:'it's'} e:true}"),
            ("a:\n- 1\n- b: 2\n  c: 3\nd: \"\\u0041\"", "{a:[1 {b:2 c:3}] d:'A'}"),
            ("a:\n  - - 1\n    - 2\n  -", "{a:[[1 2] ?]}"),
            ("a: {b: [x, 'y'],\n  c: 1}\nd: [", "{a:{b:['x' 'y'] c:1} d:[]}"),
            ("a: |\n  b: 1\n\n  c\nd: 2", "{a:'|\n  b: 1\n\n  c' d:2}"),
            ("# x\n---\na:\n  b:\n  c\nd", "{a:{b:? c:?} d:?}"),
            ("a: arn:aws:x\nurl: http://x#y", "{a:'arn:aws:x' url:'http://x#y'}"),
            ("\t\n", ""),
        ]
    )
    func reading(text: String, expected: String) {
        #expect(outline(text) == expected)
    }

    @Test("every prefix of a text is read, and every node lies in it")
    func prefixes() {
        let text = "a: 'x'\r\nb:\n  - {c: [1, \"d\"]}\n  - - e\n  -\nf: >-\n  g\n\nh: \"i\\\"\" # j\n- k: é😀\n: :\n"
        for end in 0...text.utf8.count {
            let bytes = Array(text.utf8.prefix(end))
            for node in YAMLSyntaxParser.parse(bytes).nodes {
                #expect(0 <= node.start && node.start <= node.end && node.end <= Int32(end))
            }
        }
    }

    @Test("states are completed, found and renamed as in JSON")
    func editing() {
        let text = """
            StartAt: Load
            States:
              Load:
                Type: Pass
                Next: |
              Done:
                Type: Succeed
            """
        var editor = Editor(text, language: "asl-yaml")
        #expect(editor.proposals() == ["Load", "Done"])
        var other = Editor(text.replacing("|", with: "Do|ne"), language: "asl-yaml")
        #expect(other.ask("definition")["range"]?["start"]?["line"] == 5)
        let edits = other.ask("rename", ["newName": "End"])["changes"]?[Editor.uri]?.arrayValue ?? []
        #expect(other.text(after: edits) == text.replacing("|", with: "\"End\"").replacing("Done", with: "\"End\""))
    }
}
