import FlowConnections
import FlowEngine
import FlowJSON
import FlowMachine
import FlowTasks
import Glibc
import Logging
import StatesLanguage
import Synchronization
import Testing

@Suite("An attempt", .timeLimit(.minutes(5)))
struct AttemptTests {
    @Test("has a folder of its own, which is gone afterwards with all that is in it")
    func scratch() async throws {
        let journal = Journal()
        let flow = try TestFlow(
            task: "write",
            TestHandler("write") { _, context in
                journal.note(context.scratchDirectory)
                #expect(mkdir("\(context.scratchDirectory)/deep", 0o700) == 0)
                #expect(symlink("/etc", "\(context.scratchDirectory)/deep/link") == 0)
                let file = open("\(context.scratchDirectory)/deep/file", O_CREAT | O_WRONLY, 0o600)
                #expect(file >= 0)
                close(file)
                return nil
            }
        )
        #expect(try await flow.run().output == .null)
        let directory = try #require(journal.lines.first)
        #expect(access(directory, F_OK) != 0)
        let parent = directory[..<(try #require(directory.lastIndex(of: "/")))]
        #expect(access(String(parent), F_OK) != 0)
        #expect(access("/etc/passwd", F_OK) == 0)
    }

    @Test("that failed because its folder cannot be made says so")
    func noDirectory() async throws {
        let flow = try TestFlow(
            """
            {"StartAt": "Break", "States": {
             "Break": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "break"))", "Next": "Write"},
             "Write": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "write"))", "End": true}}}
            """,
            TestHandler("break") { _, context in
                // Somebody removes the engine's folder while it runs.
                let directory = context.scratchDirectory
                let parent = directory[..<(try #require(directory.lastIndex(of: "/")))]
                #expect(rmdir(directory) == 0 && rmdir(String(parent)) == 0)
                return nil
            },
            TestHandler("write") { _, context in throw TaskFailure(error: "Lost", cause: context.scratchDirectory) }
        )
        let result = try await flow.run()
        #expect(result.error == "Task.NoScratchDirectory")
        #expect(result.cause?.contains("cannot be made: No such file or directory.") == true)
    }

    @Test("cannot begin where no folder can be made, and says so")
    func noScratch() async throws {
        var flow = try TestFlow(task: "echo", .echo)
        flow.configuration.scratchRoot = "/nowhere"
        let failing = flow
        let error = await #expect(throws: TaskFailure.self) { try await failing.run() }
        #expect(error?.cause == "No folder for temporary files can be made in /nowhere: No such file or directory.")
    }

    @Test("lets no secret out: not in output, causes, progress or log lines")
    func secrets() async throws {
        let lines = Journal()
        let observer = JournalObserver()
        var flow = try TestFlow(
            """
            {"StartAt": "Tell", "States": {
             "Tell": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "tell"))", "Next": "Fail"},
             "Fail": {"Type": "Task", "Resource": "\(TaskResource.arn(of: "fail"))", "End": true}}}
            """,
            TestHandler("tell") { _, context in
                #expect(context.connections["db"]?.secrets["password"]?.revealed == "correct-horse")
                context.logger.warning("with correct-horse", metadata: ["p": "correct-horse"])
                context.report(TaskProgress(bytes: 5, note: "correct-horse"))
                return ["password": "correct-horse"]
            },
            TestHandler("fail") { _, _ in throw TaskFailure(error: "Login", cause: "denied for correct-horse") }
        )
        flow.configuration.connections = Connections([
            try Connection(name: "db", parsing: "postgres://u:correct-horse@h/d")
        ])
        flow.configuration.logger = Logger(label: "test") { _ in JournalLog(journal: lines) }
        let result = try await flow.run(["given": "correct-horse"], observer: observer)
        #expect(result.cause == "denied for ••••")
        let shown = "\(result.history) \(observer.journal.lines) \(lines.lines)"
        #expect(!shown.contains("correct-horse"))
        #expect(lines.lines == ["with •••• [execution: run-1] [p: ••••] [state: Tell]"])
        #expect(observer.journal.lines.contains("progress of Tell: 5 bytes, ••••"))
    }

    @Test("in a Map tells its observer which iteration it belongs to")
    func iterations() async throws {
        let observer = JournalObserver()
        let flow = try TestFlow(
            """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "MaxConcurrency": 1,
             "ItemProcessor": {"StartAt": "E", "States": {"E": {"Type": "Task",
              "Resource": "\(TaskResource.arn(of: "echo"))", "End": true}}}}}}
            """,
            .echo
        )
        #expect(try await flow.run(["a", "b"], observer: observer).output == ["a", "b"])
        #expect(
            observer.journal.lines.filter { $0.hasPrefix("started") } == [
                "started echo in E[0], attempt 1", "started echo in E[1], attempt 1",
            ]
        )
    }
}

/// Writes log lines into a journal.
private struct JournalLog: LogHandler {
    let journal: Journal
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        journal.note("\(event.message) " + all.map { "[\($0.key): \($0.value)]" }.joined(separator: " "))
    }
}
