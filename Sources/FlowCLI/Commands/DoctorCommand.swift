import ArgumentParser
import FlowConnections
import FlowDSL
import FlowDiagnostics
import FlowQuery
import FlowStore
import FlowStoreSQLite
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
    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let output = Terminal.standardOutput
        output.write("flow-task \(Installation.version)\n")
        for line in transferVersions() + queryVersions() { output.write("\(line)\n") }
        var isWell = checkScratchFolder()
        if let folder = storeOptions.folder, folder.exists {
            isWell = await checkStore(of: "runs", in: folder) && isWell
        }
        let served = RunFolder(store: ServerStore.usual)
        if served.exists { isWell = await checkStore(of: "server", in: served) && isWell }
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

    /// Says how large the store of the runs or of the server is, whether it is whole, and what is in it.
    private func checkStore(of owner: String, in folder: RunFolder) async -> Bool {
        let output = Terminal.standardOutput
        do {
            let store = try await folder.openStore()
            let damages = try await store.damages()
            let counts = try await store.executionCounts()
            let running = counts[.running] ?? 0
            let ended = counts.values.reduce(0, +) - running
            let facts = "\(Quantity.bytes(folder.size)), \(running) running, \(ended) ended"
            let words = damages.isEmpty ? facts : "damaged: \(damages.joined(separator: "; "))"
            output.write("\(damages.isEmpty ? "✓" : "✗") \(owner) in \(folder.store): \(words)\n")
            return damages.isEmpty
        } catch {
            output.write("✗ \(owner) in \(folder.store): \((error as? StoreError)?.message ?? "\(error)")\n")
            return false
        }
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
