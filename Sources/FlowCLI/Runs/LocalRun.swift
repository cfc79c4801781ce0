import FlowEngine
import FlowMachine
import FlowStore
import FlowStoreSQLite
import FlowTasks
import Logging
import StatesLanguage

/// A run that this process has: where it is kept and logged, and who may stop it.
struct LocalRun: Sendable {
    let id: ExecutionID
    let store: any ExecutionStore & DocumentStore
    let log: RunLogFile

    /// How often it is looked whether somebody wants the run stopped.
    private static let pause = Duration.milliseconds(250)

    init(_ id: String, in folder: RunFolder, _ store: any ExecutionStore & DocumentStore) {
        self.id = ExecutionID(id)
        self.store = store
        log = RunLogFile(folder.logFile(of: id))
    }

    /// Runs an engine for this run; another process's wish to stop it is followed.
    func run(
        _ configuration: EngineConfiguration,
        _ body: @escaping @Sendable (Engine) async throws -> ExecutionResult
    ) async throws -> ExecutionResult {
        var configuration = configuration
        configuration.store = store
        let inner = configuration.logger
        configuration.logger = Logger(label: inner.label) { [log] _ in RunLogHandler(inner.handler, log) }
        return try await Engine.with(configuration) { engine in
            try await withThrowingTaskGroup(of: ExecutionResult?.self) { group in
                group.addTask { try await body(engine) }
                group.addTask {
                    try await stopWhenAsked(engine)
                    return nil
                }
                defer { group.cancelAll() }
                while let result = try await group.next() { if let result { return result } }
                throw CommandFailure("the run ended without a result.", status: .failed)
            }
        }
    }

    private func stopWhenAsked(_ engine: Engine) async throws {
        while !Task.isCancelled {
            // `try?`: what cannot be read now is read the next time.
            if let request = try? await StopRequest.of(id.text, in: store) {
                try await engine.stop(id, error: request.error, cause: request.cause)
                return
            }
            do { try await Task.sleep(for: Self.pause) } catch { return }
        }
    }
}

/// The runs that this process has; given up with `release`.
struct LocalRunSet: Sendable {
    let runs: [LocalRun]
    let store: SQLiteStore
    private let folder: RunFolder
    private let owner: RunOwner
    private let share: StoreShare

    /// How long runs that ended are kept, as AWS does.
    private static let retentionDays: Int64 = 90

    /// Takes those of the runs that no living process has.
    init(claiming ids: [String], in folder: RunFolder) async throws {
        try folder.make()
        let share = try StoreShare(of: folder.store)
        let (owner, ids) = try RunOwners(folder: folder.owners).claim(ids)
        do {
            let store = try await folder.openStore()
            self.store = store
            self.folder = folder
            self.owner = owner
            self.share = share
            runs = ids.map { LocalRun($0, in: folder, store) }
        } catch {
            owner.release()
            share.release()
            guard let error = error as? StoreError else { throw error }
            throw RunFolder.unusable("flow-task: \(error.message)")
        }
    }

    /// Gives the runs up, which have ended or not, and forgets what is old.
    func release() async {
        let moment = Timestamp.now.adding(seconds: -86_400 * Self.retentionDays)
        // `try?`: what is not forgotten now is forgotten after the next run.
        let count = try? await store.prune(endedBefore: moment, limit: 100)
        if count ?? 0 > 0 { folder.removeLogs(before: moment) }
        for run in runs { try? await StopRequest.forget(run.id.text, in: store) }
        // `try?`: what is not written from the log into the file is written when it is opened again.
        _ = try? await runBlocking { [store] _ in try store.close() }
        owner.release()
        share.release()
    }
}
