import ArgumentParser
import FlowConnections
import FlowDSL
import FlowDiagnostics
import FlowQuery
import FlowTasks
import FlowTransfer
import Glibc
import StatesLanguage

/// The command `flow-task doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says what is installed, and which connections answer.",
        discussion: "Exit status 0 when all is well, 1 when something that a flow needs is not."
    )

    @OptionGroup var connectionsOptions: ConnectionsOptions

    func run() async throws {
        let output = Terminal.standardOutput
        output.write("flow-task \(Installation.version)\n")
        for line in transferVersions() + queryVersions() { output.write("\(line)\n") }
        var isWell = checkScratchFolder()
        let connections = try connectionsOptions.resolve()
        for unusable in connections.unusableNames {
            output.write("✗ \(unusable.name): \(unusable.reason.message)\n")
            isWell = false
        }
        for connection in connections {
            let began = ContinuousClock.now
            do {
                let answer = try await probe(connection)
                let time = Quantity.duration(.now - began)
                output.write("✓ \(connection.name) → \(connection.url): \(answer) (\(time))\n")
            } catch {
                output.write("✗ \(connection.name) → \(connection.url): \(sentence(of: error))\n")
                isWell = false
            }
        }
        if !isWell { throw CommandStatus.failed }
    }

    private func probe(_ connection: Connection) async throws -> String {
        if let open = Installation.current.storages.provider(for: connection.url.scheme) {
            let storage = try open(connection)
            do {
                try await runBlocking { try storage.probe($0) }
            } catch let failure as TaskFailure
                where failure.error == "Files.NotFound" && connection.url.scheme == "file"
            {
                return "the folder is not there yet; the first file that is written makes it"
            }
            return "answers"
        }
        return try await probeDatabase(connection)
    }

    private func sentence(of error: any Error) -> String {
        guard let failure = try? TaskFailure(wrapping: error) else { return "interrupted" }
        return "\(failure.error.text): \(failure.cause)"
    }

    private func checkScratchFolder() -> Bool {
        let folder = ProcessEnvironment["TMPDIR"] ?? "/tmp"
        let isWritable = access(folder, W_OK) == 0
        Terminal.standardOutput.write(
            "\(isWritable ? "✓" : "✗") scratch folder \(folder)\(isWritable ? "" : " is not writable")\n"
        )
        return isWritable
    }
}
