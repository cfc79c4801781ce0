import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("The table of runs")
struct RunTableTests {
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    @Test(
        "how long ago a run began",
        arguments: [
            (-5_000, "2026-11-18T11:06:45.000Z"), (400, "now"), (59_000, "59 s ago"), (60_000, "1 min ago"),
            (3_600_000, "1 h ago"), (86_400_000, "1 day ago"), (3 * 86_400_000, "3 days ago"),
            (20 * 86_400_000, "2026-10-29"),
        ] as [(Int64, String)]
    )
    func distance(milliseconds: Int64, text: String) {
        let moment = Timestamp(milliseconds: Self.now.milliseconds - milliseconds)
        #expect(RunTable.distance(from: moment, to: Self.now) == text)
    }

    @Test("columns stand below their heads; colour is only the status's")
    func lines() {
        let run = RunSummary(
            id: "arn:aws:states:us-east-1:123456789012:execution:import-orders:one",
            name: "one",
            flow: "import-orders",
            status: .timedOut,
            startedAt: Timestamp(milliseconds: Self.now.milliseconds - 5_000),
            stoppedAt: Timestamp(milliseconds: Self.now.milliseconds - 800)
        )
        let plain = RunTable(now: Self.now, hasColor: false).lines([run])
        #expect(
            plain == [
                "NAME  FLOW           STATUS     STARTED  TOOK", "one   import-orders  timed-out  5 s ago  4.2 s",
            ]
        )
        let colored = RunTable(now: Self.now, hasColor: true).lines([run])
        #expect(colored[1] == "one   import-orders  \u{1B}[31mtimed-out\u{1B}[0m  5 s ago  4.2 s")
    }

    @Test("AWS's words for what a run is", arguments: RunStatus.allCases)
    func words(status: RunStatus) {
        #expect(RunStatus(aws: status.awsName) == (status == .interrupted ? .running : status))
    }
}
