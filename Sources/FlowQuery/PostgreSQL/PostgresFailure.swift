import CPostgres
import StatesLanguage

/// Turns what a server or libpq says into failures.
enum PostgresFailure {
    /// The server's kind, for messages.
    static func product(_ settings: PostgresSettings) -> String { settings.isRedshift ? "Redshift" : "PostgreSQL" }

    /// The error name of an SQLSTATE.
    ///
    /// Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
    static func name(ofState state: String) -> ErrorName {
        switch state {
        case "42601": .sqlSyntaxError
        case "42P01", "3F000": .sqlUndefinedTable
        case "42703": .sqlUndefinedColumn
        case "42883": .sqlUndefinedFunction
        case "42501", "25006": .sqlAccessDenied
        case "40P01": .sqlDeadlock
        case "40001": .sqlSerializationFailure
        case "55P03": .sqlLockTimeout
        case "57014": .sqlStatementTimeout
        case "53100": .sqlDiskFull
        case "42P02", "08P01": .sqlInvalidData
        case "53300", "3D000": .sqlConnectionFailed
        case "57P01", "57P02", "57P03": .sqlConnectionLost
        default:
            switch state.prefix(2) {
            case "08": .sqlConnectionLost
            case "21", "22": .sqlInvalidData
            case "23": .sqlConstraintViolation
            case "28": .sqlAuthenticationFailed
            default: .sqlError
            }
        }
    }

    /// A message without the bound parameters that the server quotes in it.
    static func hiding(_ parameters: [String?], in message: String) -> String {
        var message = message
        for (position, parameter) in parameters.enumerated() {
            guard let parameter, !parameter.isEmpty else { continue }
            message = replacing("\"\(parameter)\"", with: "$\(position + 1)", in: message)
            // Long enough not to be a word of the message by chance.
            if parameter.utf8.count > 3 { message = replacing(parameter, with: "$\(position + 1)", in: message) }
        }
        return message
    }

    private static func replacing(_ part: String, with replacement: String, in text: String) -> String {
        var result: [UInt8] = []
        let text = Array(text.utf8)
        let part = Array(part.utf8)
        var position = 0
        while position < text.count {
            if text.count - position >= part.count, text[position..<position + part.count].elementsEqual(part) {
                result += replacement.utf8
                position += part.count
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension PostgresConnection {
    /// The failure that a result tells of.
    ///
    /// - Parameters:
    ///   - bound: the texts that were bound, which must not show.
    ///   - scalarsBefore: how many characters of ours stand before the author's SQL in what was sent.
    func failure(
        of result: OpaquePointer,
        in statement: SQLStatement,
        bound: [String?] = [],
        scalarsBefore: Int = 0
    ) -> TaskFailure {
        switch PQresultStatus(result) {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            return TaskFailure(
                error: .sqlError,
                cause: "COPY moves files and cannot be run as a statement here; use LoadRows or ExportRows."
            )
        default: break
        }
        guard let state = field(CPOSTGRES_FIELD_SQLSTATE, of: result) else { return connectionLost() }
        let message = field(CPOSTGRES_FIELD_MESSAGE, of: result) ?? "no message"
        var cause = "\(PostgresFailure.product(settings)) says: \(message) (SQLSTATE \(state))."
        if let constraint = field(CPOSTGRES_FIELD_CONSTRAINT, of: result), !message.contains("\"\(constraint)\"") {
            cause += " Constraint: \"\(constraint)\"."
        }
        // A detail quotes values.
        if bound.isEmpty, let detail = field(CPOSTGRES_FIELD_DETAIL, of: result) { cause += " \(detail)" }
        if let hint = field(CPOSTGRES_FIELD_HINT, of: result) { cause += " Hint: \(hint)" }
        if let position = field(CPOSTGRES_FIELD_POSITION, of: result).flatMap(Int.init) {
            let snippet = SQLSnippet.text(statement.sql, scalarOffset: position - 1 - scalarsBefore)
            if !snippet.isEmpty { cause += "\n\(snippet)" }
        }
        let name = PostgresFailure.name(ofState: state)
        return TaskFailure(error: name, cause: PostgresFailure.hiding(bound, in: cause))
    }

    /// Where in a file a COPY failed, as the server tells it: `line 3, column "amount"`.
    func copyPlace(of result: OpaquePointer) -> String? {
        guard let context = field(CPOSTGRES_FIELD_CONTEXT, of: result), let line = context.firstRange(of: "line ")
        else {
            return nil
        }
        let rest = context[line.lowerBound...].prefix { $0 != "\n" }
        // The value follows a colon; the message quotes it already where it matters.
        return String(rest.prefix { $0 != ":" })
    }

    /// One part of a result's message.
    func field(_ code: Int32, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }

    /// The failure of a connection that broke.
    func connectionLost() -> TaskFailure {
        let said = libpqMessage().message
        let isClosed = said.isEmpty || ["EOF detected", "closed the connection"].contains(where: said.contains)
        return TaskFailure(
            error: .sqlConnectionLost,
            cause: "The connection \"\(settings.name)\" to \(PostgresFailure.product(settings)) at \(settings.place) "
                + "broke: \(isClosed ? "the server closed it in the middle of the statement" : said)."
        )
    }

    /// The failure of a connection that was not made.
    func connectionFailed() -> TaskFailure {
        let said = libpqMessage()
        let product = PostgresFailure.product(settings)
        let isRefused = PQconnectionNeedsPassword(handle) != 0 || said.state?.hasPrefix("28") == true
        if isRefused {
            let advice =
                PQconnectionNeedsPassword(handle) != 0
                ? "set its password, for example in FLOW_TASK_CONNECTION_\(settings.name.uppercased())_PASSWORD"
                : "check its user and password"
            return TaskFailure(
                error: .sqlAuthenticationFailed,
                cause: "\(product) at \(settings.place) refused the connection \"\(settings.name)\" (\(said.message)); "
                    + "\(advice)."
            )
        }
        return TaskFailure(
            error: .sqlConnectionFailed,
            cause: "The connection \"\(settings.name)\" to \(product) at \(settings.place) was not made: "
                + "\(said.message)."
        )
    }

    /// What libpq says last, in one line, and the SQLSTATE where the server gave one.
    ///
    /// Looks like `connection to server at "h", port 1 failed: FATAL:  28P01: password authentication failed …`.
    private func libpqMessage() -> (state: String?, message: String) {
        let lines = String(cString: PQerrorMessage(handle))
            .split(separator: "\n")
            .filter { !$0.hasPrefix("LOCATION:") }
        guard var line = lines.last(where: { $0.contains("FATAL:") || $0.contains("failed") }) ?? lines.first else {
            return (nil, "")
        }
        var state: String?
        for mark in ["FATAL:  ", "ERROR:  "] {
            guard let found = line.firstRange(of: mark) else { continue }
            line = line[found.upperBound...]
            if line.dropFirst(5).hasPrefix(": ") {
                state = String(line.prefix(5))
                line = line.dropFirst(7)
            }
        }
        // A message of several lines, such as `… failed: Connection refused` and a question after it.
        return (state, String(line.reversed().drop { $0 == "." || $0 == " " }.reversed()))
    }
}
