import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("For how long ended executions are kept")
struct RetentionTests {
    @Test(
        "a number and a unit, or for ever",
        arguments: [
            ("90d", 7_776_000), ("12h", 43_200), ("30m", 1_800), ("0s", 0), ("2w", 1_209_600), ("forever", nil),
        ] as [(String, Int64?)]
    )
    func readings(text: String, seconds: Int64?) throws {
        let retention = try #require(Retention(argument: text))
        #expect(retention.seconds == seconds)
        #expect(Retention(argument: retention.defaultValueDescription) == retention)
    }

    @Test("anything else is refused", arguments: ["", "d", "90", "-1d", "1.5h", "90 d", "99999999999999999999d", "1y"])
    func refusals(text: String) {
        #expect(Retention(argument: text) == nil)
    }

    @Test("nothing is too old where everything is kept")
    func horizon() throws {
        let now = Timestamp(milliseconds: 1_763_716_440_123)
        #expect(Retention.usual.horizon(at: now) == now.adding(seconds: -90 * 86_400))
        #expect(Retention(seconds: nil).revisionHorizon(at: now) == Timestamp(milliseconds: .min))
    }
}
