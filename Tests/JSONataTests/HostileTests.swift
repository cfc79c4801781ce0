import FlowJSON
import Foundation
import JSONata
import Testing

/// Expressions that are meant to do harm; `Tests/Benchmarks/JSONata/hostile` tells how long each takes.
@Suite("Hostile expressions")
struct HostileTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let source: String
        let dialect: Dialect
        let mayHaveAValue: Bool

        var testDescription: String { name }

        init(_ json: JSON) {
            name = json["name"]?.stringValue ?? ""
            dialect = json["dialect"]?.stringValue == "reference" ? .reference : .stepFunctions
            mayHaveAValue = json["mayHaveAValue"]?.boolValue == true
            // A part is a text, or a text and how often it stands there.
            source = (json["expression"]?.arrayValue ?? []).map { part in
                part.stringValue
                    ?? String(repeating: part[0]?.stringValue ?? "", count: Int(part[1]?.integerValue ?? 0))
            }.joined()
        }

        static func all() throws -> [Case] {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Fixtures/hostile.json")
            let cases = try JSON(parsing: String(contentsOf: file, encoding: .utf8))
            return (cases.arrayValue ?? []).map { Case($0) }
        }
    }

    @Test("each ends with an error of its text or of its bounds", arguments: try Case.all())
    func ends(hostile: Case) {
        let limits = Limits(depth: 100, steps: 50_000, memoryInBytes: 10_485_760)
        do throws(EvaluationError) {
            let expression = try Expression(parsing: hostile.source, dialect: hostile.dialect)
            _ = try expression.evaluate(input: [:], limits: limits)
            #expect(hostile.mayHaveAValue)
        } catch {
            #expect(!error.code.isEmpty)
        }
    }
}
