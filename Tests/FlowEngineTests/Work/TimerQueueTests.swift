import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

@testable import FlowEngine

@Suite("A timer queue", .timeLimit(.minutes(1)))
struct TimerQueueTests {
    @Test("fires what is due in its order, and not what was cancelled")
    func order() async throws {
        let clock = ManualClock(Timestamp(milliseconds: 0))
        let queue = TimerQueue(clock: clock)
        let cell = try Self.cell()
        var random = SystemRandomNumberGenerator()
        var expected: [(Int64, Int)] = []
        for number in 1...500 {
            let due = Int64.random(in: 1...100, using: &random)
            queue.start(TimerID(rawValue: number), of: cell, at: Timestamp(milliseconds: due))
            if number % 4 == 0 { expected.append((due, number)) }
        }
        for number in 1...500 where number % 4 != 0 { queue.cancel(TimerID(rawValue: number), of: cell) }
        expected.sort { $0 < $1 }
        let fired = Journal()
        let last = try #require(expected.last)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { _, timer in fired.note("\(timer.rawValue)") } }
            group.addTask { await clock.skipEverySleep() }
            await fired.wait(for: "\(last.1)")
            group.cancelAll()
        }
        #expect(fired.lines == expected.map { "\($0.1)" })
    }

    @Test("wakes for a timer that is due before the one it sleeps for")
    func earlier() async throws {
        let clock = ManualClock(Timestamp(milliseconds: 0))
        let queue = TimerQueue(clock: clock)
        let cell = try Self.cell()
        let fired = Journal()
        queue.start(TimerID(rawValue: 1), of: cell, at: Timestamp(milliseconds: 1_000))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { _, timer in fired.note("\(timer.rawValue)") } }
            #expect(await clock.nextAwakening() == Timestamp(milliseconds: 1_000))
            queue.start(TimerID(rawValue: 2), of: cell, at: Timestamp(milliseconds: 10))
            while await clock.nextAwakening() != Timestamp(milliseconds: 10) { await Task.yield() }
            clock.advance(to: Timestamp(milliseconds: 10))
            await fired.wait(for: "2")
            group.cancelAll()
        }
        #expect(fired.lines == ["2"])
    }

    static func cell() throws -> ExecutionCell {
        let machine: JSON = ["StartAt": "S", "States": ["S": ["Type": "Succeed"]]]
        let program = try Program(StateMachineDefinition(json: machine))
        let identity = ExecutionIdentity(name: "n", ofStateMachine: "m")
        return ExecutionCell(
            id: ExecutionID(identity.id),
            program: program,
            interpreter: Interpreter(program: program, execution: identity, randomSeed: 1),
            version: 0,
            now: Timestamp(milliseconds: 0),
            observer: nil
        )
    }
}
