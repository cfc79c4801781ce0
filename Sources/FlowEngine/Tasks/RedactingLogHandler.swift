import FlowConnections
import Logging

/// Takes secrets out of log lines before anything else sees them.
struct RedactingLogHandler: LogHandler {
    var inner: any LogHandler
    let redactor: Redactor

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = redacted(newValue) }
    }
    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }
    var metadataProvider: Logger.MetadataProvider? {
        get { inner.metadataProvider }
        set { inner.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue.map(redacted) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = Logger.Message(stringLiteral: redactor.redact(event.message.description))
        event.metadata = event.metadata.map(redacted)
        inner.log(event: event)
    }

    private func redacted(_ metadata: Logger.Metadata) -> Logger.Metadata { metadata.mapValues(redacted) }

    private func redacted(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(redactor.redact(text))
        case .stringConvertible(let convertible): .string(redactor.redact(convertible.description))
        case .array(let values): .array(values.map(redacted))
        case .dictionary(let values): .dictionary(values.mapValues(redacted))
        }
    }
}
