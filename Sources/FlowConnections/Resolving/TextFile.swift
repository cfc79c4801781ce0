import FlowDiagnostics
import Glibc

/// Reads small text files.
enum TextFile {
    /// More than anybody writes by hand; stops a path to a device from filling the memory.
    static let sizeLimitInBytes = 4 << 20

    /// The text of a file in UTF-8.
    static func read(_ path: String, as what: String) throws(Diagnostic) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, what, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let capacity = 65_536
            var code: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let length = Glibc.read(descriptor, buffer.baseAddress, capacity)
                code = length < 0 ? errno : 0
                count = max(0, length)
            }
            if code == EINTR { continue }
            guard code == 0 else { throw unreadable(path, what, String(cString: strerror(code))) }
            if chunk.isEmpty { break }
            bytes += chunk
            guard bytes.count <= sizeLimitInBytes else { throw unreadable(path, what, "it is larger than 4 MiB") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw unreadable(path, what, "it is no UTF-8 text")
        }
        return text
    }

    private static func unreadable(_ path: String, _ what: String, _ why: String) -> Diagnostic {
        Diagnostic(code: .unreadableFile, message: "The \(what) \"\(path)\" cannot be read: \(why).")
    }
}
