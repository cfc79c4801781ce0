import FlowEngine
import FlowJSON
import FlowStore
import FlowTasks
import StatesLanguage
import Testing

@Suite("Task tokens while the store fails", .timeLimit(.minutes(5)))
struct FailingStoreTokenTests {
    /// One branch waits for an answer; the other one works and does not hear that it is to end.
    static let machine = """
        {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
         {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
          "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
          "Parameters": {"token.$": "$$.Task.Token"}}}},
         {"StartAt": "Work", "States": {"Work": {"Type": "Task", "End": true,
          "Resource": "\(TaskResource.arn(of: "work"))"}}}]}}}
        """

    @Test("who answers is told the failure, also when asking again, until the execution takes the answer")
    func failure() async throws {
        let (calls, release, clock) = (Journal(), Signal(), ManualClock())
        let store = FailingStore(failing: .max ... .max)
        var flow = try TestFlow(
            Self.machine,
            TestHandler("work") { _, _ in
                while !release.hasFired { await Task.yield() }
                return "worked"
            },
            clock: clock
        )
        flow.configuration.store = store
        flow.configuration.handlers.register(
            TestCaller { arguments, context in
                context.monitor.started()
                calls.note(arguments["token"]?.stringValue ?? "none")
                return ["MessageId": "1"]
            }
        )
        try await Engine.with(flow.configuration) { [flow] engine in
            try await engine.resume()
            let observer = JournalObserver()
            let id = try await engine.start(flow.program, as: TestFlow.identity, input: [:], observer: observer)
            await observer.journal.wait(for: "TaskSubmitted Ask")
            await observer.journal.wait(for: "ActivityStarted Work")
            let token = try #require(calls.lines.last)

            store.failNext()
            for _ in 0..<3 {
                let failure = await #expect(throws: StoreError.self) {
                    try await engine.succeed(token: token, output: "answered")
                }
                #expect(failure?.code == .unavailable)
            }
            release.fire()

            while true {
                do {
                    try await engine.succeed(token: token, output: "answered")
                    break
                } catch is StoreError {
                    if await clock.nextAwakening() != nil { clock.advance(bySeconds: 1) }
                    await Task.yield()
                }
            }
            let result = try await engine.result(of: id)
            #expect(result.output == ["answered", "worked"])
            #expect(result.types.filter { $0 == "TaskSucceeded" }.count == 1)
        }
        #expect(calls.lines.count == 1)
    }
}
