import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("Files of tests")
struct TestFileReaderTests {
    @Test(
        "everything that is wrong is told, with its place",
        arguments: [
            ([1], "", "A file of tests is an object"),
            (["tests": []], "/tests", "at least one"),
            (["tests": [["input": 1]]], "/tests/0", "has a \"name\""),
            (["tests": [["name": "a", "inputs": 1]]], "/tests/0/inputs", "no \"inputs\""),
            (["tests": [["name": "a", "mocks": ["S": ["return": 1, "throw": "E"]]]]], "/tests/0/mocks/S", "either"),
            (["tests": [["name": "a", "mocks": ["S": ["3-1": ["return": 1]]]]]], "/tests/0/mocks/S/3-1", "range"),
            (["tests": [["name": "a", "mocks": ["S": "Gone"]]]], "/tests/0/mocks/S", "no response \"Gone\""),
            (["tests": [["name": "a", "expect": ["status": "GOOD"]]]], "/tests/0/expect/status", "SUCCEEDED"),
            (["tests": [["name": "a", "expect": ["duration": "long"]]]], "/tests/0/expect/duration", "1h 30m"),
            (["tests": [["name": "a", "case": "Happy"]]], "/tests/0/case", "no test case \"Happy\""),
        ] as [(JSON, String, String)]
    )
    func wrong(document: JSON, pointer: String, words: String) throws {
        let diagnostics = flowTests(document).diagnostics
        #expect(diagnostics.count == 1)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.location.pointer == pointer)
        #expect(diagnostic.message.contains(words), "\(diagnostic.message)")
    }

    @Test("named responses, lists and ranges are answers by number")
    func answers() throws {
        let reader = flowTests([
            "responses": ["Busy": ["0": ["throw": ["error": "E", "cause": "c"]], "1-": ["return": 1]]],
            "tests": [["name": "a", "mocks": ["S": "Busy", "L": [["return": 1], ["return": 2]]]]],
        ])
        #expect(reader.diagnostics.isEmpty)
        let mocks = try #require(reader.tests.first?.mocks)
        #expect(mocks["S"]?.answer(of: 0)?.ending == .failure(.init(error: "E", cause: "c")))
        #expect(mocks["S"]?.answer(of: 9)?.ending == .result(1))
        #expect(mocks["L"]?.answer(of: 1)?.ending == .result(2))
        #expect(mocks["L"]?.answer(of: 2) == nil)
    }

    @Test(
        "spans of time",
        arguments: [(90, 90_000), ("1h 30m", 5_400_000), ("2.5s", 2500), ("500ms", 500), ("3x", nil), (-1, nil)]
            as [(JSON, Int64?)]
    )
    func spans(value: JSON, milliseconds: Int64?) { #expect(SpanText.milliseconds(of: value) == milliseconds) }

    @Test("spans as texts", arguments: [(0, "0s"), (5_400_000, "1h 30m"), (90_061_500, "1d 1h 1m 1.5s"), (20, "20ms")])
    func spanTexts(milliseconds: Int64, text: String) {
        #expect(SpanText.text(ofMilliseconds: milliseconds) == text)
    }
}
