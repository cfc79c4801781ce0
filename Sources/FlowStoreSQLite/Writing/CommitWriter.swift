import FlowMachine
import FlowStore
import GRDB
import StatesLanguage

/// Writes prepared commits; only for the writer.
struct CommitWriter: Sendable {
    let names: NameTable
    let programs: ProgramTable

    /// Checks a commit, then writes it.
    ///
    /// - Throws: `StoreError` where it does not follow what there is; nothing is written then.
    func write(_ commit: PreparedCommit, in db: Database) throws {
        let known = try place(of: commit.id, in: db)
        let number: Int64
        if commit.expectedVersion == 0 {
            guard known == nil else {
                throw StoreError(.alreadyExists, "There is an execution \(commit.id) already.")
            }
            number = try insert(commit, in: db)
        } else {
            guard let known else { throw StoreError.missing(commit.id) }
            guard known.version == commit.expectedVersion else {
                throw StoreError(
                    .versionConflict,
                    "The execution \(commit.id) is at version \(known.version) and not at \(commit.expectedVersion)."
                )
            }
            number = known.number
            try update(commit, from: known, in: db)
        }
        for row in commit.eventRows {
            try db.cachedStatement(sql: "INSERT INTO history (key, events) VALUES (?, ?)")
                .execute(arguments: [RowKey.of(number, row.first), row.events])
        }
        try writeTasksAndTimers(of: commit, number, in: db)
        try writeMapRuns(of: commit, number, in: db)
        if let progress = commit.progress {
            let sql = "INSERT OR REPLACE INTO progress (number, version, is_unsettled, snapshot) VALUES (?, ?, ?, ?)"
            try db.cachedStatement(sql: sql)
                .execute(
                    arguments: [number, commit.expectedVersion + 1, progress.isUnsettled ? 1 : 0, progress.snapshot]
                )
        }
    }

    private struct Place {
        var number: Int64
        var version: Int
        var hasEnded: Bool
    }

    private func place(of id: ExecutionID, in db: Database) throws -> Place? {
        let sql = """
            SELECT e.number, coalesce(p.version, e.version), e.status FROM executions e
            LEFT JOIN progress p ON p.number = e.number WHERE e.id = ?
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]) else { return nil }
        return Place(number: row[0], version: row[1], hasEnded: row[2] != ExecutionPhase.running.column)
    }

    private func insert(_ commit: PreparedCommit, in db: Database) throws -> Int64 {
        // The definition first: where it can't be kept, nothing is.
        let definition = try programs.number(of: commit.program, in: db)
        func optionalName(_ name: String?) throws -> Int64? { try name.map { try names.number(of: $0, in: db) } }
        let arguments: StatementArguments = [
            commit.id.text, try names.number(of: commit.identity.stateMachineID, in: db), commit.phase.column,
            commit.child == nil ? 0 : 1, commit.startedAt.milliseconds,
            commit.ending == nil ? nil : commit.moment.milliseconds, try optionalName(commit.attributes?.version),
            try optionalName(commit.attributes?.alias), try optionalName(commit.child?.mapRunARN),
            commit.child?.number, commit.child?.items, commit.child?.isBatch, definition, commit.identity.name,
            try names.number(of: commit.identity.stateMachineName, in: db),
            try names.number(of: commit.identity.roleARN, in: db), 1, commit.eventCount, commit.limits,
            commit.attributes?.text, commit.ending?.result, commit.input, commit.ending?.snapshot,
        ]
        let sql = """
            INSERT INTO executions (
                id, machine, status, is_child, started, stopped, machine_version, alias, map_run, child_number,
                child_items, child_is_batch, definition, name, machine_name, role, version, events, limits, attributes,
                result, input, snapshot)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        return db.lastInsertedRowID
    }

    private func update(_ commit: PreparedCommit, from known: Place, in db: Database) throws {
        if let attributes = commit.attributes {
            let version = try attributes.version.map { try names.number(of: $0, in: db) }
            let alias = try attributes.alias.map { try names.number(of: $0, in: db) }
            let sql = "UPDATE executions SET attributes = ?, machine_version = ?, alias = ? WHERE number = ?"
            try db.cachedStatement(sql: sql).execute(arguments: [attributes.text, version, alias, known.number])
        }
        if let ending = commit.ending {
            // What comes for an ended execution and changes nothing leaves its end as it was.
            let isNews = !known.hasEnded || !commit.eventRows.isEmpty
            let sql = """
                UPDATE executions SET status = ?, stopped = CASE WHEN ? THEN ? ELSE stopped END, version = ?, events = ?,
                redrives = ?, redriven = ?, result = ?, snapshot = ? WHERE number = ?
                """
            try db.cachedStatement(sql: sql)
                .execute(
                    arguments: [
                        commit.phase.column, isNews, commit.moment.milliseconds, commit.expectedVersion + 1,
                        commit.eventCount, commit.redriveCount, commit.redrivenAt?.milliseconds, ending.result,
                        ending.snapshot, known.number,
                    ]
                )
            try db.cachedStatement(sql: "DELETE FROM progress WHERE number = ?").execute(arguments: [known.number])
        } else if known.hasEnded {
            let sql = """
                UPDATE executions SET status = ?, stopped = NULL, redrives = ?, redriven = ?, result = NULL,
                snapshot = NULL WHERE number = ?
                """
            try db.cachedStatement(sql: sql)
                .execute(
                    arguments: [
                        commit.phase.column, commit.redriveCount, commit.redrivenAt?.milliseconds, known.number,
                    ]
                )
        }
    }

    private func writeTasksAndTimers(of commit: PreparedCommit, _ number: Int64, in db: Database) throws {
        for (id, task) in commit.scheduledTasks {
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO tasks (key, task) VALUES (?, ?)")
                .execute(arguments: [RowKey.of(number, id.rawValue), task])
        }
        for id in commit.endedTasks {
            try db.cachedStatement(sql: "DELETE FROM tasks WHERE key = ?")
                .execute(arguments: [RowKey.of(number, id.rawValue)])
        }
        for timer in commit.startedTimers {
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO timers (key, due) VALUES (?, ?)")
                .execute(arguments: [RowKey.of(number, timer.id.rawValue), timer.due.milliseconds])
        }
        for id in commit.endedTimers {
            try db.cachedStatement(sql: "DELETE FROM timers WHERE key = ?")
                .execute(arguments: [RowKey.of(number, id.rawValue)])
        }
    }

    private func writeMapRuns(of commit: PreparedCommit, _ number: Int64, in db: Database) throws {
        for (run, order) in commit.startedMapRuns {
            let sql = """
                INSERT OR REPLACE INTO map_runs (arn, execution, run, is_running, started, state, map_order)
                VALUES (?, ?, ?, 1, ?, ?, ?)
                """
            let arguments: StatementArguments = [
                run.arn, number, run.order.id.rawValue, run.startedAt.milliseconds, run.state.text, order,
            ]
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
        }
        for id in commit.redrivenMapRuns {
            let sql = "SELECT number, state FROM map_runs WHERE execution = ? AND run = ?"
            let arguments: StatementArguments = [number, id.rawValue]
            guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) else { continue }
            var state = try MapRunState(stored: row[1])
            state.redrive(at: commit.moment)
            try db.cachedStatement(sql: "UPDATE map_runs SET is_running = 1, state = ? WHERE number = ?")
                .execute(arguments: [state.text, row[0] as Int64])
        }
        for ended in commit.endedMapRuns {
            let sql = "SELECT number, state FROM map_runs WHERE execution = ? AND run = ? AND is_running = 1"
            let arguments: StatementArguments = [number, ended.id.rawValue]
            guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments) else { continue }
            var state = try MapRunState(stored: row[1])
            state.status = ended.status
            state.stoppedAt = commit.moment
            try db.cachedStatement(sql: "UPDATE map_runs SET is_running = 0, state = ? WHERE number = ?")
                .execute(arguments: [state.text, row[0] as Int64])
        }
    }
}
