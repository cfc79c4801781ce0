import FlowJSON
import Testing

@testable import FlowLanguageServer

@Suite("Diagnostics, mends and the shape of a document")
struct DocumentTests {
    @Test(
        "a sure mend makes the text right",
        arguments: [
            (#"{"StartAt": "Lod", "States": {"Load": {"Type": "Succeed"}}}"#, #""StartAt": "Load""#),
            (#"{"StartAt": "A", "States": {"A": {"Type": "Pas", "End": true}}}"#, #""Type": "Pass""#),
            (#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comnent": "x", "End": true}}}"#, #""Comment": "x""#),
            (#"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#, #""Type": "Pass", "End": true}"#),
            (
                #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"x.$": "States.Formatt('')"}, "End": true}}}"#,
                "States.Format('')"
            ),
        ]
    )
    func mends(text: String, expected: String) throws {
        var editor = Editor(text)
        let diagnostics = editor.diagnostics()
        #expect(!diagnostics.isEmpty)
        let range: JSON = ["start": ["line": 0, "character": 0], "end": ["line": 9, "character": 0]]
        let actions = editor.ask("codeAction", ["range": range, "context": ["diagnostics": []]])
        let edits = try #require(actions[0]?["edit"]?["changes"]?[Editor.uri]?.arrayValue, "\(diagnostics)")
        #expect(editor.text(after: edits).contains(expected))
    }

    @Test("a diagnostic stands at its member and names the state that is meant")
    func published() {
        var editor = Editor("{\n  \"StartAt\": \"Lod\",\n  \"States\": {\"Load\": {\"Type\": \"Succeed\"}}\n}")
        let diagnostic = editor.diagnostics().first { $0["code"] == "A04" }
        #expect(diagnostic?["code"] == "A04")
        #expect(diagnostic?["range"] == ["start": ["line": 1, "character": 2], "end": ["line": 1, "character": 18]])
        let related = diagnostic?["relatedInformation"]?[0]?["location"]?["range"]?["start"]
        #expect(related == ["line": 2, "character": 13])
    }

    @Test("formatting keeps the order of keys and the spelling of numbers and texts")
    func formatting() {
        var editor = Editor(#"{"b":[1.50,{}],"a":"\u0041\/","c":{"d":1E2}}"#)
        let edits = editor.ask("formatting", ["options": ["tabSize": 4, "insertSpaces": true]]).arrayValue ?? []
        let expected = """
            {
                "b": [
                    1.50,
                    {}
                ],
                "a": "\\u0041\\/",
                "c": {
                    "d": 1E2
                }
            }

            """
        #expect(editor.text(after: edits) == expected)
    }

    @Test("what is not JSON is not formatted")
    func unformatted() {
        var editor = Editor(#"{"a": "#)
        #expect(editor.ask("formatting").isNull)
    }

    @Test("states are symbols, inner ones inside those that hold them")
    func symbols() {
        let inner = #"{"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}"#
        var editor = Editor(#"{"States": {"M": {"Type": "Map", "ItemProcessor": \#(inner)}, "N": {"#)
        let symbols = editor.ask("documentSymbol")
        #expect(symbols[0]?["name"] == "M" && symbols[0]?["children"]?[0]?["name"] == "I" && symbols[1]?["name"] == "N")
    }

    @Test(
        "hover tells what a name means",
        arguments: [
            (#"{"StartAt": "A", "States": {"A": {"Ty|pe": "Pass", "End": true}}}"#, "What kind of state"),
            (#"{"StartAt": "A", "States": {"A": {"Type": "Pa|ss", "End": true}}}"#, "Hands on its input"),
            (#"{"StartAt": "A|", "States": {"A": {"Type": "Pass", "Comment": "Why", "End": true}}}"#, "Why"),
            (#"{"States": {"A": {"Catch": [{"ErrorEquals": ["States.Time|out"]}]}}}"#, "TimeoutSeconds"),
            (#"{"States": {"A": {"Parameters": {"a.$": "States.Math|Add(1, 2)"}}}}"#, "The sum"),
            (
                #"{"States": {"A": {"QueryLanguage": "JSONata", "Output": "{% $jo|in([]) %}"}}}"#,
                "The texts in one"
            ),
            (#"{"States": {"A": {"Type": "Choice", "Choices": [{"Numeric|Equals": 1}]}}}"#, "the number is the same"),
        ]
    )
    func hover(text: String, expected: String) {
        var editor = Editor(text)
        let value = editor.ask("hover")["contents"]?["value"]?.stringValue
        #expect(value?.contains(expected) == true, "\(value ?? "nothing")")
    }
}
