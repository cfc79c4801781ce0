import FlowJSON
import Foundation

/// A conformance suite of the shared folder beside the checkout.
struct Suite {
    struct Case {
        let id: String
        let request: JSON
        let input: JSON?
        let expected: JSON
    }

    let cases: [Case]

    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/suites")

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    init(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        var datasets: [String: JSON] = [:]
        var cases: [Case] = []
        let replacing = JSON.ParsingOptions(loneSurrogates: .replaced)
        let keeping = JSON.ParsingOptions(loneSurrogates: .kept)
        for line in text.split(separator: "\n") {
            let record = try JSON(parsing: String(line), options: replacing)
            if let dataset = record["dataset"]?.stringValue {
                datasets[dataset] = record["value"]
            } else if let id = record["id"]?.stringValue, var request = record["request"]?.objectValue,
                let expected = record["expected"]
            {
                // Half a surrogate pair in an expression is an escape of the expression's own.
                request["expression"] = try JSON(parsing: String(line), options: keeping)["request"]?["expression"]
                let dataset = request["input_dataset"]?.stringValue
                let input = dataset.map { datasets[$0] } ?? request["input"]
                cases.append(Case(id: id, request: .object(request), input: input, expected: expected))
            }
        }
        self.cases = cases
    }

    /// The names of the cases that jsonata-js 2.0.6 does not pass.
    static func newerThan206() throws -> Set<String> {
        let text = try String(contentsOf: folder.appendingPathComponent("not-in-2.0.6.json"), encoding: .utf8)
        return Set((try JSON(parsing: text).arrayValue ?? []).compactMap(\.stringValue))
    }
}
