import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Writes prepared commits; only for the writer.
struct CommitWriter: Sendable {
    let names: NameTable
    let programs: ProgramTable
    let statements: WriterStatements

    /// Checks a commit, then writes it.
    ///
    /// - Throws: `StoreError` where it does not follow what there is; nothing of it is written then.
    func write(_ commit: PreparedCommit, in db: Database) throws {
        let number: Int64
        var progressKey: Int64?
        if commit.expectedVersion == 0 {
            number = try insert(commit, in: db)
        } else {
            guard let known = try place(of: commit.id, in: db) else { throw StoreError.missing(commit.id) }
            guard known.version == commit.expectedVersion else {
                throw StoreError(
                    .versionConflict,
                    "The execution \(commit.id) is at version \(known.version) and not at \(commit.expectedVersion)."
                )
            }
            number = known.number
            progressKey = known.progressKey
            try update(commit, from: known, in: db)
        }
        for row in commit.eventRows {
            try statements.run(
                .appendEvents,
                [.integer(RowKey.ofEvent(row.first, number)), .text(row.events)],
                in: db
            )
        }
        try writeTasksAndTimers(of: commit, number, in: db)
        try writeMapRuns(of: commit, number, in: db)
        let newKey = commit.progress.map { RowKey.ofProgress(number, isUnsettled: $0.isUnsettled) }
        if let progressKey, progressKey != newKey {
            try statements.run(.deleteProgress, [.integer(progressKey)], in: db)
        }
        if let newKey, let progress = commit.progress {
            try statements.run(
                .writeProgress,
                [.integer(newKey), ColumnValue(commit.expectedVersion + 1), .text(progress.snapshot)],
                in: db
            )
        }
    }

    private struct Place {
        var number: Int64
        var version: Int
        var hasEnded: Bool
        /// The key of its row in `progress`, of an execution that runs.
        var progressKey: Int64?
    }

    private func place(of id: ExecutionID, in db: Database) throws -> Place? {
        let known = try statements.first(.findExecution, [.text(id.text)], in: db) { row in
            Place(
                number: row.integer(0),
                version: Int(row.integer(1)),
                hasEnded: row.integer(2) != ExecutionPhase.running.column
            )
        }
        guard var known else { return nil }
        if known.hasEnded { return known }
        for isUnsettled in [true, false] {
            let key = RowKey.ofProgress(known.number, isUnsettled: isUnsettled)
            let version = try statements.first(.findProgress, [.integer(key)], in: db) { Int($0.integer(0)) }
            if let version {
                known.version = version
                known.progressKey = key
                break
            }
        }
        return known
    }

    private func insert(_ commit: PreparedCommit, in db: Database) throws -> Int64 {
        // The definition first: where it can't be kept, nothing is.
        let definition = try programs.number(of: commit.program, in: db)
        func number(of name: String) throws -> ColumnValue { .integer(try names.number(of: name, in: db)) }
        func number(of name: String?) throws -> ColumnValue { try name.map { try number(of: $0) } ?? nil }
        let identity = commit.identity
        let values: [ColumnValue] = [
            .text(commit.id.text), try number(of: identity.stateMachineID), .integer(commit.phase.column),
            ColumnValue(commit.child != nil), .integer(commit.startedAt.milliseconds),
            commit.ending == nil ? nil : .integer(commit.moment.milliseconds),
            try number(of: commit.attributes?.version), try number(of: commit.attributes?.alias),
            try number(of: commit.child?.mapRunARN), ColumnValue(commit.child?.number),
            ColumnValue(commit.child?.items),
            commit.child.map { ColumnValue($0.isBatch) } ?? nil, .integer(definition), .text(identity.name),
            try number(of: identity.stateMachineName), try number(of: identity.roleARN), 1,
            ColumnValue(commit.eventCount), ColumnValue(commit.limits), ColumnValue(commit.attributes?.text),
            ColumnValue(commit.ending?.result), ColumnValue(commit.input), ColumnValue(commit.ending?.snapshot),
        ]
        try statements.run(.insertExecution, values, in: db)
        guard statements.changeCount(in: db) > 0 else {
            throw StoreError(.alreadyExists, "There is an execution \(commit.id) already.")
        }
        return db.lastInsertedRowID
    }

    private func update(_ commit: PreparedCommit, from known: Place, in db: Database) throws {
        if let attributes = commit.attributes {
            let version = try attributes.version.map { try names.number(of: $0, in: db) }
            let alias = try attributes.alias.map { try names.number(of: $0, in: db) }
            try statements.run(
                .setAttributes,
                [.text(attributes.text), ColumnValue(version), ColumnValue(alias), .integer(known.number)],
                in: db
            )
        }
        let redrives: [ColumnValue] = [
            ColumnValue(commit.redriveCount), ColumnValue(commit.redrivenAt?.milliseconds),
        ]
        if let ending = commit.ending {
            // What comes for an ended execution and changes nothing leaves its end as it was.
            let isNews = !known.hasEnded || !commit.eventRows.isEmpty
            let end: [ColumnValue] = [
                .integer(commit.phase.column), ColumnValue(isNews), .integer(commit.moment.milliseconds),
                ColumnValue(commit.expectedVersion + 1), ColumnValue(commit.eventCount),
            ]
            let rest: [ColumnValue] = [
                ColumnValue(ending.result), ColumnValue(ending.snapshot), .integer(known.number),
            ]
            try statements.run(.endExecution, end + redrives + rest, in: db)
        } else if known.hasEnded {
            let phase = ColumnValue.integer(commit.phase.column)
            try statements.run(.restartExecution, [phase] + redrives + [.integer(known.number)], in: db)
        }
    }

    private func writeTasksAndTimers(of commit: PreparedCommit, _ number: Int64, in db: Database) throws {
        for (id, task) in commit.scheduledTasks {
            try statements.run(.writeTask, [.integer(RowKey.ofTask(id.rawValue, number)), .text(task)], in: db)
        }
        for id in commit.endedTasks {
            try statements.run(.emptyTask, [.integer(RowKey.ofTask(id.rawValue, number))], in: db)
        }
        for timer in commit.startedTimers {
            let key = RowKey.of(number, timer.id.rawValue)
            try statements.run(.writeTimer, [.integer(key), .integer(timer.due.milliseconds)], in: db)
        }
        for id in commit.endedTimers {
            try statements.run(.deleteTimer, [.integer(RowKey.of(number, id.rawValue))], in: db)
        }
    }

    private func writeMapRuns(of commit: PreparedCommit, _ number: Int64, in db: Database) throws {
        for (run, order) in commit.startedMapRuns {
            let values: [ColumnValue] = [
                .text(run.arn), .integer(number), ColumnValue(run.order.id.rawValue),
                .integer(run.startedAt.milliseconds), .text(run.state.text), .text(order),
            ]
            try statements.run(.writeMapRun, values, in: db)
        }
        for id in commit.redrivenMapRuns {
            try change(id, of: number, by: .findMapRun, isRunning: true, in: db) { $0.redrive(at: commit.moment) }
        }
        for ended in commit.endedMapRuns {
            try change(ended.id, of: number, by: .findRunningMapRun, isRunning: false, in: db) { state in
                state.status = ended.status
                state.stoppedAt = commit.moment
            }
        }
    }

    private func change(
        _ id: MapRunID,
        of execution: Int64,
        by query: WriterQuery,
        isRunning: Bool,
        in db: Database,
        _ body: (inout MapRunState) -> Void
    ) throws {
        let values: [ColumnValue] = [.integer(execution), ColumnValue(id.rawValue)]
        let found = try statements.first(query, values, in: db) { row in
            (number: row.integer(0), state: try MapRunState(stored: row.text(1)))
        }
        guard var found else { return }
        body(&found.state)
        try statements.run(
            .setMapRun,
            [ColumnValue(isRunning), .text(found.state.text), .integer(found.number)],
            in: db
        )
    }
}
