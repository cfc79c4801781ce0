package import ArgumentParser
package import FlowDSL
import FlowDiagnostics
import FlowStore
import Glibc

/// The root of all commands.
package struct FlowTaskCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "flow-task",
        abstract: "Runs flows of states: on a laptop, one state at a time, or as Amazon States Language elsewhere.",
        discussion: """
            Examples:
              flow-task list
              flow-task run import-orders day=2026-01-31
              flow-task export orders -o build/
              flow-task state import-orders AnyFiles --input '{"count": 0}'

            Exit status: 0 done, 1 the flow failed, 2 wrong use, 130 interrupted.
            """,
        version: Installation.version,
        subcommands: [
            RunCommand.self, ListCommand.self, ExportCommand.self, ValidateCommand.self, ExplainCommand.self,
            GraphCommand.self, StateCommand.self, TestCommand.self, ServeCommand.self, EvalCommand.self,
            DoctorCommand.self, NewCommand.self, LSPCommand.self, RunsCommand.self, ShowCommand.self,
            HistoryCommand.self, LogsCommand.self, TailCommand.self, StopCommand.self, ResumeCommand.self,
            RedriveCommand.self, BackupCommand.self,
        ]
    )

    package init() {}

    /// Runs the command line of the process and ends it with the command's exit status.
    package static func run(domains: [Domain]) async -> Never {
        signal(SIGPIPE, SIG_IGN)
        let ended = await Installation.$current.withValue(Installation(domains: domains)) { () async -> CommandStatus in
            await status(of: Array(CommandLine.arguments.dropFirst()))
        }
        // Not `exit`: it takes OpenSSL apart while a connection may still be closing on its thread.
        fflush(nil)
        _exit(ended.rawValue)
    }

    /// Runs one command line; what is wrong with it goes to standard error.
    static func status(of arguments: [String]) async -> CommandStatus {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .done
        } catch let failure as CommandFailure {
            Terminal.standardError.write(failure.text + "\n")
            return failure.status
        } catch let status as CommandStatus {
            return status
        } catch let error as StoreError {
            let failure = CommandFailure(error.message, status: .failed)
            Terminal.standardError.write(failure.text + "\n")
            return failure.status
        } catch {
            return explain(error, of: arguments)
        }
    }

    private static func explain(_ error: any Error, of arguments: [String]) -> CommandStatus {
        if let failure = unknownCommand(in: arguments) {
            Terminal.standardError.write(failure.text + "\n")
            return failure.status
        }
        let text = fullMessage(for: error)
        if exitCode(for: error) == .success {
            Terminal.standardOutput.write(text + "\n")
            return .done
        }
        Terminal.standardError.write(text + "\n")
        return .wrongUse
    }

    /// What is said where a command line begins with a word that is no command.
    private static func unknownCommand(in arguments: [String]) -> CommandFailure? {
        var parent: any ParsableCommand.Type = FlowTaskCommand.self
        var path = "flow-task"
        for argument in arguments {
            let commands = parent.configuration.subcommands
            if commands.isEmpty || argument.hasPrefix("-") || argument == "help" && path == "flow-task" { return nil }
            guard let next = commands.first(where: { $0.configuration.commandName == argument }) else {
                let names = commands.compactMap { $0.configuration.commandName }
                let hint =
                    nearestName(to: argument, in: names).map { "Did you mean \"\($0)\"?" }
                    ?? "`\(path) --help` lists the commands."
                return CommandFailure("there is no command \"\(argument)\". \(hint)")
            }
            parent = next
            path += " \(argument)"
        }
        return nil
    }
}
