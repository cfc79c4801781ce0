import FlowJSON
import Testing

@testable import FlowLanguageServer

@Suite("Completion")
struct CompletionTests {
    /// A machine in which `state` is the state `A` beside others.
    private static func machine(_ state: String, language: String = "JSONPath") -> String {
        """
        {"QueryLanguage": "\(language)", "StartAt": "A", "States": {
        "Other": {"Type": "Fail", "Error": "Broken"},
        "A": \(state)
        """
    }

    @Test(
        "what may stand at the cursor is proposed, also in unfinished texts",
        arguments: [
            (#"{"Type": "Pass", "Next": "|"}}}"#, ["Other", "A"]),
            (#"{"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": |"#, ["Other"]),
            (#"{"Type": "Choice", "Default": "O|"#, ["Other"]),
            (#"{"Type": "|"#, ["Task", "Pass", "Map"]),
            (#"{"Type": "Task", "Retry": [{"ErrorEquals": ["|"#, ["States.ALL", "States.Timeout", "Broken"]),
            (#"{"Type": "Task", "Retry": [{"JitterStrategy": "|"#, ["FULL", "NONE"]),
            (#"{"Type": "Task", "Resource": "|"#, ["arn:aws:states:::lambda:invoke"]),
            (#"{"Type": "Wait", |"#, ["Seconds", "Timestamp", "SecondsPath", "Next"]),
            (#"{"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "|"#, ["INLINE", "DISTRIBUTED"]),
            (#"{"Type": "Pass", "Parameters": {"x.$": "$$.Ex|"#, ["$$.Execution"]),
            (#"{"Type": "Pass", "Parameters": {"x.$": "States.M|"#, ["States.MathAdd", "States.MathRandom"]),
            (#"{"Type": "Pass", "Assign": {"v": 1}, "InputPath": "$|"#, ["$v", "$$"]),
            (#"{"Type": "Pass", "End": |}"#, ["true"]),
        ]
    )
    func inJSONPath(state: String, expected: [String]) {
        var editor = Editor(Self.machine(state))
        let proposals = editor.proposals()
        #expect(Set(expected).subtracting(proposals).isEmpty, "\(proposals)")
    }

    @Test(
        "in JSONata there are its functions, the variables and what the state knows",
        arguments: [
            (#"{"Type": "Pass", "Output": "{% $|"#, ["$states", "$sum", "$partition"]),
            (#"{"Type": "Pass", "Assign": {"v": 1}, "Output": {"x": ["{% 1 + $v|"#, ["$v"]),
            (#"{"Type": "Task", "Output": "{% $states.|"#, ["$states.input", "$states.result"]),
            (#"{"Type": "Task", "Output": "{% $states.context.State.|"#, ["$states.context.State.Name"]),
            (#"{"Type": "Choice", "Choices": [{"Condition": "{% $ex|"#, ["$exists"]),
            (#"{"Type": "Task", |"#, ["Arguments", "Output"]),
        ]
    )
    func inJSONata(state: String, expected: [String]) {
        var editor = Editor(Self.machine(state, language: "JSONata"))
        let proposals = editor.proposals()
        #expect(Set(expected).subtracting(proposals).isEmpty, "\(proposals)")
        #expect(!proposals.contains("InputPath") && !proposals.contains("States.Format"))
    }

    @Test("fields that are there and those of other states are left out")
    func otherFields() {
        var editor = Editor(Self.machine(#"{"Type": "Wait", "Seconds": 1, |"#))
        let proposals = editor.proposals()
        #expect(!proposals.contains("Seconds") && !proposals.contains("Choices") && !proposals.contains("Output"))
    }

    @Test("a state of an inner machine goes to its neighbours only")
    func innerStates() {
        let branch = #"{"StartAt": "In", "States": {"In": {"Type": "Pass", "Next": "|"}, "Out": {"Type": "Succeed"}}}"#
        var editor = Editor(Self.machine(#"{"Type": "Parallel", "Branches": [\#(branch)], "End": true}}}"#))
        #expect(editor.proposals() == ["In", "Out"])
    }

    @Test("what is accepted makes the text that was meant")
    func accepted() throws {
        var editor = Editor(Self.machine(#"{"Type": "Pass", "Next": |}}}"#))
        let item = try #require(editor.ask("completion").arrayValue?.first)
        #expect(editor.text(after: [item["textEdit"] ?? .null]).hasSuffix(#""Next": "Other"}}}"#))
    }

    @Test("snippets come only to clients that take them")
    func snippets() {
        let text = #"{"StartAt": "A", "States": {|"#
        var plain = Editor(text)
        #expect(plain.proposals() == ["A"])
        var filling = Editor(
            text,
            capabilities: ["textDocument": ["completion": ["completionItem": ["snippetSupport": true]]]]
        )
        #expect(filling.proposals().contains("Choice state"))
    }
}
