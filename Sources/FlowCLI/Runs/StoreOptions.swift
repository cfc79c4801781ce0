import ArgumentParser

/// Which store local runs are kept in.
struct StoreOptions: ParsableArguments {
    @Option(
        help: "Where local runs are kept: a file, or memory; else FLOW_TASK_STORE, else .flow-task/store.sqlite.",
        completion: .file()
    )
    var store: String?

    /// The folder of the store; `nil` for a store in memory.
    var folder: RunFolder? { RunFolder.named(store) }

    /// The runs that are kept here.
    func localRuns() async throws -> LocalRuns { try await LocalRuns(in: try existingFolder()) }

    /// The folder of a store that is there.
    func existingFolder() throws(CommandFailure) -> RunFolder {
        guard let folder else {
            throw CommandFailure("a store in memory is gone with its run: name a file by --store.")
        }
        guard folder.exists else {
            throw CommandFailure("no runs are kept in \(folder.store) yet: `flow-task run` keeps them there.")
        }
        return folder
    }
}
