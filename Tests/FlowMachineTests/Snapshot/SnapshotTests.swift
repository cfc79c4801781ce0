import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Snapshots")
struct SnapshotTests {
    private static let machine: JSON = [
        "StartAt": "Wait", "States": ["Wait": ["Type": "Wait", "Seconds": 5, "End": true]],
    ]

    @Test(
        "a snapshot that does not fit is refused with the place",
        arguments: [
            ("version", "4"), ("scopes", "7"), ("scopes", "[{}]"), ("counters", "[1]"), ("ready", "[9]"),
            ("timers", "[[1,[\"wait\",4]]]"), ("tasks", "[[1,{\"scope\":0}]]"), ("status", "[\"lost\"]"),
        ]
    )
    func damaged(key: String, text: String) throws {
        var run = try VirtualRun(Self.machine)
        run.send(.start(input: [:]))
        guard case .object(var object) = run.interpreter.snapshot else { return }
        object[key] = try JSON(parsing: text)
        let diagnostic = try #require(throws: Diagnostic.self) {
            try Interpreter(program: run.program, execution: run.identity, snapshot: .object(object))
        }
        #expect(diagnostic.message.contains("snapshot.\(key)"))
    }
}
