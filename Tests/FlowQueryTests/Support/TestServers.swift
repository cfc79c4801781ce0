import Glibc

/// The real servers that `make test` starts; the variable `FLOW_TASK_TEST_SERVERS` names the file that lists them.
enum TestServers {
    /// The settings by their names; empty where no servers run.
    static let settings: [String: String] = {
        guard let path = getenv("FLOW_TASK_TEST_SERVERS"), let file = fopen(path, "r") else { return [:] }
        defer { fclose(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { text += buffer[..<count] }
        var settings: [String: String] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { settings[parts[0]] = parts[1] }
        }
        return settings
    }()

    static var hasPostgres: Bool { settings["POSTGRES_URL"] != nil }
}
