import ArgumentParser

/// Which runs a command looks at.
struct RunSourceOptions: ParsableArguments {
    @OptionGroup var storeOptions: StoreOptions

    @Option(help: "A server of the AWS Step Functions API, such as http://127.0.0.1:8083; else FLOW_TASK_SERVER.")
    var server: String?

    func validate() throws {
        if server != nil, storeOptions.store != nil {
            throw ValidationError("--server and --store are two places: name one of them.")
        }
    }

    /// The server that is named; `nil` for the local runs.
    func namedServer() throws -> ServerRuns? { try ServerRuns.named(server, beside: storeOptions.store) }

    /// The runs that are there; `nil` where none were ever kept.
    func sourceIfAny() async throws -> (any RunSource)? {
        if let server = try namedServer() { return server }
        guard storeOptions.folder?.exists ?? true else { return nil }
        return try await storeOptions.localRuns()
    }

    /// The runs that are there.
    func source() async throws -> any RunSource {
        if let server = try namedServer() { return server }
        return try await storeOptions.localRuns()
    }
}

extension ServerRuns {
    /// The server of a URL, or of `FLOW_TASK_SERVER` where no store is named either.
    static func named(_ url: String?, beside store: String?) throws(CommandFailure) -> ServerRuns? {
        let other = store == nil ? ProcessEnvironment["FLOW_TASK_SERVER"] : nil
        guard let url = url ?? other, !url.isEmpty else { return nil }
        return ServerRuns(client: try ServerClient(url))
    }
}
