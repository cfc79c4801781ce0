import ArgumentParser
import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowStoreSQLite
import StatesLanguage

/// How local runs are gone on with.
struct GoingOnOptions: ParsableArguments {
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var connectionsOptions: ConnectionsOptions

    @Flag(help: "One JSON object a line on standard output: events, progress, and the results at the end.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress; only the outputs or the failures.")
    var quiet = false

    /// Goes on with runs that no process has, each in an engine of its own, and shows how they end.
    func goOn(
        with ids: [String],
        _ body: @escaping @Sendable (Engine, ExecutionID, any RunView) async throws -> ExecutionResult
    ) async throws {
        let folder = try storeOptions.existingFolder()
        let connections = try connectionsOptions.resolve()
        let began = ContinuousClock.now
        let set = try await LocalRunSet(claiming: ids, in: folder)
        let shown: [(run: LocalRun, origin: ExecutionOrigin, view: any RunView)]
        let end: (results: [ExecutionResult], isInterrupted: Bool)
        do {
            shown = try await views(of: set)
            guard !shown.isEmpty else {
                throw CommandFailure("another process has just gone on with it.", status: .failed)
            }
            let configuration = Installation.current.engineConfiguration(connections)
            end = try await runUntilInterrupted(
                shown.map { entry in
                    { try await entry.run.run(configuration) { try await body($0, entry.run.id, entry.view) } }
                },
                views: shown.map(\.view)
            )
        } catch {
            await set.release()
            throw error
        }
        await set.release()
        var isGood = true
        for (entry, result) in zip(shown, end.results) {
            entry.view.finish()
            let report = RunReport(
                result,
                of: entry.origin.identity.stateMachineName,
                compiled: nil,
                in: entry.origin.program,
                elapsed: .now - began
            )
            report.show(asJSON: json, isQuiet: quiet)
            if report.status != .succeeded { isGood = false }
        }
        if end.isInterrupted { throw CommandStatus.interrupted }
        if !isGood { throw CommandStatus.failed }
    }

    /// A view for each run: one alone is shown as `run` shows it, several as lines.
    private func views(
        of set: LocalRunSet
    ) async throws -> [(run: LocalRun, origin: ExecutionOrigin, view: any RunView)] {
        var shown: [(run: LocalRun, origin: ExecutionOrigin, view: any RunView)] = []
        for run in set.runs {
            guard let origin = try await set.store.origin(of: run.id) else { continue }
            let identity = origin.identity
            let view: any RunView
            if json {
                view = JSONLinesView(identity)
            } else if quiet {
                view = QuietView()
            } else if set.runs.count == 1, Terminal.standardError.isInteractive {
                let depths = StateDepths(origin.program.source?.definition.json ?? [:])
                view = TerminalView(title: "\(identity.stateMachineName)  \(identity.name)", depths: depths)
            } else {
                Terminal.standardError.write("\(identity.stateMachineName)  \(identity.name)  goes on\n")
                view = LineView()
            }
            shown.append((run, origin, view))
        }
        return shown
    }
}
