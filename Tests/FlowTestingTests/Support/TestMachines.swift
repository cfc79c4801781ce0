import FlowDiagnostics
import FlowJSON
import StatesLanguage

@testable import FlowTesting

/// Reads a definition and tests as a file has them.
func flowTests(_ document: JSON, configuration: MockConfiguration? = nil) -> TestFileReader {
    TestFileReader(document, machine: "machine", configuration: configuration) { TextLocation(pointer: $0) }
}

/// Runs the only test of a document.
func result(_ states: JSON, startAt: String, _ test: JSONObject) throws -> FlowTestResult {
    let definition = try StateMachineDefinition(json: ["StartAt": .string(startAt), "States": states])
    var test = test
    test["name"] = "test"
    let reader = flowTests(["tests": [.object(test)]])
    guard reader.diagnostics.isEmpty, let first = reader.tests.first else {
        throw DiagnosticsFound(diagnostics: reader.diagnostics)
    }
    return try FlowTestResult(of: first, on: definition)
}

struct DiagnosticsFound: Error {
    let diagnostics: [Diagnostic]
}
