import FlowConnections
import FlowDiagnostics
import FlowTasks
import StatesLanguage
import Testing

@Suite("An error of a handler")
struct TaskFailureWrappingTests {
    struct Plain: Error { var code = 7 }
    enum Choice: Error { case broken }
    struct Speaking: Error, CustomStringConvertible { var description: String { "The disk is full." } }
    struct Row: Decodable { var amount: Int }

    @Test(
        "becomes a failure that people can read",
        arguments: [
            (TaskFailure(error: "Mine", cause: "as it is"), "Mine", "as it is"),
            (Plain(), "States.TaskFailed", "Plain(code: 7)"),
            (Choice.broken, "States.TaskFailed", "Choice: broken"),
            (Speaking(), "States.TaskFailed", "The disk is full."),
            (
                Diagnostic(
                    code: "X1",
                    message: "It is wrong.",
                    location: TextLocation(file: "a.csv", line: 3),
                    hint: "Mend it."
                ),
                "States.TaskFailed", "It is wrong. (a.csv, line 3) Mend it."
            ),
            (
                DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "Odd.")),
                "States.TaskFailed", "What was read is not what was expected: Odd."
            ),
        ] as [(any Error, String, String)]
    )
    func wrapping(error: any Error, name: String, cause: String) throws {
        let failure = try TaskFailure(wrapping: error)
        #expect(failure.error.text == name)
        #expect(failure.cause == cause)
    }

    @Test("that says the attempt was cancelled stays what it is")
    func cancellation() {
        #expect(throws: CancellationError.self) { try TaskFailure(wrapping: CancellationError()) }
    }

    @Test("of a connection keeps its name")
    func connection() throws {
        do {
            _ = try Connections().connection(named: "lake")
        } catch {
            #expect(try TaskFailure(wrapping: error).error == "Connection.NotFound")
        }
    }
}
