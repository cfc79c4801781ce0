public import FlowJSON

/// Sends one HTTP request to a connection's URL.
///
/// An answer of 400 or more fails the task with `HTTP.StatusCode.<n>`.
public struct HTTPRequest: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "http-request"

    /// The connection's name; its credentials are sent along.
    @Value public var connection: String
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`.
    @Value public var method: String
    /// The path below the connection's URL.
    @Value public var path: String
    /// Query parameters by name.
    @Value public var query: [String: JSON]
    /// Headers by name.
    @Value public var headers: [String: String]
    /// A text is sent as it is, other JSON as `application/json`, `null` not at all.
    @Value public var body: JSON

    /// Sends a request.
    public init(
        _ connection: Value<String>,
        method: Value<String> = "GET",
        path: Value<String> = "",
        query: [String: any TemplateConvertible] = [:],
        headers: [String: any TemplateConvertible] = [:],
        body: any TemplateConvertible = JSON.null
    ) {
        _connection = connection
        _method = method
        _path = path
        _query = Value(form: .template(query.asTemplate))
        _headers = Value(form: .template(headers.asTemplate))
        _body = Value(form: .template(body.asTemplate))
    }

    /// The server's answer.
    public struct Output: Codable, Sendable {
        /// The status code, below 400.
        public var status: Int
        /// The headers, names in lower case.
        public var headers: [String: String]
        /// The body, at most 200,000 bytes: JSON where it says so, else text.
        public var body: JSON

        /// An answer of the given parts.
        public init(status: Int, headers: [String: String], body: JSON) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }
}

/// Runs a program on the machine where the task runs.
///
/// An exit status other than 0 fails the task with `Shell.ExitStatus.<n>`.
public struct ShellCommand: TaskInput {
    /// The name of the task in ASL.
    public static let taskName = "shell-command"

    /// The program, found by `PATH`, and its arguments; no shell reads them.
    @Value public var command: [String]
    /// Variables beside those that are set.
    @Value public var environment: [String: String]
    /// What the program reads from standard input.
    @Value public var input: String

    /// Runs the program and arguments of `command`.
    public init(
        _ command: Value<[String]>,
        environment: [String: any TemplateConvertible] = [:],
        input: Value<String> = ""
    ) {
        _command = command
        _environment = Value(form: .template(environment.asTemplate))
        _input = input
    }

    /// Runs a line of shell with `sh -c`; `arguments` are its `$1`, `$2`, …, so that nothing is pasted into the line.
    public static func line(_ line: Value<String>, arguments: [Value<String>] = []) -> ShellCommand {
        let words: [Value<String>] = ["sh", "-c", line, "sh"] + arguments
        return ShellCommand(Value(form: .template(.array(words.map(\.template)))))
    }

    /// What the program said.
    public struct Output: Codable, Sendable {
        /// The last 100,000 bytes of its standard output.
        public var output: String
        /// The last 20,000 bytes of its standard error.
        public var errorOutput: String

        /// An answer of the given parts.
        public init(output: String, errorOutput: String) {
            self.output = output
            self.errorOutput = errorOutput
        }
    }
}
