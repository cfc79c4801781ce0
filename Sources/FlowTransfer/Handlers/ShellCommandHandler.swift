import FlowTasks
import StatesLanguage

/// Does ``ShellCommand``.
struct ShellCommandHandler: TaskHandler {
    func run(_ input: ShellCommand, _ context: TaskContext) async throws -> ShellCommand.Output {
        let (command, text) = (input.command, input.input)
        var environment = input.environment
        environment["FLOW_TASK_SCRATCH"] = environment["FLOW_TASK_SCRATCH"] ?? context.scratchDirectory
        let variables = environment
        return try await runBlocking { cancellation in
            let result = try ProcessRun().run(
                command,
                environment: variables,
                input: Array(text.utf8),
                cancellation
            ) { context.report(TaskProgress(bytes: Int64($0), note: command[0])) }
            let errorOutput = String(decoding: result.errorOutput, as: UTF8.self)
            guard result.exitStatus == 0 else {
                let lastLine = errorOutput.split(whereSeparator: \.isNewline).last.map { ": \($0)" } ?? "."
                throw TaskFailure(
                    error: ErrorName("Shell.ExitStatus.\(result.exitStatus)"),
                    cause: "The program \"\(command[0])\" ended with status \(result.exitStatus)\(lastLine)"
                )
            }
            return ShellCommand.Output(
                output: String(decoding: result.output, as: UTF8.self),
                errorOutput: errorOutput
            )
        }
    }
}
