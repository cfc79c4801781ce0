import FlowDiagnostics
import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// Every machine that AWS was recorded to take, or to refuse.
@Suite(.enabled(if: Shared.exists(Shared.recordings)))
struct RecordedMachinesTests {
    /// A definition with whether AWS took it, and its answer where it did not.
    struct Machine {
        let name: String
        let definition: JSON
        let isExpress: Bool
        let refusal: String?
    }

    static func machines() throws -> [Machine] {
        var machines: [Machine] = []
        for file in try Shared.files(in: Shared.recordings) where file.pathExtension == "ndjson" {
            for line in try Shared.text(of: file).split(separator: "\n") {
                let record = try JSON(parsing: String(line))
                let expected = record["expect"]?.text ?? ""
                let refusal = expected.firstRange(of: "Invalid State Machine Definition: '").map { range in
                    String(expected[range.upperBound...].prefix { $0 != "\"" && $0 != "\\" })
                }
                for step in record["steps"]?.arrayValue ?? [] where step["operation"] == "CreateStateMachine" {
                    guard let definition = step.value(at: "/params/definition/$json") else { continue }
                    machines.append(
                        Machine(
                            name: record["id"]?.stringValue ?? "",
                            definition: definition,
                            isExpress: step.value(at: "/params/type") == "EXPRESS",
                            refusal: refusal
                        )
                    )
                }
            }
        }
        return machines
    }

    @Test("takes what AWS takes, and refuses what it refuses in its words")
    func verdicts() throws {
        let machines = try Self.machines()
        #expect(machines.count > 600)
        for machine in machines {
            let found = StateMachineDefinition.awsDiagnostics(
                of: machine.definition.text,
                executionType: machine.isExpress ? .express : .standard
            )
            .filter { $0.severity == .error }
            guard let refusal = machine.refusal else {
                #expect(found == [], "\(machine.name)")
                continue
            }
            #expect(found.contains { refusal.hasPrefix($0.quoted) }, "\(machine.name): \(refusal) \(found)")
        }
    }
}
