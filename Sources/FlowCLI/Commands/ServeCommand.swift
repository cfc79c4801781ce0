import ArgumentParser
import FlowEngine
import FlowServer
import FlowServices
import FlowStore
import FlowTasks

/// The command `flow-task serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the AWS Step Functions API here, for the aws CLI, SDKs and tests.",
        discussion: """
            Examples:
              flow-task serve
              flow-task serve --port 8083 --region eu-central-1
              flow-task serve --store memory
              aws stepfunctions list-state-machines --endpoint-url http://127.0.0.1:8083

            Without --access-keys and --token-file any credentials will do: whoever reaches the port may use it, so that \
            it is the loopback's. GET /healthz, /readyz and /metrics tell how it does, and OTEL_EXPORTER_OTLP_ENDPOINT \
            names a collector of traces. What is acknowledged is kept in a file, through a crash and a power cut; the next \
            server of the file goes on with it. With --store memory all is gone when the server ends.
            """
    )

    @Option(help: "The address to listen at.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen at; 0 is any free one.")
    var port = 8083

    @Option(help: "Where all is kept: a file, or memory.", completion: .file())
    var store = ServerStore.usual

    @Option(help: "For how long ended executions are kept, such as 90d, 12h or forever.")
    var retention = Retention.usual

    @Option(help: "The region in ARNs; AWS_REGION or AWS_DEFAULT_REGION when left out, else us-east-1.")
    var region: String?

    @Option(help: "The account in ARNs; AWS_ACCOUNT_ID when left out, else 123456789012.")
    var account: String?

    @Option(
        help: """
            Where executions are logged whose state machines ask for it, an event a line in CloudWatch's form: a file, or \
            - for standard output.
            """,
        completion: .file()
    )
    var executionLogs: String?

    @OptionGroup(title: "Access") var accessOptions: AccessOptions

    @OptionGroup(title: "Logs") var logOptions: LogOptions

    @OptionGroup var connectionsOptions: ConnectionsOptions
    @OptionGroup var readingOptions: ReadingOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
        guard executionLogs?.isEmpty != true else { throw ValidationError("--execution-logs is a file, or -.") }
        guard !store.isEmpty else { throw ValidationError("--store is the path of a file, or memory.") }
        if let account, !Self.isAccount(account) { throw ValidationError("--account has twelve digits.") }
    }

    func run() async throws {
        let environment = ProcessEnvironment.variables
        let policy = try accessOptions.policy(at: host)
        let certificate = try accessOptions.serverCertificate()
        let logger = logOptions.logger("flow-task.serve")
        let observability = Observability(variables: environment, version: Installation.version, logger: logger)
        let kept = try ServerStore(self.store)
        let store = kept.store
        var engineConfiguration = Installation.current.engineConfiguration(try connectionsOptions.resolve())
        engineConfiguration.store = store
        engineConfiguration.logger = logOptions.logger("flow-task")
        engineConfiguration.observer = observability
        var configuration = StepFunctionsAPI.Configuration(
            region: region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1",
            account: account ?? environment["AWS_ACCOUNT_ID"].flatMap { Self.isAccount($0) ? $0 : nil }
                ?? "123456789012",
            store: store
        )
        configuration.reading = try readingOptions.resolve()
        let services = EnvironmentServices(region: configuration.region)
        if Self.isNamed(["LOGS", "CLOUDWATCH_LOGS"], in: environment) { configuration.logs = services }
        if Self.isNamed(["EVENTS", "EVENTBRIDGE"], in: environment) { configuration.events = services }
        configuration.logLines = try executionLogs.map(ExecutionLog.init)
        configuration.logger = logger
        let own = OwnAddress()
        // Executions that executions start are started here, unless the environment says where else.
        let integrations = ServiceIntegrations(.process(adding: own.variable, keys: own.keys))
        engineConfiguration.handlers.register(ServedCalls(integrations: integrations, own: own))
        engineConfiguration.activities = configuration.registry
        let servers = Servers(
            host: host,
            port: port,
            policy: policy,
            certificate: certificate,
            observability: observability,
            region: configuration.region,
            own: own
        )
        let clock = configuration.clock
        try await configuration.registry.load(forgettingRevisionsBefore: retention.revisionHorizon(at: clock.now))
        let pruning = Pruning(store: store, retention: retention, logger: logger) { clock.now }
        try await Engine.with(engineConfiguration) { [configuration] engine in
            observability.metrics.watch(engine)
            let api = StepFunctionsAPI(configuration, engine: engine)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await observability.sendTraces() }
                // Traces are sent when nothing is served any more.
                defer { observability.close() }
                let runningCount = try await kept.runningCount()
                observability.metrics.executionsGoOn(runningCount)
                let greeting = kept.greeting(runningCount: runningCount)
                try await engine.resume { api.observer(of: $0) }
                try await serve(api, by: servers, from: greeting, pruning)
            }
        }
        try kept.close()
    }

    /// Serves until an interrupt.
    ///
    /// - Parameter store: what is said of the store.
    private func serve(
        _ api: StepFunctionsAPI,
        by servers: Servers,
        from store: String,
        _ pruning: Pruning
    ) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await servers.run(api) { address in
                        Terminal.standardOutput.write(servers.greeting(at: address, store: store))
                    }
                }
                if servers.needsOwnServer { group.addTask { try await servers.runOwnServer(api) } }
                group.addTask { await api.deliver() }
                group.addTask { await pruning.run() }
                group.addTask { _ = await Interrupts.first() }
                // Whichever ends first ends the other.
                try await group.next()
                group.cancelAll()
            }
        } catch is CancellationError {
            return
        } catch {
            throw CommandFailure("cannot listen at \(host):\(port): \(error)", status: .failed)
        }
    }

    /// Whether the environment says where a service is: logs and events go to AWS itself only where that is said.
    private static func isNamed(_ services: [String], in environment: [String: String]) -> Bool {
        environment["AWS_ENDPOINT_URL"] != nil || services.contains { environment["AWS_ENDPOINT_URL_\($0)"] != nil }
    }

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
