import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

/// What every store promises of map runs and their children.
@Suite("A store with map runs")
struct MapRunStoreTests {
    /// An execution that waits for a map run of two items, by hand.
    struct Run {
        let id: ExecutionID
        let order: MapRunOrder
        let program: Program
        var interpreter: Interpreter

        init(in store: any ExecutionStore) async throws {
            let machine: JSON = [
                "StartAt": "M",
                "States": [
                    "M": [
                        "Type": "Map", "Label": "m", "End": true,
                        "ItemProcessor": [
                            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
                            "States": ["P": ["Type": "Pass", "End": true]],
                        ],
                    ]
                ],
            ]
            let identity = ExecutionIdentity(
                id: "arn:parent",
                name: "parent",
                stateMachineID: "arn:machine",
                stateMachineName: "machine",
                roleARN: "arn:role"
            )
            id = ExecutionID(identity.id)
            program = try Program(StateMachineDefinition(json: machine))
            interpreter = Interpreter(program: program, execution: identity, randomSeed: 1)
            let now = Timestamp(milliseconds: 1_000)
            let outcome = interpreter.handle(.start(input: [1, 2]), at: now)
            let orders = outcome.effects.compactMap { effect -> MapRunOrder? in
                if case .startMapRun(let order) = effect { order } else { nil }
            }
            order = try #require(orders.first)
            var commit = ExecutionCommit(id: id, expectedVersion: 0, interpreter: interpreter, moment: now)
            commit.events = outcome.events
            commit.startedMapRuns = orders
            try await store.commit(commit)
        }

        /// Commits a child from its start to its end.
        func runChild(_ number: Int, in store: any ExecutionStore) async throws -> ExecutionID {
            let identity = interpreter.identity.child(number, of: order)
            let program = try #require(program.processor(of: order)?.program)
            var child = Interpreter(program: program, execution: identity, randomSeed: 1)
            let now = Timestamp(milliseconds: 2_000)
            let outcome = child.handle(.start(input: .integer(Int64(number))), at: now)
            let id = ExecutionID(identity.id)
            var commit = ExecutionCommit(id: id, expectedVersion: 0, interpreter: child, moment: now)
            commit.events = outcome.events
            commit.child = ChildLink(mapRunARN: order.arn, number: number, items: 1, isBatch: false)
            try await store.commit(commit)
            return id
        }

        /// Commits the map run's end.
        mutating func end(_ status: MapRunStatus, in store: any ExecutionStore) async throws {
            let now = Timestamp(milliseconds: 3_000)
            let outcome = interpreter.handle(.mapRunSucceeded(order.id, [1, 2]), at: now)
            var commit = ExecutionCommit(id: id, expectedVersion: 1, interpreter: interpreter, moment: now)
            commit.events = outcome.events
            commit.endedMapRuns = [(order.id, status), (order.id, .aborted)]
            try await store.commit(commit)
        }
    }

    @Test("keeps map runs with their executions until they end", arguments: StoreMaker.all)
    func roundTrip(maker: StoreMaker) async throws {
        try await maker.with { store in
            var run = try await Run(in: store)
            let arn = run.order.arn
            #expect(try await store.load(run.id)?.pendingMapRuns == [run.order])
            let started = try #require(try await store.mapRun(arn))
            #expect(started.status == .running && started.stoppedAt == nil)
            #expect(started.execution == run.id && started.startedAt == Timestamp(milliseconds: 1_000))
            try await run.end(.succeeded, in: store)
            #expect(try await store.load(run.id)?.pendingMapRuns.isEmpty == true)
            // Of two ends the first counts.
            let ended = try await store.mapRuns(of: run.id)
            #expect(ended.map(\.status) == [.succeeded])
            #expect(ended.first?.stoppedAt == Timestamp(milliseconds: 3_000))
            #expect(try await store.mapRun("arn:other") == nil)
            #expect(try await store.mapRuns(of: ExecutionID("arn:other")).isEmpty)
        }
    }

    @Test("finds children by their map run", arguments: StoreMaker.all)
    func children(maker: StoreMaker) async throws {
        try await maker.with { store in
            let run = try await Run(in: store)
            let ids = [try await run.runChild(0, in: store), try await run.runChild(1, in: store)]
            let children = try await store.list(.mapRun(run.order.arn))
            #expect(Set(children.map(\.id)) == Set(ids))
            #expect(Set(children.compactMap(\.child?.number)) == [0, 1])
            #expect(children.allSatisfy { $0.status?.name == "SUCCEEDED" })
            #expect(try await store.load(ids[1])?.child?.number == 1)
            #expect(try await store.list(.mapRun("arn:other")).isEmpty)
            #expect(try await store.list(.running).map(\.id) == [run.id])
        }
    }

    @Test("changes what an update names, and nothing else", arguments: StoreMaker.all)
    func update(maker: StoreMaker) async throws {
        try await maker.with { store in
            let run = try await Run(in: store)
            var update = MapRunUpdate()
            update.maxConcurrency = 7
            var counts = MapRunCounts()
            counts.succeeded = 2
            update.items = counts
            try await store.update(update, ofMapRun: run.order.arn)
            let changed = try #require(try await store.mapRun(run.order.arn))
            #expect(changed.maxConcurrency == 7 && changed.items == counts)
            #expect(changed.executions == MapRunCounts() && changed.toleratedFailureCount == nil)
            let error = await #expect(throws: StoreError.self) { try await store.update(update, ofMapRun: "arn:other") }
            #expect(error?.code == .notFound)
        }
    }

    @Test(
        "drops the earliest ended children beyond a number, or a size, of them",
        arguments: [
            (ChildRetention(executions: 2, bytes: .max), 2), (ChildRetention(executions: .max, bytes: 10_000), 2),
            (ChildRetention(executions: 0, bytes: 0), 0), (.all, 5),
        ] as [(ChildRetention, Int)]
    )
    func retention(retention: ChildRetention, count: Int) async throws {
        let store = MemoryStore(keeping: retention)
        let run = try await Run(in: store)
        var ids: [ExecutionID] = []
        for number in 0..<5 { ids.append(try await run.runChild(number, in: store)) }
        let kept = try await store.list(.mapRun(run.order.arn))
        #expect(kept.count == count)
        #expect(Set(kept.map(\.id)) == Set(ids.suffix(count)))
        #expect(try await store.load(run.id) != nil)
    }
}
