import FlowJSON

/// A machine that loops, and with what it begins.
struct BenchMachine {
    let name: String
    let definition: String
    var input: JSON = [:]
    /// After how many events the loop is left; a machine that ends before is started again.
    var events = 4_000_000
    /// The machine that does the same in the other language.
    var twin: String?

    static let all = [passChain, choiceByPath, choiceByJSONata, loopByPath, loopByJSONata, largePass]

    /// Ten Pass states in a ring.
    private static let passChain = BenchMachine(
        name: "pass-chain",
        definition: ring(10),
        input: ["day": "2026-11-21", "files": ["a.csv", "b.csv"]],
        events: 20_000_000
    )

    /// The same with an input of a hundred kilobytes, which nobody must look at.
    private static let largePass = BenchMachine(
        name: "pass-chain-100kB",
        definition: ring(10),
        input: .array((0..<10_000).map { .string("item \($0)") }),
        events: 20_000_000
    )

    /// A counter by States.MathAdd, a Choice that goes on while it is small.
    private static let choiceByPath = BenchMachine(
        name: "pass-choice-jsonpath",
        definition: """
            {"StartAt": "Count", "States": {
              "Count": {"Type": "Pass", "Parameters": {"count.$": "States.MathAdd($.count, 1)"}, "Next": "More"},
              "More": {"Type": "Choice", "Default": "Done",
                "Choices": [{"Variable": "$.count", "NumericLessThan": 2000000000, "Next": "Count"}]},
              "Done": {"Type": "Succeed"}}}
            """,
        input: ["count": 0]
    )

    /// A counter by Assign, a Choice that goes on while it is small.
    private static let choiceByJSONata = BenchMachine(
        name: "pass-choice-jsonata",
        definition: """
            {"QueryLanguage": "JSONata", "StartAt": "Begin", "States": {
              "Begin": {"Type": "Pass", "Assign": {"count": 0}, "Next": "Count"},
              "Count": {"Type": "Pass", "Assign": {"count": "{% $count + 1 %}"}, "Next": "More"},
              "More": {"Type": "Choice", "Default": "Done",
                "Choices": [{"Condition": "{% $count < 2000000000 %}", "Next": "Count"}]},
              "Done": {"Type": "Succeed"}}}
            """
    )

    /// 2,000 iterations with a variable.
    private static let loopByPath = BenchMachine(
        name: "loop-2000-jsonpath",
        definition: """
            {"StartAt": "Begin", "States": {
              "Begin": {"Type": "Pass", "Assign": {"count": 0}, "Next": "Count"},
              "Count": {"Type": "Pass", "Assign": {"count.$": "States.MathAdd($count, 1)"}, "Next": "More"},
              "More": {"Type": "Choice", "Default": "Done",
                "Choices": [{"Variable": "$count", "NumericLessThan": 2000, "Next": "Count"}]},
              "Done": {"Type": "Succeed"}}}
            """
    )

    /// The same with expressions.
    private static let loopByJSONata = BenchMachine(
        name: "loop-2000-jsonata",
        definition: """
            {"QueryLanguage": "JSONata", "StartAt": "Begin", "States": {
              "Begin": {"Type": "Pass", "Assign": {"count": 0}, "Next": "Count"},
              "Count": {"Type": "Pass", "Assign": {"count": "{% $count + 1 %}"}, "Next": "More"},
              "More": {"Type": "Choice", "Default": "Done",
                "Choices": [{"Condition": "{% $count < 2000 %}", "Next": "Count"}]},
              "Done": {"Type": "Succeed"}}}
            """,
        twin: "loop-2000-jsonpath"
    )

    private static func ring(_ length: Int) -> String {
        let states = (0..<length).map { "\"S\($0)\": {\"Type\": \"Pass\", \"Next\": \"S\(($0 + 1) % length)\"}" }
        return "{\"StartAt\": \"S0\", \"States\": {\(states.joined(separator: ", "))}}"
    }
}
