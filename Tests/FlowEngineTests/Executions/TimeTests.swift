import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import StatesLanguage
import Testing

@Suite("Time", .timeLimit(.minutes(5)))
struct TimeTests {
    let clock = ManualClock()

    @Test("goes by in a Wait state without anybody waiting")
    func wait() async throws {
        let flow = try TestFlow(
            #"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 86400, "End": true}}}"#,
            clock: clock
        )
        let begin = clock.now
        let result = try await flow.run(beside: { [clock] in await clock.skipEverySleep() })
        #expect(result.status == .succeeded(output: [:]))
        #expect(result.history.last?.timestamp == begin.adding(seconds: 86_400))
    }

    @Test("lies between the attempts of a state, as its retrier says")
    func retry() async throws {
        let observer = JournalObserver()
        let flow = try TestFlow(
            task: "shaky",
            fields: #""Retry": [{"ErrorEquals": ["Shaky"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 2}]"#,
            TestHandler("shaky") { _, context in
                if context.attempt < 3 { throw TaskFailure(error: "Shaky", cause: "attempt \(context.attempt)") }
                return .string(context.idempotencyKey)
            },
            clock: clock
        )
        let begin = clock.now
        let result = try await flow.run(observer: observer, beside: { [clock] in await clock.skipEverySleep() })
        #expect(result.output == .string("\(TestFlow.identity.id):2:3"))
        #expect(result.history.last?.timestamp == begin.adding(seconds: 8))
        #expect(
            observer.journal.lines.filter { !$0.contains("Activity") && !$0.contains("Execution") } == [
                "TaskStateEntered Work", "started shaky in Work[], attempt 1", "failed Work: Shaky: attempt 1",
                "attempt 2 of Work at \(begin.adding(seconds: 2))", "started shaky in Work[], attempt 2",
                "failed Work: Shaky: attempt 2", "attempt 3 of Work at \(begin.adding(seconds: 8))",
                "started shaky in Work[], attempt 3", "ended Work", "TaskStateExited Work",
            ]
        )
    }

    @Test("ends a handler that takes longer than TimeoutSeconds")
    func timeout() async throws {
        let ends = Journal()
        let flow = try TestFlow(
            task: "endless",
            fields: #""TimeoutSeconds": 5"#,
            .endless("endless", ends),
            clock: clock
        )
        let begin = clock.now
        let result = try await flow.run(
            beside: { [clock] in
                await ends.wait(for: "began Work")
                await clock.skipEverySleep()
            }
        )
        #expect(result.error == "States.Timeout")
        #expect(ends.lines == ["began Work", "ended Work"])
        #expect(result.history.last?.timestamp == begin.adding(seconds: 5))
        #expect(result.types.contains("ActivityTimedOut"))
    }

    @Test("gives a handler its deadline")
    func deadline() async throws {
        let flow = try TestFlow(
            task: "look",
            fields: #""TimeoutSeconds": 60"#,
            TestHandler("look") { _, context in
                let deadline = try #require(context.deadline)
                let left = deadline - ContinuousClock.now
                return .bool(left > .seconds(30) && left <= .seconds(60))
            },
            clock: clock
        )
        #expect(try await flow.run().output == true)
    }

    @Test("ends a handler that sends no heartbeat, and not one that does")
    func heartbeat() async throws {
        let ends = Journal()
        let flow = try TestFlow(
            task: "beat",
            fields: #""HeartbeatSeconds": 10"#,
            TestHandler("beat") { [clock] _, context in
                for _ in 0..<3 {
                    clock.advance(bySeconds: 6)
                    context.heartbeat()
                }
                ends.note("beat")
                do {
                    try await Task.sleep(for: .seconds(3_600))
                } catch {
                    ends.note("ended")
                    throw error
                }
                return nil
            },
            clock: clock
        )
        let begin = clock.now
        let result = try await flow.run(
            beside: { [clock] in
                await ends.wait(for: "beat")
                await clock.skipEverySleep()
            }
        )
        #expect(result.error == "States.HeartbeatTimeout")
        #expect(ends.lines == ["beat", "ended"])
        #expect(result.history.last?.timestamp == begin.adding(seconds: 28))
    }

    @Test("ends an execution that takes longer than the machine's TimeoutSeconds")
    func machineTimeout() async throws {
        let ends = Journal()
        let flow = try TestFlow(
            """
            {"TimeoutSeconds": 7, "StartAt": "W", "States": {"W": {"Type": "Task",
             "Resource": "\(TaskResource.arn(of: "endless"))", "End": true}}}
            """,
            .endless("endless", ends),
            clock: clock
        )
        let result = try await flow.run(
            beside: { [clock] in
                await ends.wait(for: "began W")
                await clock.skipEverySleep()
            }
        )
        #expect(result.status == .timedOut)
        #expect(ends.lines == ["began W", "ended W"])
    }

    @Test("of the machine's own clock goes by too")
    func systemClock() async throws {
        let flow = try TestFlow(
            #"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 0, "End": true}}}"#,
            clock: SystemClock()
        )
        #expect(try await flow.run().output == [:])
        let clock = SystemClock()
        let begin = clock.now
        try await clock.sleep(until: begin.adding(milliseconds: 5))
        #expect(clock.now >= begin.adding(milliseconds: 5))
        try await clock.sleep(until: Timestamp(milliseconds: .min))
    }
}
