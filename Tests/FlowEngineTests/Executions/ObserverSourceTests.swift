import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Synchronization
import Testing

@testable import FlowEngine

@Suite("Where observers come from")
struct ObserverSourceTests {
    private func stored() throws -> StoredExecution {
        let program = try Program(
            StateMachineDefinition(json: ["StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]]])
        )
        let identity = ExecutionIdentity(
            id: "e",
            name: "e",
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:m",
            stateMachineName: "m",
            roleARN: ""
        )
        return StoredExecution(
            id: ExecutionID("e"),
            version: 0,
            interpreter: Interpreter(program: program, execution: identity, randomSeed: 1),
            pendingTasks: [],
            timers: [],
            stoppedAt: nil
        )
    }

    @Test("an observer is made however often one was before")
    func often() throws {
        let source = ObserverSource()
        #expect(!source.makesObservers)
        source.change { _ in JournalObserver() }
        let stored = try stored()
        // A call that were one deeper each time would end the stack.
        let answers = (0..<300_000).map { _ in source.makesObservers }
        #expect(!answers.contains(false))
        #expect(source.observer(of: stored) is JournalObserver)
        source.change(to: nil)
        #expect(source.observer(of: stored) == nil)
    }

    @Test("a bell rings however often it did before")
    func bell() {
        let bell = Bell()
        let rings = Atomic(0)
        bell.connect { rings.add(1, ordering: .relaxed) }
        for _ in 0..<300_000 { bell.ring() }
        #expect(rings.load(ordering: .relaxed) == 300_000)
    }
}
