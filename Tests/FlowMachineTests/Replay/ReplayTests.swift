import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Replay")
struct ReplayTests {
    private static let machine: JSON = [
        "StartAt": "Call",
        "States": [
            "Call": [
                "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "Next": "Rest",
                "Retry": [["ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL"]],
            ],
            "Rest": ["Type": "Wait", "Seconds": 60, "End": true],
        ],
    ]

    private func replay(_ history: [HistoryEvent], of run: VirtualRun) throws -> Replay {
        try Replay(of: history, program: run.program, execution: run.identity, randomSeed: 1)
    }

    @Test("an execution that waits goes on where it was, and its timer is due as before")
    func goesOn() throws {
        var run = try VirtualRun(Self.machine)
        run.run()
        run.answer(.failure(TaskFailure(error: "E", cause: "c")))
        run.passTime()
        run.answer(.success(["answer": 42]))
        var replay = try replay(run.events, of: run).interpreter
        #expect(try self.replay(run.events, of: run).timers == run.timers)
        let timer = try #require(run.nextTimer)
        run.fire(timer)
        let outcome = replay.handle(.timerFired(timer), at: run.now)
        #expect(outcome.status == .succeeded(output: ["answer": 42]))
        #expect(outcome.events == Array(run.events.suffix(outcome.events.count)))
    }

    @Test("a task that has not answered is there with all that its handler needs")
    func pendingTask() throws {
        var run = try VirtualRun(Self.machine)
        run.run(["n": 1])
        #expect(try replay(run.events, of: run).tasks == run.tasks)
    }

    @Test("a history that does not fit is refused with the event's number")
    func otherHistory() throws {
        var run = try VirtualRun(Self.machine)
        run.run()
        run.answer(.success([:]))
        run.passTime()
        let other = try VirtualRun([
            "StartAt": "Rest", "States": ["Rest": ["Type": "Wait", "Seconds": 60, "End": true]],
        ])
        let diagnostic = try #require(throws: Diagnostic.self) { try replay(run.events, of: other) }
        #expect(diagnostic.message.contains("event 1, ExecutionStarted"))
        let gap = Array(run.events.prefix(3)) + Array(run.events.dropFirst(4))
        let second = try #require(throws: Diagnostic.self) { try replay(gap, of: run) }
        #expect(second.message.contains("event 5"))
    }

    @Test("of nothing there is an execution that has not started")
    func empty() throws {
        let run = try VirtualRun(Self.machine)
        #expect(try replay([], of: run).interpreter.startedAt == nil)
    }
}
