import FlowConnections
import Logging

/// What every attempt is given, made once.
struct TaskParts: Sendable {
    let redactor: Redactor
    let logger: Logger

    init(_ configuration: EngineConfiguration) {
        let redactor = Redactor(configuration.connections)
        self.redactor = redactor
        let logger = configuration.logger
        self.logger =
            redactor.isEmpty
            ? logger
            : Logger(label: logger.label) { _ in RedactingLogHandler(inner: logger.handler, redactor: redactor) }
    }
}
