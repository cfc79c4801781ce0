import FlowJSON
import FlowMachine
import FlowStore
import FlowStoreSQLite
import StatesLanguage
import Testing

/// Random commits give the same answers from every store, and from a file after it was closed and opened again.
@Suite("Random commits")
struct RandomCommitTests {
    @Test("memory and SQLite answer alike, also after a reopening", arguments: 1...12 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) async throws {
        try await withFolder { folder in
            let path = folder + "/store.sqlite"
            let memory = MemoryStore()
            var file = try SQLiteStore.open(path)
            var load = try RandomLoad(seed: seed)
            for step in 0..<250 {
                let commit = load.next()
                let expected = await code { try await memory.commit(commit) }
                let actual = await code { try await file.commit(commit) }
                #expect(expected == actual, "seed \(seed), step \(step)")
                if load.chance(40) {
                    try file.close()
                    file = try SQLiteStore.open(path)
                }
                if load.chance(10), let id = load.anyID { try await compare(id, memory, file, &load) }
                if load.chance(10) { try await load.takeOver(from: file) }
            }
            for id in load.ids { try await compare(id, memory, file, &load) }
            try await compareLists(memory, file, &load)
            try await compareTimers(memory, file)
            let moment = Timestamp(milliseconds: load.now - 500)
            let pruned = try await memory.prune(endedBefore: moment, limit: .max)
            #expect(try await file.prune(endedBefore: moment, limit: .max) == pruned)
            try file.close()
            file = try SQLiteStore.open(path)
            try await compareLists(memory, file, &load)
            #expect(try await file.damages().isEmpty)
            try file.close()
        }
    }

    private func code(_ body: () async throws -> Void) async -> StoreError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? StoreError)?.code ?? .unsupported
        }
    }

    private func compare(
        _ id: ExecutionID,
        _ memory: MemoryStore,
        _ file: SQLiteStore,
        _ load: inout RandomLoad
    ) async throws {
        let expected = try #require(try await memory.load(id))
        let actual = try #require(try await file.load(id))
        #expect(actual.version == expected.version)
        #expect(actual.interpreter.status == expected.interpreter.status)
        #expect(actual.interpreter.redriveCount == expected.interpreter.redriveCount)
        #expect(actual.interpreter.redrivenAt == expected.interpreter.redrivenAt)
        #expect(actual.interpreter.redriveRefusal == expected.interpreter.redriveRefusal)
        if expected.interpreter.status == nil || expected.interpreter.redriveRefusal == nil {
            #expect(actual.interpreter.snapshot == expected.interpreter.snapshot)
        }
        #expect(actual.interpreter.input == expected.interpreter.input)
        #expect(actual.interpreter.startedAt == expected.interpreter.startedAt)
        #expect(actual.interpreter.eventCount == expected.interpreter.eventCount)
        #expect(actual.interpreter.identity == expected.interpreter.identity)
        #expect(actual.pendingTasks == expected.pendingTasks && actual.timers == expected.timers)
        #expect(actual.pendingMapRuns.map(\.stored) == expected.pendingMapRuns.map(\.stored))
        #expect(actual.child == expected.child && actual.stoppedAt == expected.stoppedAt)
        #expect(actual.attributes == expected.attributes)
        let summary = try await memory.summary(of: id)
        #expect(try await file.summary(of: id) == summary)
        #expect(try await file.input(of: id) == expected.interpreter.input)
        let origin = try #require(try await file.origin(of: id))
        #expect(origin.identity == expected.interpreter.identity)
        #expect(origin.program.stateNames == expected.interpreter.program.stateNames)
        for _ in 0..<4 {
            let first = load.number(expected.interpreter.eventCount + 3)
            let limit = load.number(9)
            let events = try await memory.events(of: id, from: first, limit: limit)
            #expect(try await file.events(of: id, from: first, limit: limit) == events)
            let backwards = try await memory.events(of: id, backwardsFrom: first, limit: limit)
            #expect(try await file.events(of: id, backwardsFrom: first, limit: limit) == backwards)
        }
        let all = try await memory.events(of: id, from: 1, limit: .max)
        #expect(try await file.events(of: id, from: 1, limit: .max) == all)
        #expect(try await file.events(of: id, backwardsFrom: .max, limit: .max) == all.reversed())
        let mapRuns = try await memory.mapRuns(of: id)
        #expect(try await file.mapRuns(of: id) == mapRuns)
    }

    private func compareLists(_ memory: MemoryStore, _ file: SQLiteStore, _ load: inout RandomLoad) async throws {
        var selections: [ExecutionQuery.Selection] = [.all, .version("arn:v1"), .alias("arn:a1"), .alias("arn:none")]
        for machine in load.machines { selections.append(.stateMachine(machine)) }
        for mapRun in load.mapRuns { selections.append(.mapRun(mapRun)) }
        var phases: [ExecutionPhase?] = ExecutionPhase.allCases
        phases.append(nil)
        for selection in selections {
            for phase in phases {
                var query = ExecutionQuery(selection, phase: phase)
                query.includesChildren = load.chance(2)
                query.includesResults = load.chance(2)
                let all = try await memory.list(query)
                #expect(try await file.list(query) == all)
                query.limit = 1 + load.number(4)
                var paged: [ExecutionSummary] = []
                while true {
                    let page = try await file.list(query)
                    #expect(try await memory.list(query) == page)
                    paged += page
                    guard page.count == query.limit, let last = page.last else { break }
                    query.after = last.cursor
                }
                #expect(paged == all)
            }
        }
        var found: [ExecutionSummary] = []
        while true {
            let page = try await file.unsettled(after: found.last?.sequence ?? -1, limit: 3)
            #expect(try await memory.unsettled(after: found.last?.sequence ?? -1, limit: 3) == page)
            found += page
            if page.count < 3 { break }
        }
    }

    private func compareTimers(_ memory: MemoryStore, _ file: SQLiteStore) async throws {
        let end = Timestamp(milliseconds: .max)
        let all = try await memory.timers(after: nil, until: end, limit: .max)
        #expect(try await file.timers(after: nil, until: end, limit: .max) == all)
        var found: [DueTimer] = []
        while true {
            let page = try await file.timers(after: found.last?.cursor, until: end, limit: 3)
            found += page
            if page.count < 3 { break }
        }
        #expect(found == all)
        guard let middle = all.dropFirst(all.count / 2).first?.due else { return }
        let early = try await memory.timers(after: nil, until: middle, limit: .max)
        let late = try await file.timers(after: TimerCursor(after: middle), until: end, limit: .max)
        #expect(early + late == all)
    }
}
