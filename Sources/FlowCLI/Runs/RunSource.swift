import FlowJSON

/// Where runs are kept: in a file of this machine, or at a server.
///
/// Commands that look at runs know nothing else of them; events are JSON as AWS's GetExecutionHistory has them.
protocol RunSource: Sendable {
    /// Hands over the runs that match, the latest started first, until `body` answers `false`.
    func eachRun(_ query: RunQuery, _ body: (RunSummary) throws -> Bool) async throws

    /// What is known of the run with that ARN, or `nil` where there is none.
    func details(of id: String) async throws -> RunDetails?

    /// Hands over a run's events in order, or from the last to the first, until `body` answers `false`.
    func eachEvent(of id: String, isReversed: Bool, _ body: (JSON) throws -> Bool) async throws

    /// The events in order that follow the one with the id `last`.
    func events(of id: String, after last: Int64) async throws -> [JSON]

    /// Ends a run as aborted; returns when it has ended.
    func stop(_ run: RunSummary, error: String?, cause: String?) async throws
}

extension RunSource {
    /// The latest runs that match, at most `limit`.
    func runs(_ query: RunQuery, limit: Int) async throws -> [RunSummary] {
        var runs: [RunSummary] = []
        guard limit > 0 else { return runs }
        try await eachRun(query) { run in
            runs.append(run)
            return runs.count < limit
        }
        return runs
    }

    /// The run that the user names: by its ARN, its name, the beginning of its name, or `last` for the latest one.
    func find(_ text: String) async throws -> RunSummary {
        if text.contains(":") {
            guard let run = try await details(of: text)?.summary else {
                throw CommandFailure("there is no run \"\(text)\". `flow-task runs` shows the runs.")
            }
            return run
        }
        if text == "last" {
            guard let run = try await runs(RunQuery(), limit: 1).first else {
                throw CommandFailure("there is no run yet.")
            }
            return run
        }
        var whole: [RunSummary] = []
        var begun: [RunSummary] = []
        try await eachRun(RunQuery()) { run in
            if run.name == text { whole.append(run) }
            if run.name.hasPrefix(text) { begun.append(run) }
            return true
        }
        let found = whole.isEmpty ? begun : whole
        guard let run = found.first else {
            throw CommandFailure("there is no run \"\(text)\". `flow-task runs` shows the runs.")
        }
        guard found.count == 1 else {
            let ids = found.prefix(5).map { whole.isEmpty ? $0.name : $0.id }.joined(separator: ", ")
            let more = found.count > 5 ? ", …" : ""
            throw CommandFailure(
                "\"\(text)\" is the beginning of \(found.count) runs: \(ids)\(more). Write more of it."
            )
        }
        return run
    }
}
