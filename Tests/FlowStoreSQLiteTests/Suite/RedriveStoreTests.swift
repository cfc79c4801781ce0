import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage
import Testing

/// What every store promises of executions that are redriven.
@Suite("A store of redriven executions")
struct RedriveStoreTests {
    private static let task: JSON = [
        "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": ["QueueUrl": "https://queue", "MessageBody": "hello"], "End": true,
    ]

    @Test("lets an ended execution run again, and keeps how often and when", arguments: StoreMaker.all)
    func execution(maker: StoreMaker) async throws {
        let branches: JSON = [
            ["StartAt": "T", "States": ["T": Self.task]], ["StartAt": "U", "States": ["U": Self.task]],
        ]
        let machine: JSON = [
            "StartAt": "P", "States": ["P": ["Type": "Parallel", "Branches": branches, "End": true]],
        ]
        try await maker.with { store in
            var flow = Flow(try Flow.program(machine), "run")
            try await store.commit(flow.commit(.start(input: [:]), at: 1_000, attributes: ["a": 1]))
            try await store.commit(flow.commit(.taskSucceeded(TaskID(rawValue: 1), "one"), at: 2_000))
            try await store.commit(flow.commit(.taskFailed(TaskID(rawValue: 2), TaskFailure(error: "E")), at: 3_000))
            #expect(try await store.summary(of: flow.id)?.phase == .failed)
            // As another process would find it.
            var stored = try #require(try await store.load(flow.id))
            #expect(stored.interpreter.redriveRefusal == nil)
            #expect(stored.interpreter.snapshot.text == flow.interpreter.snapshot.text)

            try await store.commit(flow.commit(.redrive, at: 4_000, attributes: ["a": 2]))
            let running = try #require(try await store.summary(of: flow.id))
            #expect(running.status == nil)
            #expect(running.stoppedAt == nil)
            #expect(running.redriveCount == 1)
            #expect(running.redrivenAt == Timestamp(milliseconds: 4_000))
            #expect(running.attributes == ["a": 2])
            #expect(try await store.list(.running).map(\.id) == [flow.id])
            #expect(try await store.unsettled(after: -1, limit: 10).map(\.id) == [flow.id])
            stored = try #require(try await store.load(flow.id))
            #expect(stored.pendingTasks.map(\.id) == [TaskID(rawValue: 3)])
            #expect(stored.interpreter.snapshot.text == flow.interpreter.snapshot.text)

            try await store.commit(flow.commit(.taskSucceeded(TaskID(rawValue: 3), "two"), at: 5_000))
            let ended = try #require(try await store.summary(of: flow.id))
            #expect(ended.status == .succeeded(output: ["one", "two"]))
            #expect(ended.stoppedAt == Timestamp(milliseconds: 5_000))
            #expect(ended.redriveCount == 1)
            let events = try await store.events(of: flow.id, from: 1, limit: .max)
            #expect(events.map(\.id) == Array(1...events.count))
            #expect(events.filter { $0.type == .executionRedriven }.map(\.value) == [["redriveCount": 1]])
        }
    }

    @Test("lets an ended map run run again", arguments: StoreMaker.all)
    func mapRun(maker: StoreMaker) async throws {
        let processor: JSON = [
            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
            "States": ["P": ["Type": "Pass", "End": true]],
        ]
        let machine: JSON = [
            "StartAt": "M", "States": ["M": ["Type": "Map", "ItemProcessor": processor, "End": true]],
        ]
        try await maker.with { store in
            var flow = Flow(try Flow.program(machine), "run")
            let start = flow.commit(.start(input: [1, 2]), at: 1_000)
            let order = try #require(start.startedMapRuns.first)
            try await store.commit(start)
            let failure = TaskFailure(error: .exceedToleratedFailureThreshold, cause: "c")
            try await store.commit(flow.commit(.mapRunFailed(order.id, failure), at: 2_000))
            var update = MapRunUpdate()
            update.toleratedFailureCount = 7
            var counts = MapRunCounts()
            counts.failed = 1
            counts.pendingRedrive = 2
            counts.failuresNotRedrivable = 3
            update.items = counts
            try await store.update(update, ofMapRun: order.arn)
            #expect(try await store.mapRun(order.arn)?.status == .failed)
            #expect(try await store.load(flow.id)?.pendingMapRuns.isEmpty == true)

            try await store.commit(flow.commit(.redrive, at: 3_000))
            let run = try #require(try await store.mapRun(order.arn))
            #expect(run.status == .running)
            #expect(run.stoppedAt == nil)
            #expect(run.startedAt == Timestamp(milliseconds: 1_000))
            #expect(run.redriveCount == 1)
            #expect(run.redrivenAt == Timestamp(milliseconds: 3_000))
            #expect(run.toleratedFailureCount == 7)
            #expect(run.items == counts)
            #expect(try await store.load(flow.id)?.pendingMapRuns == [order])
            #expect(try await store.mapRuns(of: flow.id).count == 1)

            try await store.commit(flow.commit(.mapRunSucceeded(order.id, [1, 2]), at: 4_000))
            #expect(try await store.mapRun(order.arn)?.status == .succeeded)
            #expect(try await store.mapRun(order.arn)?.stoppedAt == Timestamp(milliseconds: 4_000))
            #expect(try await store.load(flow.id)?.pendingMapRuns.isEmpty == true)
        }
    }
}
