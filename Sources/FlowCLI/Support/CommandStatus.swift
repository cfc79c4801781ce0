import FlowDSL
import FlowDiagnostics

/// How a command ends.
enum CommandStatus: Int32, Error {
    /// It did what was asked.
    case done = 0
    /// The flow failed, or what was checked is wrong.
    case failed = 1
    /// The command line, the input or a file is wrong; nothing was run.
    case wrongUse = 2
    /// Interrupted by a signal.
    case interrupted = 130
}

/// Why a command could not do what was asked, in words for its user.
struct CommandFailure: Error {
    var text: String
    var status: CommandStatus

    init(_ text: String, status: CommandStatus = .wrongUse) {
        self.text = "flow-task: \(text)"
        self.status = status
    }

    /// Diagnostics, each with its line of the source where that is given.
    init(_ diagnostics: [Diagnostic], source: String? = nil, status: CommandStatus = .wrongUse) {
        let color = Terminal.standardError.hasColor
        text = diagnostics.map { $0.rendered(in: source, color: color) }.joined(separator: "\n")
        self.status = status
    }
}
