import FlowDSL

struct Fetch: Flow {
    static let name = "fetch"
    static let summary = "Fetches a file, and notes it when that does not work."

    func states(_ input: References<NoInput>) {
        task("Fetch", CopyFile(from: .at("visits", "missing.csv"), to: .at("visits", "copy.csv")))
            .retry(on: ["Files.ConnectionFailed", "Files.ConnectionLost"], interval: .seconds(1), jitter: .full)
            .catch(["Files.NotFound"]) { error in
                pass("Note", "\(error.name): \(error.cause)")
            }
    }
}
