import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

@testable import FlowEngine

@Suite("The executions in memory")
struct ExecutionTableTests {
    private struct Lost: Error {}

    private func cell(_ id: ExecutionID) throws -> ExecutionCell {
        let program = try Program(
            StateMachineDefinition(json: ["StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]]])
        )
        let identity = ExecutionIdentity(
            id: id.text,
            name: "e",
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:m",
            stateMachineName: "m",
            roleARN: ""
        )
        return ExecutionCell(
            id: id,
            program: program,
            interpreter: Interpreter(program: program, execution: identity, randomSeed: 1),
            version: 0,
            now: Timestamp(milliseconds: 0),
            observer: nil
        )
    }

    /// What a load comes to that overlaps with the child's map run putting it here.
    enum Load: CaseIterable, Sendable { case nothing, another, failure }

    @Test("what is put here while somebody loads it stays, whatever the load comes to", arguments: Load.allCases)
    func put(load: Load) async throws {
        let table = ExecutionTable()
        let id = ExecutionID("child")
        let child = try cell(id)
        let another = try cell(id)
        do {
            let held = try await table.hold(id) {
                table.put(child)
                switch load {
                case .nothing: return nil
                case .another: return another
                case .failure: throw Lost()
                }
            }
            #expect(held?.cell === child)
            #expect(held?.isNew == false)
        } catch is Lost {
            #expect(load == .failure)
        }
        #expect(table[id] === child)
    }

    @Test("those who wait for a load find what was put here meanwhile")
    func waiters() async throws {
        let table = ExecutionTable()
        let id = ExecutionID("child")
        let child = try cell(id)
        let (begun, end) = (Signal(), Signal())
        async let first = table.hold(id) {
            begun.fire()
            await end.wait()
            return nil
        }
        await begun.wait()
        async let second = table.hold(id) { nil }
        table.put(child)
        #expect(try await second?.cell === child)
        end.fire()
        #expect(try await first?.cell === child)
        #expect(table.count == 1)
    }
}
