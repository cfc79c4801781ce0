import FlowDiagnostics
import Testing

@testable import FlowDSL

@Suite("What Swift cannot check is told with its file and line")
struct FlowDiagnosticsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var code: Diagnostic.Code
        var message: String
        var states: @Sendable (ClosureFlow, References<ClosureFlow.Input>) -> Void
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "no states", code: "A03", message: "has no states") { _, _ in },
        Case(name: "a name used twice", code: "A06", message: "\"Same\" is used twice") { flow, _ in
            flow.pass("Same", 1)
            flow.pass("Same", 2)
        },
        Case(name: "a name used twice in a map", code: "A06", message: "\"Same\" is used twice") { flow, input in
            flow.pass("Same", 1)
            flow.map("Each", over: input.names) { _ in flow.pass("Same", 2) }
        },
        Case(name: "a jump to nowhere", code: "A12", message: "The jump to \"Strat\" leads nowhere") { flow, _ in
            flow.pass("Start", 1)
            flow.jump(to: "Strat")
        },
        Case(name: "a jump out of a map", code: "A12", message: "The jump to \"Start\" leads nowhere") { flow, input in
            flow.pass("Start", 1)
            flow.map("Each", over: input.names) { _ in
                let inner = flow.pass("Inner", 1)
                flow.jump(to: "Start")
                return inner
            }
        },
        Case(name: "an unreachable state", code: "A15", message: "Lost") { flow, _ in
            flow.succeed("Done")
            flow.pass("Lost", 1)
        },
        Case(name: "a choice that goes nowhere", code: "D01", message: "no state follows") { flow, input in
            flow.choice("Which") { flow.when(input.day == "a") { flow.succeed("Done") } }
        },
        Case(name: "a state between rules", code: "D02", message: "stands between the rules") { flow, input in
            flow.choice("Which") {
                flow.when(input.day == "a") { flow.succeed("Done") }
                flow.pass("Lost", 1)
            }
        },
        Case(name: "a rule outside of a choice", code: "D03", message: "outside of a choice") { flow, input in
            flow.pass("Start", 1)
            flow.when(input.day == "a") { flow.succeed("Done") }
        },
        Case(name: "a computed property", code: "D04", message: "computed property") { flow, _ in
            let measured = flow.task("Measure", Measure(text: "x", unit: nil))
            flow.pass("Use", measured.doubled)
        },
        Case(name: "a result that may not be there", code: "F08", message: "\"Use\" refers to the result of \"Maybe\"")
        {
            flow,
            input in
            var maybe: StateResult<Measure.Output>?
            flow.choice("Which") {
                flow.when(input.day == "a") { maybe = flow.task("Maybe", Measure(text: "x", unit: nil)) }
            }
            if let maybe { flow.pass("Use", maybe.length) }
        },
        Case(
            name: "a result of a state that was caught",
            code: "F08",
            message: "\"Use\" refers to the result of \"Try\""
        ) {
            flow,
            _ in
            let tried = flow.task("Try", Measure(text: "x", unit: nil)).catch { _ in flow.pass("Note", 1) }
            flow.pass("Use", tried.length)
        },
    ]

    @Test("each mistake has its code, its place and its words", arguments: cases)
    func mistakes(_ mistake: Case) throws {
        let found = diagnostics(mistake.states)
        let diagnostic = try #require(found.first { $0.code == mistake.code }, "\(found)")
        #expect(diagnostic.message.contains(mistake.message), "\(diagnostic.message)")
        if mistake.code != "A03" { #expect(diagnostic.location.file?.hasSuffix("FlowDiagnosticsTests.swift") == true) }
    }

    @Test("near names are offered")
    func nearNames() {
        let found = diagnostics { flow, _ in
            flow.pass("Start", 1)
            flow.jump(to: "Strat")
        }
        #expect(found.first?.hint == "Did you mean \"Start\"?")
    }
}
