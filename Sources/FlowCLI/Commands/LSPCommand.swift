import ArgumentParser
import FlowDiagnostics
import FlowLanguageServer
import FlowTasks
import Glibc
import StatesLanguage

/// The command `flow-task lsp`.
struct LSPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serves an editor: diagnostics, completion, hover and more for Amazon States Language.",
        discussion: """
            Speaks the Language Server Protocol over standard input and output; editors start it.
            Exit status 0 after a shutdown, else 1.
            """
    )

    @OptionGroup var readingOptions: ReadingOptions

    func run() async throws {
        guard await EditorSession(reading: try readingOptions.resolve()).run() == 0 else { throw CommandStatus.failed }
    }
}

/// One editor's connection: reads, answers, and judges documents when nothing else is to do.
private struct EditorSession {
    let reading: SpecificationReading

    private enum Arrival: Sendable {
        case bytes([UInt8])
        case end
        case findings(DocumentCheck.Findings)
    }

    /// Runs until the client says `exit` or goes away, and gives the exit status.
    func run() async -> Int32 {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Arrival.self)
        var server = LanguageServer(judge: judge)
        return await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { arrived.yield(.end) }
                try await readInput(into: arrived)
            }
            var isChecking = false
            var status: Int32?
            for await arrival in arrivals {
                switch arrival {
                case .bytes(let bytes): server.receive(bytes)
                case .end: status = server.exitStatus ?? 1
                case .findings(let findings):
                    isChecking = false
                    server.take(findings)
                }
                Terminal.standardOutput.write(server.takeOutput())
                status = server.exitStatus ?? status
                if status != nil { break }
                guard !isChecking, let check = server.nextCheck() else { continue }
                isChecking = true
                group.addTask { arrived.yield(.findings(check.run())) }
            }
            group.cancelAll()
            return status ?? 1
        }
    }

    /// Reads standard input on a thread of its own until it ends or the session does.
    private func readInput(into arrived: AsyncStream<Arrival>.Continuation) async throws {
        try await runBlocking { cancellation in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while !cancellation.isCancelled {
                var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
                // The timeout lets the thread see that the session is over.
                guard poll(&input, 1, 100) > 0 else { continue }
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else { break }
                arrived.yield(.bytes(Array(buffer[..<count])))
            }
        }
    }

    private var judge: LanguageServer.Judge {
        { [reading] text, isYAML in
            isYAML
                ? YAMLDefinition.decode(text: text, file: "", reading: reading).diagnostics
                : StateMachineDefinition.decode(text: text, reading: reading).diagnostics
        }
    }
}
