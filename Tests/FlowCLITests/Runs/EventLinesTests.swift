import FlowJSON
import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("A run that is followed is told as lines")
struct EventLinesTests {
    private static func event(_ id: Int64, after previous: Int64, _ type: String, _ details: JSONObject) -> HistoryEntry
    {
        HistoryEntry([
            "timestamp": .double(1_795_000_000 + Double(id)), "type": .string(type), "id": .integer(id),
            "previousEventId": .integer(previous), "xEventDetails": .object(details),
        ])
    }

    @Test("states that are entered and left, and failures with the state in which they were")
    func lines() {
        var lines = EventLines()
        let events = [
            Self.event(1, after: 0, "ExecutionStarted", [:]),
            Self.event(2, after: 0, "TaskStateEntered", ["name": "A"]),
            Self.event(3, after: 2, "TaskScheduled", [:]),
            Self.event(4, after: 3, "TaskFailed", ["error": "Lost", "cause": "the line"]),
            Self.event(5, after: 4, "TaskScheduled", [:]),
            Self.event(6, after: 5, "TaskSucceeded", [:]),
            Self.event(7, after: 6, "TaskStateExited", ["name": "A"]),
            Self.event(8, after: 7, "ExecutionSucceeded", [:]),
        ]
        let texts = events.compactMap { lines.line($0) }.map { $0.split(separator: "  ", maxSplits: 1).last ?? "" }
        #expect(texts == ["A  entered", "A  failed: Lost: the line", "A  done in 5.0 s"])
        #expect(lines.lastState == "A")
    }

    @Test("the whole of a run for people")
    func details() {
        let run = RunSummary(
            id: "arn:aws:states:us-east-1:123456789012:execution:m:one",
            name: "one",
            flow: "m",
            status: .interrupted,
            startedAt: Timestamp(milliseconds: 1_795_000_000_000)
        )
        var visits = StateVisits()
        visits.record(Self.event(2, after: 0, "WaitStateEntered", ["name": "A"]))
        let now = Timestamp(milliseconds: 1_795_000_062_000)
        let lines = RunDetails(summary: run, input: ["n": 1]).lines(visits, now: now, hasColor: false)
        #expect(lines.first == "m  one  interrupted")
        #expect(lines.contains("  goes on flow-task resume one"))
        #expect(lines.contains("  input   {\n            \"n\": 1\n          }"), "\(lines)")
        #expect(lines.last == "… A  1:00")
    }

    @Test("a server is a scheme, a host and a port", arguments: ["127.0.0.1:8083", "ftp://x", "http://", "http://x/y"])
    func server(url: String) {
        #expect(throws: CommandFailure.self) { try ServerClient(url) }
        #expect(throws: Never.self) { try ServerClient("http://127.0.0.1:8083/") }
    }
}
