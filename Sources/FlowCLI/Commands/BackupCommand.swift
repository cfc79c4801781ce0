import ArgumentParser
import FlowStoreSQLite

/// The command `flow-task backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the store into a file, while runs and servers go on with it.",
        discussion: """
            Examples:
              flow-task backup runs-of-november.sqlite
              flow-task runs --store runs-of-november.sqlite
            """
    )

    @Argument(help: "The file to write, which must not be there yet.", completion: .file())
    var path: String

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let folder = try storeOptions.existingFolder()
        guard !LocalFile.exists(path) else {
            throw CommandFailure("\"\(path)\" is there already: name another file, or remove it.")
        }
        try await folder.openStore().backup(to: path)
        Terminal.standardError.write("wrote \(path)\n")
    }
}
