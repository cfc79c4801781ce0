import FlowJSON
import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("The states of a history")
struct StateVisitsTests {
    /// Events as AWS writes them: id, previous id, type, and what it has of a name and an error.
    private static func visits(
        _ events: [(Int64, Int64, String, name: String?, error: String?)],
        closed: Bool = false
    ) -> StateVisits {
        var visits = StateVisits()
        for (id, previous, type, name, error) in events {
            var details = JSONObject()
            details["name"] = name.map { .string($0) }
            details["error"] = error.map { .string($0) }
            let json: JSON = [
                "timestamp": .double(Double(id)), "type": .string(type), "id": .integer(id),
                "previousEventId": .integer(previous), "someEventDetails": .object(details),
            ]
            visits.record(HistoryEntry(json))
        }
        if closed { visits.close(at: Timestamp(milliseconds: 99_000)) }
        return visits
    }

    @Test("a task that is retried has two attempts, and its time is that of both")
    func retried() throws {
        let row = try #require(
            Self.visits([
                (1, 0, "ExecutionStarted", nil, nil), (2, 0, "TaskStateEntered", "A", nil),
                (3, 2, "TaskScheduled", nil, nil), (4, 3, "TaskStarted", nil, nil), (5, 4, "TaskFailed", nil, "Lost"),
                (6, 5, "TaskScheduled", nil, nil), (7, 6, "TaskSucceeded", nil, nil),
                (8, 7, "TaskStateExited", "A", nil),
            ]).rows.first
        )
        #expect([row.attempts, row.entered, row.exited, row.failed] == [2, 1, 1, 0])
        #expect(row.error == "Lost")
        #expect(row.facts(until: Timestamp(milliseconds: 0)) == ["6.0 s", "2 attempts", "after Lost"])
    }

    @Test("states of a map lie deeper, stand for all iterations, and the map ends by its own exit")
    func map() {
        let rows = Self.visits([
            (1, 0, "ExecutionStarted", nil, nil), (2, 0, "MapStateEntered", "Each", nil),
            (3, 2, "MapStateStarted", nil, nil), (4, 3, "MapIterationStarted", "Each", nil),
            (5, 3, "MapIterationStarted", "Each", nil), (6, 4, "PassStateEntered", "In", nil),
            (7, 5, "PassStateEntered", "In", nil), (8, 6, "PassStateExited", "In", nil),
            (9, 8, "MapIterationSucceeded", "Each", nil), (10, 7, "PassStateExited", "In", nil),
            (11, 10, "MapIterationSucceeded", "Each", nil), (12, 11, "MapStateSucceeded", nil, nil),
            (13, 12, "MapStateExited", "Each", nil), (14, 13, "PassStateEntered", "After", nil),
        ]).rows
        #expect(rows.map(\.name) == ["Each", "In", "After"])
        #expect(rows.map(\.depth) == [0, 1, 0])
        #expect(rows.map(\.entered) == [1, 2, 1])
        #expect(rows.map(\.exited) == [1, 2, 0])
        #expect(rows.map(\.isRunning) == [false, false, true])
        #expect(rows[0].ended == Timestamp(milliseconds: 13_000))
    }

    @Test("what is open at the end has failed; a Fail state has failed when it was entered")
    func failed() {
        let events: [(Int64, Int64, String, name: String?, error: String?)] = [
            (1, 0, "ExecutionStarted", nil, nil), (2, 0, "ParallelStateEntered", "Both", nil),
            (3, 2, "ParallelStateStarted", nil, nil), (4, 3, "FailStateEntered", "No", nil),
            (5, 3, "WaitStateEntered", "Wait", nil), (6, 5, "WaitStateAborted", nil, nil),
            (7, 4, "ParallelStateFailed", nil, nil), (8, 7, "ExecutionFailed", nil, "Broken"),
        ]
        let rows = Self.visits(events, closed: true).rows
        #expect(rows.map(\.name) == ["Both", "No", "Wait"])
        #expect(rows.map(\.failed) == [1, 1, 1])
        #expect(rows.map(\.depth) == [0, 1, 1])
        #expect(rows.map(\.ended?.milliseconds) == [99_000, 4_000, 6_000])
    }
}
