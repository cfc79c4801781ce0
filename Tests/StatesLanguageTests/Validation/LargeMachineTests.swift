import FlowDiagnostics
import FlowJSON
import StatesLanguage
import Testing

/// Machines that are too large to be written by hand.
@Suite struct LargeMachineTests {
    /// Each state leads to the next and to one far behind it, and each reads and assigns a variable.
    static func chain(_ count: Int) -> JSON {
        var states = JSONObject()
        for index in 0..<count {
            states["S\(index)"] =
                index % 3 == 0
                ? [
                    "Type": "Choice", "Default": .string("S\(index + 1)"),
                    "Choices": [
                        [
                            "Variable": "$.value", "NumericLessThan": .integer(Int64(index)),
                            "Next": .string("S\((index * 7) % count)"),
                        ]
                    ],
                ]
                : [
                    "Type": "Pass", "Parameters": ["value.$": .string(index % 2 == 0 ? "$.value" : "$v\(index - 1)")],
                    "Assign": .object(["v\(index)": 1]), "Next": .string("S\(index + 1)"),
                ]
        }
        states["S\(count)"] = ["Type": "Succeed"]
        return ["StartAt": "S0", "States": .object(states)]
    }

    @Test("judges five thousand states in good time", .timeLimit(.minutes(5)))
    func manyStates() {
        let text = Self.chain(5000).text
        let clock = ContinuousClock()
        let elapsed = clock.measure { #expect(!StateMachineDefinition.decode(text: text).diagnostics.isEmpty) }
        // A debug build on a busy machine; a release build takes a tenth.
        #expect(elapsed < .seconds(30))
    }

    @Test("says that a text nested ten thousand deep can't be read, and no more", arguments: ["[", "{\"a\":"])
    func nesting(opening: String) {
        let text = #"{"StartAt": "A", "States": "# + String(repeating: opening, count: 10_000)
        #expect(StateMachineDefinition.decode(text: text).diagnostics.map(\.code) == ["A01"])
    }

    @Test("judges a definition of nearly a mebibyte")
    func longText() {
        let comment = String(repeating: "x", count: 1_048_400)
        let text = #"{"Comment": "\#(comment)", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#
        #expect(StateMachineDefinition.decode(text: text).diagnostics == [])
    }

    @Test("follows data that each state wraps once more, no deeper than it looks")
    func wrappedData() {
        var states = JSONObject()
        for index in 0..<2000 {
            states["S\(index)"] = ["Type": "Pass", "Parameters": ["x.$": "$"], "Next": .string("S\(index + 1)")]
        }
        states["S2000"] = ["Type": "Pass", "InputPath": "$.y", "End": true]
        let found = StateMachineDefinition.decode(["StartAt": "S0", "States": .object(states)]).diagnostics
        #expect(found.map(\.code) == ["G06", "F11"])
    }
}
