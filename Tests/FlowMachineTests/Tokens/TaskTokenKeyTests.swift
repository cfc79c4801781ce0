import FlowJSON
import StatesLanguage
import Testing

@testable import FlowMachine

@Suite("The keys of task tokens")
struct TaskTokenKeyTests {
    private static func asking(_ next: (String, JSON)) -> JSON {
        [
            "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": ["QueueUrl": "q", "MessageBody.$": "$$.Task.Token"], next.0: next.1,
        ]
    }
    private static let machine: JSON = [
        "StartAt": "One", "States": ["One": asking(("Next", "Two")), "Two": asking(("End", true))],
    ]

    /// An execution that waits for its first token.
    private func begun(key: TaskTokenKey?) throws -> (Interpreter, token: String) {
        let run = try VirtualRun(Self.machine)
        var interpreter = Interpreter(program: run.program, execution: run.identity, randomSeed: 1, tokenKey: key)
        let token = try token(of: .start(input: [:]), &interpreter)
        return (interpreter, token)
    }

    /// The token of the task that an event leads to.
    private func token(of event: Event, _ interpreter: inout Interpreter) throws -> String {
        let outcome = interpreter.handle(event, at: Timestamp(milliseconds: 1_763_716_440_123))
        let tokens = outcome.effects.compactMap { effect in
            if case .scheduleTask(let task) = effect { task.taskToken } else { nil }
        }
        return try #require(tokens.first)
    }

    @Test("hash as SipHash's authors say")
    func vector() {
        let key = TaskTokenKey(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        #expect(key.hash(0x0706_0504_0302_0100) == 0x93f5_f579_9a93_2462)
    }

    @Test("decide the tokens, whatever the seed of random functions is")
    func keys() throws {
        let token = try begun(key: TaskTokenKey(1, 2)).token
        #expect(TaskToken(token)?.task == TaskID(rawValue: 1))
        #expect(try begun(key: TaskTokenKey(1, 2)).token == token)
        for other in [TaskTokenKey(1, 3), TaskTokenKey(2, 2), nil] {
            #expect(try begun(key: other).token != token)
        }
    }

    @Test("are kept with the execution", arguments: [TaskTokenKey(.max, 7), nil])
    func snapshot(key: TaskTokenKey?) throws {
        var (interpreter, first) = try begun(key: key)
        let run = try VirtualRun(Self.machine)
        var restored = try Interpreter(
            program: run.program,
            execution: run.identity,
            snapshot: JSON(parsing: interpreter.snapshot.text)
        )
        let answer = Event.taskSucceeded(TaskID(rawValue: 1), [:])
        let second = try token(of: answer, &interpreter)
        #expect(second != first)
        #expect(try token(of: answer, &restored) == second)
    }
}
