import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

/// Tasks that are cancelled, or lose their server, in the middle of their rows.
struct InterruptionTests {
    private enum Way: String, CaseIterable {
        case copied
        case bound
        case jsonLines
        case load
    }

    /// Runs a task that never ends by itself.
    private func runEndlessly(_ way: Way, _ bench: Workbench) async throws {
        let rows =
            bench.kind == .sqlite
            ? "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t"
            : "SELECT n, generate_series(1, 1000000000000) AS m FROM (VALUES (1)) AS v (n)"
        switch way {
        case .copied: _ = try await bench.run(ExportRows("db", Value(rows), to: bench.file("out")))
        case .bound:
            _ = try await bench.run(
                ExportRows("db", Value("\(rows) WHERE n > $1"), parameters: [0], to: bench.file("out"))
            )
        case .jsonLines:
            _ = try await bench.run(ExportRows("db", Value(rows), to: bench.file("out"), format: .jsonLines))
        case .load:
            _ = try await bench.run(
                LoadRows("db", table: Value(bench.table("t")), from: bench.file("endless.csv"), replacing: true)
            )
        }
    }

    private func expectNothingLeft(_ bench: Workbench) async throws {
        #expect(bench.storage["out"] == nil)
        #expect(bench.storage.openSinkCount == 0)
        let rows = try await bench.query("SELECT id FROM \(bench.table("t"))")
        #expect(rows == [["id": -1]])
    }

    /// Runs `interrupt` when the task's rows flow, and gives what the task ended with.
    private func end(
        of way: Way,
        _ bench: Workbench,
        interrupt: (inout ThrowingTaskGroup<(any Error)?, any Error>) async throws -> Void
    ) async throws -> (any Error)? {
        try await bench.execute("CREATE TABLE \(bench.table("t")) (id bigint)")
        try await bench.execute("INSERT INTO \(bench.table("t")) VALUES (-1)")
        return try await withThrowingTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await runEndlessly(way, bench)
                    return nil
                } catch {
                    return error
                }
            }
            let patience = ContinuousClock.now + .seconds(30)
            while (bench.monitor.last?.bytes ?? 0) == 0, ContinuousClock.now < patience {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await interrupt(&group)
            return try await group.next() ?? nil
        }
    }

    @Test("leaves nothing when it is cancelled", arguments: Workbench.Kind.available, Way.allCases)
    private func cancelled(kind: Workbench.Kind, way: Way) async throws {
        try await Workbench.with(kind) { bench in
            let error = try await end(of: way, bench) { group in group.cancelAll() }
            #expect(error is CancellationError, "\(String(describing: error))")
            try await expectNothingLeft(bench)
            guard kind != .sqlite else { return }
            let running =
                "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()"
            // The server needs a moment to notice, on a busy machine a long one.
            let patience = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < patience {
                if try await bench.query(running, .string(bench.schema))[0]["n"] == 0 { return }
                try await Task.sleep(for: .milliseconds(10))
            }
            Issue.record("The server goes on with a statement that was cancelled.")
        }
    }

    @Test(
        "names a connection that broke, and leaves nothing",
        .enabled(if: TestServers.hasPostgres),
        arguments: Way.allCases
    )
    private func lost(way: Way) async throws {
        try await Workbench.with(.postgres) { bench in
            let error = try await end(of: way, bench) { _ in
                let terminate = """
                    SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
                    WHERE application_name = $1 AND pid <> pg_backend_pid() AND state = 'active'
                    """
                // Connections that are closed already may still be listed, as idle.
                let ended = try await bench.query(terminate, .string(bench.schema))
                #expect(ended.count == 1)
            }
            let failure = try #require(error as? TaskFailure)
            #expect(failure.error.text == "SQL.ConnectionLost", "\(failure)")
            // The server's word arrives only where it was not in the middle of its own.
            let parts = ["terminating connection", "the server closed it"]
            #expect(parts.contains(where: failure.cause.contains), "\(failure.cause)")
            try await expectNothingLeft(bench)
        }
    }
}
