import FlowJSON
import Glibc

/// The suites beside the checkout.
enum SharedSuites {
    /// The folder `shared/suites` beside the checkout, or `nil`.
    static let folder: String? = {
        var parts = #filePath.split(separator: "/").map(String.init)
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = "/" + (parts + ["shared", "suites"]).joined(separator: "/")
            if access(candidate, R_OK) == 0 { return candidate }
        }
        return nil
    }()

    /// The lines of a suite's file.
    static func lines(of file: String) throws -> [JSON] {
        try read("\(folder ?? "")/\(file)").split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A file or a folder cannot be read.
    struct Unreadable: Error {
        let path: String
    }
}
