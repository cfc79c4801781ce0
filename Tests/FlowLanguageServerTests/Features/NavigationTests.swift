import FlowJSON
import Testing

@testable import FlowLanguageServer

@Suite("Going places and renaming")
struct NavigationTests {
    private static let machine = """
        {"QueryLanguage": "JSONata", "StartAt": "Load", "States": {
        "Load": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {},
        "Assign": {"count": "{% 1 %}"}, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "End é😀"}],
        "Next": "Sum"},
        "Sum": {"Type": "Pass", "Output": {"n": ["{% $count + $counter + $count.x %}"]}, "Next": "End é😀"},
        "End é😀": {"Type": "Succeed"}}}
        """

    private func marked(_ before: String) -> String {
        guard let range = Self.machine.firstRange(of: before) else { return Self.machine }
        return Self.machine[..<range.upperBound] + "|" + Self.machine[range.upperBound...]
    }

    @Test(
        "the definition of a state is its key, that of a variable its assignment",
        arguments: [
            (#""StartAt": "Lo"#, 1), (#""Next": "S"#, 4), (#""States.ALL"], "Next": "End"#, 5), ("{% $cou", 2),
            ("$counter + $cou", 2),
        ]
    )
    func definition(before: String, line: Int) {
        var editor = Editor(marked(before))
        let answer = editor.ask("definition")
        let place = answer[0] ?? answer
        #expect(place["range"]?["start"]?["line"]?.integerValue == Int64(line), "\(answer)")
    }

    @Test("what is nothing has no definition")
    func nothing() {
        var editor = Editor(marked(#""Type": "Ta"#))
        #expect(editor.ask("definition").isNull)
    }

    @Test("references are all names of it, and only those", arguments: [("\"End é😀\"", 3), ("{% $count", 3)])
    func references(before: String, count: Int) {
        var editor = Editor(marked(before))
        let found = editor.ask("references", ["context": ["includeDeclaration": true]]).arrayValue ?? []
        #expect(found.count == count, "\(found)")
    }

    @Test("renaming a state changes its key and all that go to it")
    func rename() throws {
        var editor = Editor(marked(#""Next": "S"#))
        let edit = editor.ask("rename", ["newName": "Say \"hi\""])
        let edits = try #require(edit["changes"]?[Editor.uri]?.arrayValue)
        let expected = Self.machine.replacing("\"Sum\"", with: #""Say \"hi\"""#)
        #expect(editor.text(after: edits) == expected)
    }

    @Test(
        "a name that is taken, empty or too long is refused",
        arguments: ["Load", "", String(repeating: "x", count: 81)]
    )
    func refusedName(name: String) {
        var editor = Editor(marked(#""Next": "S"#))
        let params: JSON = [
            "textDocument": ["uri": .string(Editor.uri)], "position": editor.cursor, "newName": .string(name),
        ]
        #expect(editor.request("textDocument/rename", params)["error"]?["code"] == -32803)
    }
}
