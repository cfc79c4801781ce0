package import FlowJSON
import Glibc

/// The suites that nobody here wrote, in the folder `shared` beside the checkout.
package enum SharedSuites {
    /// The folder `shared/suites`, or `nil`.
    package static let folder: String? = {
        var parts = #filePath.split(separator: "/").map(String.init)
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = "/" + (parts + ["shared", "suites"]).joined(separator: "/")
            if access(candidate, R_OK) == 0 { return candidate }
        }
        return nil
    }()

    /// The values of a suite's file, one a line.
    package static func lines(of file: String) throws -> [JSON] {
        try read("\(folder ?? "")/\(file)").split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    /// The names of the files in a suite's folder that end so, sorted.
    package static func names(in suite: String, ending suffix: String) throws -> [String] {
        let path = "\(folder ?? "")/\(suite)"
        guard let directory = opendir(path) else { throw Unreadable(path: path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(suffix) { names.append(name) }
        }
        return names.sorted()
    }

    /// The text of a file.
    package static func read(_ path: String) throws -> String {
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
