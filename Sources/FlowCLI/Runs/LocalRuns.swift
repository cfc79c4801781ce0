import FlowJSON
import FlowMachine
import FlowStore
import FlowStoreSQLite
import StatesLanguage

/// The runs in a store of this machine.
struct LocalRuns: RunSource {
    let store: any ExecutionStore & DocumentStore
    let owners: RunOwners

    /// How many executions are read at a time.
    private static let pageSize = 200
    /// How often others are looked at.
    private static let pause = Duration.milliseconds(100)
    /// How long a stop is waited for: tasks may take a while to end.
    private static let stopPatience = Duration.seconds(60)

    init(store: any ExecutionStore & DocumentStore, owners: RunOwners) {
        self.store = store
        self.owners = owners
    }

    /// The runs of a folder, whose store is there.
    init(in folder: RunFolder) async throws {
        self.init(store: try await folder.openStore(), owners: RunOwners(folder: folder.owners))
    }

    func eachRun(_ query: RunQuery, _ body: (RunSummary) throws -> Bool) async throws {
        let owned = try owners.ownedRuns()
        var page = ExecutionQuery.all
        page.includesResults = false
        page.limit = Self.pageSize
        if let status = query.status { page.phase = ExecutionPhase(rawValue: status.awsName) }
        if query.status == .pendingRedrive { return }
        while true {
            let found = try await store.list(page)
            for summary in found {
                let run = Self.run(summary, owned)
                if query.matches(run), try !body(run) { return }
            }
            guard found.count == page.limit, let last = found.last else { return }
            page.after = last.cursor
        }
    }

    func details(of id: String) async throws -> RunDetails? {
        guard let summary = try await store.summary(of: ExecutionID(id)) else { return nil }
        var details = RunDetails(summary: Self.run(summary, try owners.ownedRuns()))
        details.input = try await store.input(of: summary.id)
        details.redriveCount = summary.redriveCount
        switch summary.status {
        case .succeeded(let output): details.output = output
        case .failed(let error, let cause), .aborted(let error, let cause):
            details.error = error
            details.cause = cause
        case .timedOut: details.error = "States.Timeout"
        case nil: break
        }
        return details
    }

    func eachEvent(of id: String, isReversed: Bool, _ body: (JSON) throws -> Bool) async throws {
        let execution = ExecutionID(id)
        guard let origin = try await store.origin(of: execution) else { return }
        var next = isReversed ? Int.max : 1
        while true {
            let events =
                isReversed
                ? try await store.events(of: execution, backwardsFrom: next, limit: Self.pageSize)
                : try await store.events(of: execution, from: next, limit: Self.pageSize)
            for event in events where try !body(event.json(in: origin.program, of: origin.identity)) { return }
            guard events.count == Self.pageSize, let last = events.last else { return }
            next = isReversed ? last.id - 1 : last.id + 1
            if next == 0 { return }
        }
    }

    func events(of id: String, after last: Int64) async throws -> [JSON] {
        let execution = ExecutionID(id)
        let events = try await store.events(of: execution, from: Int(last) + 1, limit: .max)
        guard !events.isEmpty, let origin = try await store.origin(of: execution) else { return [] }
        return events.map { $0.json(in: origin.program, of: origin.identity) }
    }

    func stop(_ run: RunSummary, error: String?, cause: String?) async throws {
        guard let summary = try await store.summary(of: ExecutionID(run.id)), summary.status == nil else {
            throw CommandFailure("\(run.name) has ended already.", status: .failed)
        }
        guard summary.attributes.isLocalRun else {
            throw CommandFailure("\(run.name) is a server's: stop it there, with --server.", status: .failed)
        }
        let request = StopRequest(error: error, cause: cause)
        try await request.leave(for: run.id, in: store)
        let deadline = ContinuousClock.now + Self.stopPatience
        while try await isOpen(run.id) {
            if try owners.ownedRuns().contains(run.id) {
                guard ContinuousClock.now < deadline else {
                    throw CommandFailure(
                        "the process that runs \(run.name) has been asked to stop it, but its tasks have not ended yet.",
                        status: .failed
                    )
                }
                try await Task.sleep(for: Self.pause)
            } else {
                try await end(run, request)
            }
        }
        try await StopRequest.forget(run.id, in: store)
    }

    /// Ends a run that no process has.
    private func end(_ run: RunSummary, _ request: StopRequest) async throws {
        let (owner, ids) = try owners.claim([run.id])
        defer { owner.release() }
        // Somebody was faster and goes on with it: they find the request.
        guard !ids.isEmpty else { return }
        try await store.abort(ExecutionID(run.id), error: request.error, cause: request.cause, at: .now)
    }

    private func isOpen(_ id: String) async throws -> Bool {
        guard let summary = try await store.summary(of: ExecutionID(id)) else { return false }
        return summary.status == nil
    }

    /// How far a run is, when it has not ended, depends on whether somebody has it.
    static func run(_ summary: ExecutionSummary, _ owned: Set<String>) -> RunSummary {
        let isLost = summary.status == nil && summary.attributes.isLocalRun && !owned.contains(summary.id.text)
        return RunSummary(
            id: summary.id.text,
            name: summary.name,
            flow: summary.stateMachineID.split(separator: ":").last.map(String.init) ?? summary.stateMachineID,
            status: isLost ? .interrupted : RunStatus(aws: summary.phase.rawValue),
            startedAt: summary.startedAt,
            stoppedAt: summary.stoppedAt
        )
    }
}

extension JSONObject {
    /// What tells that `flow-task run` started an execution: a server does not go on with it, but `resume` does.
    static let ofLocalRun: JSONObject = ["startedBy": "run"]

    /// Whether `flow-task run` started the execution whose attributes these are.
    var isLocalRun: Bool { self["startedBy"] == "run" }
}
