import Testing

@testable import FlowEngine

@Suite("A plan of a crash")
struct CrashPointTests {
    @Test("is a point and how often it is passed", arguments: ["after-commit:1", "timer-due:400", "started:7"])
    func plan(text: String) {
        #expect(CrashPlan(text) != nil)
    }

    @Test(
        "is nothing else",
        arguments: ["", "after-commit", "after-commit:", "after-commit:0", "nowhere:1", "started:1:2"]
    )
    func noPlan(text: String) {
        #expect(CrashPlan(text) == nil)
    }

    @Test("passes every other point")
    func others() throws {
        let plan = try #require(CrashPlan("after-commit:1"))
        for point in CrashPoint.allCases where point != .afterCommit { plan.pass(point) }
        let far = try #require(CrashPlan("after-commit:1000"))
        for _ in 0..<999 { far.pass(.afterCommit) }
    }
}
