import Glibc

/// A file of sections with settings: `~/.aws/credentials` or `~/.aws/config`.
struct AWSConfigFile {
    private var sections: [String: [String: String]] = [:]

    /// The settings of a text; lines that are neither section, setting nor comment are skipped.
    init(parsing text: String) {
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line[...].trimmed
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                let words = line[line.index(after: line.startIndex)..<end].split(whereSeparator: \.isWhitespace)
                // The config file calls them `[profile name]`, the credentials file `[name]`.
                section =
                    words.first == "profile" && words.count > 1
                    ? words.dropFirst().joined(separator: " ") : words.joined(separator: " ")
                continue
            }
            guard let equals = line.firstIndex(of: "=") else { continue }
            let name = line[..<equals].trimmed.lowercased()
            sections[section, default: [:]][name] = line[line.index(after: equals)...].trimmed
        }
    }

    /// The settings of a file; empty where it cannot be read.
    init(path: String) {
        self.init(parsing: readSmallFile(path) ?? "")
    }

    /// A profile's settings, or `nil` where there is no such profile.
    subscript(profile: String) -> [String: String]? { sections[profile] }
}

/// The text of a file of at most 1 MiB; `nil` where it cannot be read.
func readSmallFile(_ path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return ferror(file) == 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
}

/// A variable of the environment; `nil` where it is not set or empty.
func environmentVariable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
}

/// A path with `~/` at its beginning replaced by the home folder.
func expandingHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return (environmentVariable("HOME") ?? "/root") + path.dropFirst()
}
