import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage
import Testing

@testable import FlowStoreSQLite

/// `Fixtures/schema-2.sql` is what a server left that was killed: executions that ended, one that waits, two whose tasks
/// wait for a worker.
@Suite("Migrations of a store")
struct MigrationsTests {
    private func open(_ folder: String) throws -> SQLiteStore {
        let fixture = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/schema-2.sql"
        let file = try DatabaseQueue(path: folder + "/s")
        try file.writeWithoutTransaction { db in
            try db.execute(sql: String(decoding: try bytes(of: fixture), as: UTF8.self))
            try db.execute(sql: "PRAGMA application_id = \(SQLiteDatabase.applicationID)")
        }
        try file.close()
        return try SQLiteStore.open(folder + "/s")
    }

    private func id(_ name: String) -> ExecutionID {
        ExecutionID("arn:aws:states:us-east-1:123456789012:execution:\(name.prefix { $0 != "-" }):\(name)")
    }

    @Test("an earlier file has all that it had")
    func contents() async throws {
        try await withFolder { folder in
            let store = try open(folder)
            let names = ["task-2", "fail-1", "pass-1", "both-1", "wait-1", "task-1"]
            #expect(try await store.list(ExecutionQuery(.all)).map(\.name) == names)
            #expect(try await store.unsettled(after: -1, limit: 9).map(\.name) == ["both-1", "task-2"])
            #expect(try await store.unsettled(after: 3, limit: 9).map(\.name) == ["task-2"])
            let versions = [1, 1, 1, 1, 1, 3]
            let events = [3, 3, 4, 7, 2, 7]
            let tasks = [["T"], [], [], ["A", "B"], [], []]
            for (index, name) in names.enumerated() {
                let stored = try #require(try await store.load(id(name)))
                #expect(stored.version == versions[index], "\(name)")
                #expect(stored.interpreter.eventCount == events[index], "\(name)")
                #expect(stored.interpreter.input == ["n": .string(name)])
                #expect(stored.pendingTasks.map(\.stateName) == tasks[index], "\(name)")
                let history = try await store.events(of: id(name), from: 1, limit: .max)
                #expect(history.map(\.id) == Array(1...events[index]), "\(name)")
                let last = try await store.events(of: id(name), backwardsFrom: .max, limit: 2)
                #expect(last == history.suffix(2).reversed(), "\(name)")
            }
            let timers = try await store.timers(after: nil, until: Timestamp(milliseconds: .max), limit: 9)
            #expect(timers.map(\.execution) == [id("wait-1")])
            #expect(try await store.damages().isEmpty)
            try store.close()
        }
    }

    @Test("executions of an earlier file go on, and new ones follow them")
    func goingOn() async throws {
        try await withFolder { folder in
            var store = try open(folder)
            func finish(_ name: String, _ events: [Event]) async throws {
                let stored = try #require(try await store.load(id(name)))
                var flow = Flow(stored.interpreter.program, stored.interpreter.identity, seed: 1)
                flow.interpreter = stored.interpreter
                flow.version = stored.version
                for event in events {
                    try await store.commit(flow.commit(event, at: stored.interpreter.startedAt?.milliseconds ?? 0))
                }
                #expect(try await store.summary(of: id(name))?.status?.isSuccess == true, "\(name)")
                #expect(try await store.load(id(name))?.pendingTasks.isEmpty == true)
            }
            let tasks = (1...2).map { TaskID(rawValue: $0) }
            try await finish("both-1", [.taskSucceeded(tasks[1], 2), .taskSucceeded(tasks[0], 1)])
            try await finish("task-2", [.taskStarted(tasks[0]), .taskSucceeded(tasks[0], 1)])
            try await finish("wait-1", [.timerFired(TimerID(rawValue: 1))])
            #expect(try await store.unsettled(after: -1, limit: 9).isEmpty)
            var flow = Flow(try Flow.program(Flow.pass), "new")
            try await store.commit(flow.commit(.start(input: 1), at: 1))
            #expect(try await store.summary(of: flow.id)?.sequence == 7)
            try store.close()
            store = try SQLiteStore.open(folder + "/s")
            #expect(try await store.executionCounts()[.succeeded] == 6)
            let rest = try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM progress") }
            #expect(rest == 0)
            #expect(try await store.damages().isEmpty)
            try store.close()
        }
    }
}

extension ExecutionStatus {
    fileprivate var isSuccess: Bool {
        if case .succeeded = self { return true }
        return false
    }
}
