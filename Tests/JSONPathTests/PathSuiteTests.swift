import FlowDiagnostics
import FlowJSON
import JSONPath
import Testing

import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL

/// Recorded answers of Jayway 2.0.0, from the shared folder beside the checkout.
private struct Suite: Sendable {
    struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        let expression: String
        let input: JSON
        let expected: JSON
        var testDescription: String { "\(id): \(expression)" }
    }

    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/suites/jsonpath-open.ndjson")
    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path()) }

    static func cases() throws -> [Case] {
        guard isThere else { return [] }
        var datasets: [String: JSON] = [:]
        var cases: [Case] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let entry = try JSON(parsing: String(line))
            if let name = entry["dataset"]?.stringValue {
                datasets[name] = entry["value"]
            } else if let request = entry["request"], let expected = entry["expected"],
                let expression = request["expression"]?.stringValue
            {
                let input = request["input_dataset"]?.stringValue.flatMap { datasets[$0] } ?? request["input"] ?? .null
                let id = entry["id"]?.stringValue ?? ""
                cases.append(Case(id: id, expression: expression, input: input, expected: expected))
            }
        }
        return cases
    }
}

@Suite("Recorded answers of Jayway 2.0.0", .enabled(if: Suite.isThere))
struct PathSuiteTests {
    @Test("are given", arguments: try Suite.cases())
    private func recorded(recording: Suite.Case) throws {
        var answer: JSON
        do {
            let path = try Path(recording.expression)
            // `$$` is the context object's here, and no path in Jayway.
            if path.root == .input {
                answer = ["result": try path.evaluate(on: recording.input)]
            } else {
                answer = ["error": ["code": "INVALID_PATH"]]
            }
        } catch let error as PathError {
            answer = ["error": ["code": .string(error.code.rawValue)]]
        } catch is Diagnostic {
            answer = ["error": ["code": "INVALID_PATH"]]
        }
        #expect(answer["result"] == recording.expected["result"])
        #expect(answer["error"]?["code"] == recording.expected["error"]?["code"])
    }
}
