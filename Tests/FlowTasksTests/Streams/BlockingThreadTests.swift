import FlowTasks
import Glibc
import Testing

@Suite("Blocking work", .timeLimit(.minutes(5)))
struct BlockingThreadTests {
    struct Failure: Error, Equatable {}

    @Test("runs on a thread of its own, and gives its result or its error")
    func result() async throws {
        // Blocked on a thread of the pool, each would keep the next from ever being started.
        let gate = Gate()
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<16 {
                group.addTask {
                    try await runBlocking { _ in
                        gate.pass(of: 16)
                        return number
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values.sorted() == Array(0..<16))
        await #expect(throws: Failure.self) { try await runBlocking { _ in throw Failure() } }
    }

    @Test("is woken by the cancellation of its task, and waited for")
    func cancellation() async throws {
        let hasEnded = Flag()
        let pipe = try Pipe()
        let outcome = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask {
                do {
                    return .success(
                        try await runBlocking { cancellation in
                            try cancellation.withWaker {
                                pipe.wake()
                            } _: {
                                pipe.began()
                                pipe.block()
                            }
                            hasEnded.set(true)
                            try cancellation.check()
                        }
                    )
                } catch {
                    return .failure(error)
                }
            }
            await pipe.waitUntilBegan()
            group.cancelAll()
            return await group.next()
        }
        #expect(hasEnded.isSet)
        #expect(throws: CancellationError.self) { try outcome?.get() }
    }

    @Test("does not begin in a task that was cancelled before")
    func cancelledBefore() async throws {
        let hasBegun = Flag()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await runBlocking { _ in hasBegun.set(true) }
                }
            }
        }
        #expect(!hasBegun.isSet)
    }

    @Test("never runs a waker after withWaker returned", arguments: 0..<50)
    func wakerRace(round: Int) async throws {
        let cancellation = Cancellation()
        let isAlive = Flag(true)
        let sawDead = Flag()
        let canceller = try Canceller { cancellation.cancel() }
        do {
            try cancellation.withWaker {
                usleep(200)
                if !isAlive.isSet { sawDead.set(true) }
            } _: {
                canceller.go()
                usleep(UInt32(round * 5))
            }
        } catch is CancellationError {
            // The cancellation came before the waker was there.
        }
        isAlive.set(false)
        canceller.wait()
        #expect(!sawDead.isSet)
        #expect(cancellation.isCancelled)
        #expect(throws: CancellationError.self) { try cancellation.withWaker({}, {}) }
    }
}
