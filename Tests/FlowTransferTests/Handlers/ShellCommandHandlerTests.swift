import FlowTasks
import Glibc
import StatesLanguage
import Testing

@testable import FlowTransfer

@Suite("Commands")
struct ShellCommandHandlerTests {
    private let context = makeContext([])

    @Test("get words, variables and input as they are, and give what was said")
    func output() async throws {
        let output = try await ShellCommandHandler().perform(
            ShellCommand(
                ["sh", "-c", "printf '%s|' \"$@\" \"$NAME\"; cat; echo oops >&2", "sh", "a b", "$HOME", ""],
                environment: ["NAME": "x y"],
                input: "in\nput"
            ),
            context
        )
        #expect(output.output == "a b|$HOME||x y|in\nput")
        #expect(output.errorOutput == "oops\n")
    }

    @Test("keep the end of what was said")
    func bounded() async throws {
        let output = try await ShellCommandHandler().perform(.line("seq 1 100000"), context)
        #expect(output.output.utf8.count == 100_000)
        #expect(output.output.hasSuffix("99999\n100000\n"))
    }

    @Test("take large input, also where the program does not want it")
    func input() async throws {
        let text = String(repeating: "x", count: 3_000_000)
        #expect(
            try await ShellCommandHandler().perform(ShellCommand(["wc", "-c"], input: Value(text)), context).output
                == "3000000\n"
        )
        #expect(
            try await ShellCommandHandler().perform(ShellCommand(["true"], input: Value(text)), context).output == ""
        )
    }

    @Test(
        "fail by their status",
        arguments: [
            (["sh", "-c", "echo why >&2; exit 3"], "Shell.ExitStatus.3"),
            (["sh", "-c", "kill -9 $$"], "Shell.ExitStatus.137"),
            (["no-such-program-here"], "Shell.NotFound"), (["/tmp"], "Shell.NotStarted"), ([], "Task.InvalidInput"),
        ] as [([String], String)]
    )
    func failures(command: [String], error: String) async throws {
        await #expect { _ = try await ShellCommandHandler().perform(ShellCommand(Value(command)), context) } throws: {
            ($0 as? TaskFailure)?.error.text == error
        }
    }

    @Test("end with their children when cancelled")
    func cancelled() throws {
        let folder = TemporaryFolder()
        let line = "trap '' TERM; sh -c 'sleep 1; touch \(folder.path)/alive' & sleep 30; sleep 30"
        let (seconds, error) = try secondsToEnd(within: 0.8) { _ = try ProcessRun().run(["sh", "-c", line], $0) }
        #expect(error is CancellationError)
        #expect(seconds < 0.8)
        usleep(1_000_000)
        #expect(folder.names.isEmpty)
    }

    @Test("do not wait for what they left running")
    func background() throws {
        let start = ContinuousClock.now
        _ = try ProcessRun().run(["sh", "-c", "sleep 30 &"], Cancellation())
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
