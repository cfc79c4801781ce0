import FlowJSON
package import Logging
package import StatesLanguage

/// Writes each log message as one line: text for people, or JSON for programs.
package struct LineLogHandler: LogHandler {
    /// How lines are written.
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
    }

    /// What every line of this logger says.
    package var metadata: Logger.Metadata = [:]
    /// The least important lines that are written.
    package var logLevel: Logger.Level
    /// Further metadata of the moment.
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: Format
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - label: the logger's name.
    ///   - now: tells the time.
    ///   - write: takes whole lines.
    package init(
        label: String,
        level: Logger.Level,
        format: Format,
        now: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        logLevel = level
        self.format = format
        self.now = now
        self.write = write
    }

    /// Reads or changes what every line says.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        let pairs = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        switch format {
        case .text:
            let more = pairs.map { " \($0.0)=\(Self.word($0.1))" }.joined()
            let message = Self.oneLine(event.message.description)
            write("\(now()) \(event.level.rawValue) \(label): \(message)\(more)\n")
        case .json:
            var object: JSONObject = [
                "timestamp": .string(now().description), "level": .string(event.level.rawValue),
                "logger": .string(label), "message": .string(event.message.description),
            ]
            for (name, value) in pairs where object[name] == nil { object[name] = .string(value) }
            write(JSON.object(object).text + "\n")
        }
    }

    /// A value as it is where it is one word, else in quotes.
    private static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "\u{7F}" }
        return isPlain ? text : JSON.string(text).text
    }

    /// Nobody writes a line of his own into the log.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 < " " || $0 == "\u{7F}" }) else { return text }
        return String(JSON.string(text).text.dropFirst().dropLast())
    }
}
