import FlowDSL
import Testing

@testable import FlowCLI

private struct Fine: Flow {
    static let name = "fine"
    static let summary = "Ends well."
    struct Input: FlowInput { let day = Parameter<String>("The day.") }
    func states(_ input: References<Input>) { pass("Only", input.day) }
}

private struct Failing: Flow {
    static let name = "failing"
    static let summary = "Ends badly."
    func states(_ input: References<NoInput>) { fail("Only", error: "Test.Failed", cause: "It was meant to.") }
}

@Suite("Exit statuses")
struct CommandStatusTests {
    static let installation = Installation(domains: [Domain("test", summary: "", flows: [Fine(), Failing()])])

    @Test(
        "each way to end has its status",
        arguments: [
            (["run", "fine", "day=x", "--quiet", "--store", "memory"], CommandStatus.done),
            (["run", "test/fine", "--input", #"{"day": "x"}"#, "--quiet", "--store", "memory"], .done),
            (["run", "failing", "--quiet", "--store", "memory"], .failed),
            (["run", "fine"], .wrongUse),
            (["run", "fine", "dya=x"], .wrongUse),
            (["run", "fine", "--input", "{"], .wrongUse),
            (["run", "fine", "day=x", "--connections", "/nonexistent.yaml"], .wrongUse),
            (["run", "fien"], .wrongUse),
            (["run", "/nonexistent.json"], .wrongUse),
            (["state", "fine", "Olny"], .wrongUse),
            (["export", "fine", "--account", "12"], .wrongUse),
            (["validate", "fine"], .done),
            (["graph", "fine"], .done),
            (["graph", "fine", "--output", "/nonexistent.png"], .wrongUse),
            (["list"], .done),
            (["--help"], .done),
            (["bogus"], .wrongUse),
        ]
    )
    func statuses(arguments: [String], status: CommandStatus) async {
        let found = await Installation.$current.withValue(Self.installation) { () async -> CommandStatus in
            await FlowTaskCommand.status(of: arguments)
        }
        #expect(found == status, "\(arguments)")
    }
}
