import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// The documented rules: each page's examples, and what is printed of them.
@Suite struct RulePageTests {
    @Test(
        "finds exactly what the page says in its failing example, and nothing in the mended one",
        arguments: RulePage.all.filter { !$0.isSwift }.map(\.code)
    )
    func example(code: String) throws {
        let page = try #require(RulePage.page(of: code))
        let failing = StateMachineDefinition.decode(text: page.failing, executionType: page.executionType)
        #expect(failing.diagnostics.map(\.code.text) == [code])
        let found = try #require(failing.diagnostics.first)
        #expect(found.severity == page.severity)
        #expect(found.location.line != nil || code == "A02")
        #expect((failing.definition == nil) == (page.severity == .error))
        let mended = StateMachineDefinition.decode(text: page.mended, executionType: page.executionType)
        #expect(mended.diagnostics == [])
        #expect(mended.definition != nil)
    }

    @Test("has a page for every rule of the list, and for those that were added")
    func complete() {
        func codes(_ letter: String, _ count: Int) -> [String] {
            (1...count).map { "\(letter)\($0 < 10 ? "0" : "")\($0)" }
        }
        let expected =
            codes("A", 24) + codes("B", 26) + codes("C", 14) + codes("D", 4) + codes("F", 28) + codes("G", 7)
        #expect(RulePage.all.map(\.code) == expected)
        #expect(RulePage.all.allSatisfy { !$0.title.isEmpty && !$0.why.isEmpty && $0.failing != $0.mended })
    }

    @Test("finds a page whatever the case of the code")
    func lookup() {
        #expect(RulePage.page(of: "f07")?.title == "A variable that is never assigned")
        #expect(RulePage.page(of: "F99") == nil)
    }

    @Test("docs/rules.md is what the pages make")
    func document() throws {
        let written = try Shared.text(of: Shared.checkout.appending(path: "docs/rules.md"))
        #expect(written == RulePage.document, "run: flow-task explain --all > docs/rules.md")
    }

    @Test(
        "silences a warning by the Comment of what is around it, and never an error of the language",
        arguments: [
            (#""Comment": "flow-task: ignore F13""#, []), (#""Comment": "Rare. flow-task: ignore F20, F13""#, []),
            (#""Comment": "flow-task: ignore F12""#, ["F13"]), (#""Comment": "ignore F13""#, ["F13"]),
            (#""Nxt": "x", "Comment": "flow-task: ignore A09 F13""#, ["A09"]),
        ] as [(String, [String])]
    )
    func silence(field: String, expected: [String]) {
        let task = #""Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "End": true"#
        let text = #"{"Comment": "x", "StartAt": "A", "States": {"A": {\#(task), \#(field)}}}"#
        #expect(StateMachineDefinition.decode(text: text).diagnostics.map(\.code.text) == expected)
        let whole = #"{"Comment": "flow-task: ignore F13", "StartAt": "A", "States": {"A": {\#(task)}}}"#
        #expect(StateMachineDefinition.decode(text: whole).diagnostics == [])
    }
}
