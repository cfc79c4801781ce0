import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

/// What every store promises of forgetting.
@Suite("A store that forgets")
struct PruningTests {
    @Test("forgets what ended before a moment, and nothing else", arguments: StoreMaker.all)
    func moment(maker: StoreMaker) async throws {
        try await maker.with { store in
            let pass = try Flow.program(Flow.pass)
            for number in 0..<450 {
                var flow = Flow(pass, "ended \(number)")
                try await store.commit(flow.commit(.start(input: [:]), at: 1_000 + Int64(number)))
            }
            let wait = try Flow.program([
                "StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 9, "End": true]],
            ])
            var running = Flow(wait, "running")
            try await store.commit(running.commit(.start(input: [:]), at: 5))
            var late = Flow(wait, "late")
            try await store.commit(late.commit(.start(input: [:]), at: 6))
            try await store.commit(late.commit(.timerFired(TimerID(rawValue: 1)), at: 9_000))

            #expect(try await store.prune(endedBefore: Timestamp(milliseconds: 1_000), limit: 10) == 0)
            #expect(try await store.prune(endedBefore: Timestamp(milliseconds: 1_400), limit: 10) == 10)
            #expect(try await store.pruneAll(endedBefore: Timestamp(milliseconds: 1_440)) == 430)
            #expect(try await store.list(.all).count == 12)
            #expect(try await store.load(ExecutionID("ended 3")) == nil)
            let pruned = Flow(pass, "ended 3").id
            #expect(try await store.load(pruned) == nil)
            await #expect(throws: StoreError.self) { try await store.events(of: pruned, from: 1, limit: 1) }
            #expect(try await store.events(of: late.id, from: 1, limit: .max).count == late.interpreter.eventCount)
            #expect(try await store.load(running.id)?.timers.count == 1)
            // The name is free again.
            var again = Flow(pass, "ended 3")
            try await store.commit(again.commit(.start(input: [:]), at: 10_000))
        }
    }

    @Test("keeps a map run's children as long as it runs", arguments: StoreMaker.all)
    func children(maker: StoreMaker) async throws {
        try await maker.with { store in
            let run = try await MapRunStoreTests.Run(in: store)
            let child = try await run.runChild(0, in: store)
            let end = Timestamp(milliseconds: 1_000_000)
            #expect(try await store.pruneAll(endedBefore: end) == 0)
            var parent = Flow(run.program, run.interpreter.identity, seed: 1)
            parent.interpreter = run.interpreter
            parent.version = 1
            try await store.commit(parent.commit(.mapRunSucceeded(run.order.id, [1, 2]), at: 3_000))
            #expect(try await store.pruneAll(endedBefore: Timestamp(milliseconds: 2_500)) == 1)
            #expect(try await store.load(child) == nil)
            #expect(try await store.load(run.id) != nil)
            #expect(try await store.pruneAll(endedBefore: end) == 1)
            #expect(try await store.mapRun(run.order.arn) == nil)
        }
    }
}
