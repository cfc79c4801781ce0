import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("Coverage")
struct CoverageTests {
    private static let definition: JSON = [
        "StartAt": "Load",
        "States": [
            "Load": [
                "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "Next": "Any",
                "Retry": [["ErrorEquals": ["Busy"]], ["ErrorEquals": ["Never"], "MaxAttempts": 0]],
                "Catch": [["ErrorEquals": ["Gone"], "Next": "Bad"], ["ErrorEquals": ["States.ALL"], "Next": "Bad"]],
            ],
            "Any": [
                "Type": "Choice", "Default": "Good",
                "Choices": [
                    ["Variable": "$.n", "NumericEquals": 0, "Next": "Good"],
                    ["Variable": "$.n", "NumericEquals": 1, "Next": "Good"],
                ],
            ],
            "Good": ["Type": "Succeed"],
            "Bad": ["Type": "Fail"],
        ],
    ]

    private func coverage(_ mocks: [JSON]) throws -> Coverage {
        let definition = try StateMachineDefinition(json: Self.definition)
        var taken = TakenWays()
        for mock in mocks {
            let reader = flowTests(["tests": [["name": "t", "mocks": ["Load": mock]]]])
            let test = try #require(reader.tests.first)
            taken.add(try VirtualRun(test, of: definition).taken)
        }
        return Coverage(of: definition, by: taken)
    }

    @Test("rules with the same target are told apart, and a caught state did not go on")
    func parts() throws {
        let coverage = try coverage([
            ["0": ["throw": "Busy"], "1": ["return": ["n": 1]]], ["throw": "Gone"],
        ])
        #expect(
            coverage.uncovered.map(\.text) == [
                "catcher 1 of Load (States.ALL to Bad)", "rule 0 of Any to Good", "default of Any to Good",
            ]
        )
        #expect(coverage.uncovered.map(\.pointer).contains("/States/Any/Choices/0"))
        #expect(coverage.counts(of: .retrier) == (covered: 1, all: 1))
        #expect(coverage.counts(of: .state) == (covered: 4, all: 4))
    }

    @Test("only what ran is covered")
    func caught() throws {
        let coverage = try coverage([["throw": "Gone"]])
        #expect(coverage.uncovered.map(\.text).contains("transition of Load to Any"))
        #expect(coverage.counts(of: .state) == (covered: 2, all: 4))
        #expect(coverage.percentage < 50)
    }
}
