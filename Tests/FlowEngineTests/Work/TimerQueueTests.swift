import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

@testable import FlowEngine

@Suite("A timer queue", .timeLimit(.minutes(5)))
struct TimerQueueTests {
    @Test("fires what is due in its order, and not what was cancelled")
    func order() async throws {
        let clock = ManualClock(Timestamp(milliseconds: 0))
        let queue = TimerQueue(clock: clock)
        var random = SystemRandomNumberGenerator()
        var expected: [(Int64, Int)] = []
        for number in 1...500 {
            let due = Int64.random(in: 1...100, using: &random)
            queue.start(Self.wake(number), at: Timestamp(milliseconds: due))
            if number % 4 == 0 { expected.append((due, number)) }
        }
        for number in 1...500 where number % 4 != 0 { queue.cancel(TimerID(rawValue: number), of: Self.id) }
        expected.sort { $0 < $1 }
        let fired = Journal()
        let last = try #require(expected.last)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { wake in fired.note("\(wake.timer?.rawValue ?? 0)") } }
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
        let fired = Journal()
        queue.start(Self.wake(1), at: Timestamp(milliseconds: 1_000))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { wake in fired.note("\(wake.timer?.rawValue ?? 0)") } }
            #expect(await clock.nextAwakening() == Timestamp(milliseconds: 1_000))
            queue.start(Self.wake(2), at: Timestamp(milliseconds: 10))
            while await clock.nextAwakening() != Timestamp(milliseconds: 10) { await Task.yield() }
            clock.advance(to: Timestamp(milliseconds: 10))
            await fired.wait(for: "2")
            group.cancelAll()
        }
        #expect(fired.lines == ["2"])
    }

    @Test("fires by the machine's clock on a thread of its own, which ends with it")
    func machine() async throws {
        let clock = SystemClock()
        let queue = TimerQueue(clock: clock)
        let fired = Journal()
        let begin = clock.now
        queue.start(Self.wake(1), at: begin.adding(seconds: 3_600))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { wake in fired.note("\(wake.timer?.rawValue ?? 0)") } }
            // Later ones come first, while the thread sleeps for the one before.
            let due = [60, 40, 20].map { Timestamp(milliseconds: begin.milliseconds + $0) }
            for (number, moment) in due.enumerated() { queue.start(Self.wake(number + 2), at: moment) }
            await fired.wait(for: "2")
            #expect(clock.now >= due[0])
            group.cancelAll()
        }
        #expect(fired.lines == ["4", "3", "2"])
        // Nobody listens any more.
        queue.start(Self.wake(9), at: begin)
    }

    @Test("leaves what is due behind its horizon to the store, and takes a timer once")
    func horizon() async throws {
        let clock = ManualClock(Timestamp(milliseconds: 0))
        let queue = TimerQueue(clock: clock)
        queue.horizon = Timestamp(milliseconds: 100)
        queue.start(Self.wake(1), at: Timestamp(milliseconds: 101))
        queue.start(Self.wake(2), at: Timestamp(milliseconds: 100))
        queue.start(Self.wake(2), at: Timestamp(milliseconds: 100))
        queue.start(Self.wake(3), at: Timestamp(milliseconds: 200), ignoresHorizon: true)
        let fired = Journal()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.run { wake in fired.note("\(wake.timer?.rawValue ?? 0)") } }
            group.addTask { await clock.skipEverySleep() }
            await fired.wait(for: "3")
            group.cancelAll()
        }
        #expect(fired.lines == ["2", "3"])
    }

    @Test("fires by the clock that was set forward, and not before a clock that was set back")
    func setClock() async throws {
        let clock = ManualClock(Timestamp(milliseconds: 1_000_000))
        let queue = TimerQueue(clock: clock)
        let fired = Journal()
        queue.start(Self.wake(1), at: Timestamp(milliseconds: 2_000_000))
        queue.start(Self.wake(2), at: Timestamp(milliseconds: 3_000_000))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await clock.watchChanges { queue.clockChanged() } }
            group.addTask { await queue.run { wake in fired.note("\(wake.timer?.rawValue ?? 0)") } }
            #expect(await clock.nextAwakening() == Timestamp(milliseconds: 2_000_000))
            clock.set(to: Timestamp(milliseconds: 2_500_000))
            await fired.wait(for: "1")
            clock.set(to: Timestamp(milliseconds: 0))
            while await clock.nextAwakening() != Timestamp(milliseconds: 3_000_000) { await Task.yield() }
            #expect(fired.lines == ["1"])
            clock.advance(to: Timestamp(milliseconds: 3_000_000))
            await fired.wait(for: "2")
            group.cancelAll()
        }
    }

    private static let id = ExecutionID("e")

    private static func wake(_ number: Int) -> TimerQueue.Wake {
        TimerQueue.Wake(execution: id, timer: TimerID(rawValue: number))
    }
}
