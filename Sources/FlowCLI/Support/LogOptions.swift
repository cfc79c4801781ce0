import ArgumentParser
import FlowEngine
import FlowServer
import Logging

/// What a server logs to standard error.
struct LogOptions: ParsableArguments {
    @Option(help: "The least important lines to log: \(Self.levels.joined(separator: ", ")).")
    var logLevel = "notice"

    @Option(help: "How lines are logged: text or json.")
    var logFormat = LineLogHandler.Format.text

    private static let levels = Logger.Level.allCases.map(\.rawValue)

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level is one of \(Self.levels.joined(separator: ", ")).")
        }
    }

    /// A logger of a name.
    func logger(_ label: String) -> Logger {
        let level = Logger.Level(rawValue: logLevel) ?? .notice
        let format = logFormat
        return Logger(label: label) { label in
            LineLogHandler(
                label: label,
                level: level,
                format: format,
                now: { SystemClock().now },
                write: { Terminal.standardError.write($0) }
            )
        }
    }
}

extension LineLogHandler.Format: ExpressibleByArgument {}
