import Dispatch
import FlowJSON
import FlowMachine
import FlowStore
import GRDB
import StatesLanguage
import Testing

@testable import FlowStoreSQLite

@Suite("A store in SQLite")
struct SQLiteStoreTests {
    private func commits(_ count: Int, prefix: String = "e") throws -> [ExecutionCommit] {
        let program = try Flow.program(Flow.pass)
        return (0..<count).map { number in
            var flow = Flow(program, "\(prefix)\(number)")
            return flow.commit(.start(input: ["n": .integer(Int64(number))]), at: 1_000 + Int64(number))
        }
    }

    private func expect(_ code: StoreError.Code, _ text: String, _ body: () async throws -> Void) async {
        let error = await #expect(throws: StoreError.self) { try await body() }
        #expect(error?.code == code)
        #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    }

    @Test("commits that come while the disk is busy share the next transaction")
    func groups() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let commits = try commits(200)
            // The writer is held until all have come.
            let gate = DispatchSemaphore(value: 0)
            store.database.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for commit in commits { group.addTask { try await store.commit(commit) } }
                group.addTask {
                    while store.writer.waitingCount < commits.count { await Task.yield() }
                    gate.signal()
                }
                try await group.waitForAll()
            }
            #expect(store.groupCount == 1)
            #expect(try await store.list(.all).count == 200)
            try store.close()
        }
    }

    @Test("a read sees what was kept before it was asked for, however many read at a time")
    func reads() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let commits = try commits(400)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for commit in commits {
                    group.addTask {
                        try await store.commit(commit)
                        #expect(try await store.summary(of: commit.id)?.id == commit.id)
                        #expect(try await store.input(of: commit.id) == commit.interpreter.input)
                    }
                }
                try await group.waitForAll()
            }
            try store.close()
        }
    }

    @Test("a read that fails does not spoil those that share its transaction")
    func failedReads() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            for commit in try commits(1) { try await store.commit(commit) }
            let id = try #require(try await store.list(.all).first).id
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            let count = try await store.events(
                                of: number % 3 == 0 ? ExecutionID("x") : id,
                                from: 1,
                                limit: 9
                            )
                            .count
                            #expect(number % 3 != 0 && count > 0)
                        } catch {
                            #expect(number % 3 == 0 && (error as? StoreError)?.code == .notFound)
                        }
                    }
                }
            }
            try store.close()
            await expect(.unavailable, "") { _ = try await store.list(.all) }
        }
    }

    @Test("a commit that is refused does not spoil those that share its transaction")
    func refusedInGroup() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let commits = try commits(50)
            try await store.commit(commits[7])
            let refused = await withTaskGroup(of: StoreError.Code?.self) { group in
                for commit in commits {
                    group.addTask {
                        do {
                            try await store.commit(commit)
                            return nil
                        } catch {
                            return (error as? StoreError)?.code
                        }
                    }
                }
                return await group.reduce(into: [StoreError.Code]()) { if let code = $1 { $0.append(code) } }
            }
            #expect(refused == [.alreadyExists])
            #expect(try await store.list(.all).count == 50)
            try store.close()
        }
    }

    @Test("a commit is kept though the task around it is cancelled")
    func cancelled() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let commit = try commits(1)[0]
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    #expect(Task.isCancelled)
                    try await store.commit(commit)
                    #expect(try await store.load(commit.id) != nil)
                }
                try await group.waitForAll()
            }
            try store.close()
        }
    }

    @Test(
        "what was acknowledged before stays where the log is torn in the middle",
        arguments: [1, 1_000, 9_000, 30_000]
    )
    func tornLog(cut: Int) async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let commits = try commits(40)
            for commit in commits.prefix(20) { try await store.commit(commit) }
            let acknowledged = try bytes(of: folder + "/s-wal").count
            for commit in commits.dropFirst(20) { try await store.commit(commit) }
            // The disk as a power cut may leave it: the tail of the log was never written, or only in part.
            let log = try bytes(of: folder + "/s-wal")
            let kept = max(acknowledged, log.count - cut)
            try write(try bytes(of: folder + "/s"), to: folder + "/t")
            try write(
                Array(log[..<kept]) + (cut > 100 ? [UInt8](repeating: 0xA5, count: 100) : []),
                to: folder + "/t-wal"
            )
            try store.close()

            let torn = try SQLiteStore.open(folder + "/t")
            let found = try await torn.list(.all)
            #expect(found.count >= 20)
            // In order, without a gap: nothing later is there without what was before it.
            #expect(found.map(\.name).reversed() == (0..<found.count).map { "e\($0)" })
            #expect(try await torn.damages().isEmpty)
            for commit in commits.dropFirst(found.count) { try await torn.commit(commit) }
            #expect(try await torn.list(.all).count == 40)
            try torn.close()
        }
    }

    @Test("a full disk is told as such, and the store goes on when there is room again")
    func fullDisk() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let few = try commits(1)
            try await store.commit(few[0])
            func setMostPages(_ count: String) throws {
                try store.database.pool.writeWithoutTransaction { db in
                    _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(count)")
                }
            }
            try setMostPages("1")
            var flow = Flow(try Flow.program(Flow.pass), "large")
            let large = flow.commit(.start(input: .string(String(repeating: "x", count: 200_000))), at: 1)
            await expect(.full, "the disk is full") { try await store.commit(large) }
            #expect(try await store.load(large.id) == nil)
            #expect(try await store.load(few[0].id) != nil)
            try setMostPages("1000000")
            try await store.commit(large)
            #expect(try await store.load(large.id) != nil)
            try store.close()
        }
    }

    @Test("a lock of another process is told as such")
    func locked() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s", lockTimeout: .zero)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: folder + "/s", configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let commit = try commits(1)[0]
            await expect(.locked, "locked by another process") { try await store.commit(commit) }
            await expect(.locked, "locked by another process") { try await store.probe() }
            // Readers are not kept away.
            #expect(try await store.list(.all).isEmpty)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try await store.commit(commit)
            try await store.probe()
            try other.close()
            try store.close()
        }
    }

    @Test("what is no store is refused in one sentence, and stays as it is")
    func strangers() async throws {
        try await withFolder { folder in
            try write(Array(repeating: 0x41, count: 10_000), to: folder + "/text")
            await expect(.damaged, "is not a database") { _ = try SQLiteStore.open(folder + "/text") }
            #expect(try bytes(of: folder + "/text").count == 10_000)

            let other = try DatabaseQueue(path: folder + "/other")
            try await other.write { try $0.execute(sql: "CREATE TABLE mine (x)") }
            try other.close()
            await expect(.damaged, "another program") { _ = try SQLiteStore.open(folder + "/other") }

            await expect(.unavailable, "can't be opened") { _ = try SQLiteStore.open(folder + "/none/store") }
        }
    }

    @Test("a file of a newer version is refused, and one of this version opened again")
    func newer() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            try await store.commit(try commits(1)[0])
            try await store.database.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
            try store.close()
            await expect(.newerVersion, "newer version of flow-task") { _ = try SQLiteStore.open(folder + "/s") }
            let file = try DatabaseQueue(path: folder + "/s")
            try await file.write { try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '99'") }
            try file.close()
            let again = try SQLiteStore.open(folder + "/s")
            #expect(try await again.list(.all).count == 1)
            try again.close()
        }
    }

    @Test("a backup that is made while the store is written to is a store")
    func backup() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let before = try commits(30)
            for commit in before { try await store.commit(commit) }
            let during = try commits(30, prefix: "later")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for commit in during { group.addTask { try await store.commit(commit) } }
                group.addTask { try await store.backup(to: folder + "/copy") }
                try await group.waitForAll()
            }
            await expect(.alreadyExists, "already") { try await store.backup(to: folder + "/copy") }
            let copy = try SQLiteStore.open(folder + "/copy")
            let names = Set(try await copy.list(.all).map(\.name))
            #expect(names.isSuperset(of: before.map(\.interpreter.identity.name)))
            #expect(try await copy.damages().isEmpty)
            #expect(try await copy.executionCounts()[.succeeded] == names.count)
            try copy.close()
            try store.close()
        }
    }

    @Test("definitions are kept once, those of children too")
    func definitions() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            for commit in try commits(20) + commits(20, prefix: "again") { try await store.commit(commit) }
            let count = try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM definitions") }
            #expect(count == 1)
            try store.close()
        }
    }

    @Test("a definition is read again as it was read before")
    func reading() async throws {
        try await withFolder { folder in
            let choice: JSON = ["Type": "Choice", "Choices": [["Variable": "$.x", "IsPresent": true, "Next": "B"]]]
            let machine: JSON = [
                "StartAt": "W",
                "States": ["W": ["Type": "Wait", "Seconds": 1, "Next": "A"], "A": choice, "B": ["Type": "Succeed"]],
            ]
            var store = try SQLiteStore.open(folder + "/s")
            for choice in SpecificationReading.ChoiceWithoutMatch.allCases {
                var reading = SpecificationReading()
                reading.choiceWithoutMatch = choice
                let program = try Program(StateMachineDefinition(json: machine, reading: reading))
                var flow = Flow(program, choice.rawValue)
                let commit = flow.commit(.start(input: [:]), at: 1)
                try await store.commit(commit)
                try store.close()
                store = try SQLiteStore.open(folder + "/s")
                var interpreter = try #require(try await store.load(commit.id)).interpreter
                let timer = TimerID(rawValue: 1)
                _ = interpreter.handle(.timerFired(timer), at: Timestamp(milliseconds: 2_000))
                let error = choice == .runtime ? "States.Runtime" : "States.NoChoiceMatched"
                guard case .failed(let actual, _)? = interpreter.status else {
                    Issue.record("\(choice): \(String(describing: interpreter.status))")
                    continue
                }
                #expect(actual == error)
            }
            try store.close()
        }
    }

    @Test("a state that is run on its own is refused, and what shares its transaction is kept")
    func singleState() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let program = try Program(StateMachineDefinition(json: Flow.pass), onlyState: "P")
            var flow = Flow(program, "single")
            let commit = flow.commit(.start(input: 1), at: 1)
            await expect(.unsupported, "on its own") { try await store.commit(commit) }
            #expect(try await store.load(commit.id) == nil)
            try store.close()
        }
    }

    @Test("every query of lists, timers and histories reads an index and sorts nothing")
    func plans() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(folder + "/s")
            let place =
                "e.started <= 1 AND (e.started < 1 OR e.number < 1) ORDER BY e.started DESC, e.number DESC LIMIT 9"
            let phase = "e.status = 1"
            let queries = [
                "FROM executions e INDEXED BY executions_by_status WHERE e.is_child = 0 AND e.status = 1 AND \(place)",
                "FROM executions e INDEXED BY executions_by_machine WHERE e.machine = 1 AND e.status = 1 AND \(place)",
                "FROM executions e INDEXED BY executions_by_version WHERE e.machine_version = 1 AND \(phase) AND \(place)",
                "FROM executions e INDEXED BY executions_by_alias WHERE e.alias = 1 AND \(phase) AND \(place)",
                "FROM executions e INDEXED BY executions_by_map_run WHERE e.map_run = 1 AND \(phase) AND \(place)",
                "FROM timers t INDEXED BY timers_by_due WHERE t.due <= 9 ORDER BY t.due, t.key LIMIT 9",
                "FROM progress WHERE number > 1099511627779 ORDER BY number",
                "FROM history WHERE key BETWEEN 1 AND 9 ORDER BY key DESC",
                "FROM executions WHERE id = 'x'",
            ]
            for query in queries {
                let plan = try await store.read { db in
                    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT * \(query)").map { $0["detail"] as String }
                }
                #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(query): \(plan)")
            }
            try store.close()
        }
    }
}
