import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Testing

/// Every rule with a machine that breaks it and its mended twin; the other rules have nothing to say about either.
@Suite struct RuleTests {
    @Test("finds what breaks the rule, at its place, and nothing in the mended machine", arguments: RuleExample.all)
    func rule(example: RuleExample) {
        let rules: RuleSelection = example.code.hasPrefix("F") || example.code == "B14" ? .all : .language
        let broken = StateMachineDefinition.decode(
            text: example.broken,
            executionType: example.executionType,
            rules: rules
        )
        let found = example.judged(broken.diagnostics).filter { !example.alsoReports.contains($0.code.text) }
        #expect(found.map(\.code.text) == [example.code])
        #expect(found.first?.location.pointer == example.pointer)
        if let message = example.message { #expect(found.first?.message == message) }
        if let hint = example.hint { #expect(found.first?.hint == hint) }
        if found.first?.severity == .error, example.code != "F07" { #expect(found.first?.awsCode != nil) }
        #expect((broken.definition == nil) == broken.diagnostics.contains { $0.severity == .error })

        let mended = StateMachineDefinition.decode(
            text: example.mended,
            executionType: example.executionType,
            rules: rules
        )
        #expect(example.judged(mended.diagnostics) == [])
        #expect(mended.definition != nil)
    }

    @Test("the table has every rule that there is")
    func complete() {
        let known = Set(RuleExample.all.map(\.code))
        let expected = Set(
            (1...24).map { "A\($0 < 10 ? "0" : "")\($0)" } + (1...26).map { "B\($0 < 10 ? "0" : "")\($0)" }
                + (1...13).map { "C\($0 < 10 ? "0" : "")\($0)" } + ["F05", "F07"]
        )
        // What a text of a megabyte shows has tests of its own.
        #expect(expected.subtracting(known) == ["A02", "A24"])
    }

    @Test("refuses a definition of over a mebibyte of characters")
    func length() {
        let text = RuleExample.machine("{}") + String(repeating: " ", count: StateMachineDefinition.lengthLimit)
        #expect(StateMachineDefinition.decode(text: text).diagnostics.map(\.code) == ["A02"])
    }

    @Test("refuses machines nested over a hundred deep, at a clean error")
    func depth() {
        var json: JSON = ["StartAt": "S0", "States": ["S0": ["Type": "Succeed"]]]
        for level in 1...150 {
            let name = "S\(level)"
            json = [
                "StartAt": .string(name),
                "States": .object([name: ["Type": "Parallel", "Branches": [json], "End": true]]),
            ]
        }
        #expect(StateMachineDefinition.decode(json, rules: .language).diagnostics.map(\.code) == ["A24"])
    }
}

/// A machine that breaks one rule, and the same machine mended.
struct RuleExample: Sendable, CustomTestStringConvertible {
    let code: String
    let pointer: String?
    let broken: String
    let mended: String
    var message: String?
    var hint: String?
    /// Codes that can't be avoided in the broken machine.
    var alsoReports: Set<String> = []
    var executionType = ItemProcessor.ExecutionType.standard

    var testDescription: String { "\(code) at \(pointer ?? "the text")" }

    /// What the table is about: the rules of the language, and the example's own; `RulePageTests` tries them all at once.
    func judged(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.filter { !"FG".contains($0.code.text.prefix(1)) || $0.code.text == code }
    }

    static let all = structure + values + maps + tasks + expressions

    /// A machine of the given states, which starts at `A`.
    static func machine(_ states: String, language: String? = nil) -> String {
        let field = language.map { #""QueryLanguage": "\#($0)", "# } ?? ""
        return #"{\#(field)"StartAt": "A", "States": \#(states)}"#
    }

    /// A machine of one state `A`, which ends.
    static func one(_ fields: String, language: String? = nil) -> String {
        machine(#"{"A": {\#(fields), "End": true}}"#, language: language)
    }
}
