import FlowTasks
import Glibc
import Synchronization

/// A request that a ``ScriptedServer`` got.
struct ServedRequest: Sendable {
    var method = ""
    var target = ""
    /// By names in lower case.
    var headers: [String: String] = [:]
    var body = ""

    /// The action of a JSON protocol.
    var action: String { String(headers["x-amz-target"]?.split(separator: ".").last ?? "") }
}

/// What a ``ScriptedServer`` answers.
struct ServedAnswer: Sendable {
    var status = 200
    var headers: [(String, String)] = [("x-amzn-RequestId", "request-1")]
    var body = "{}"
}

/// No port is free.
struct NotListening: Error {}

/// A real HTTP server on loopback that answers as it is told; one request at a time, and a connection for each.
final class ScriptedServer: Sendable {
    let port: UInt16
    private let socket: Int32
    private let requests = Mutex<[ServedRequest]>([])

    var origin: String { "http://127.0.0.1:\(port)" }
    var served: [ServedRequest] { requests.withLock { $0 } }

    init(_ answer: @escaping @Sendable (ServedRequest, Int) -> ServedAnswer) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(socket, raw, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, raw, &length) == 0
            }
        }
        guard isBound else { throw NotListening() }
        port = UInt16(bigEndian: address.sin_port)
        startThread { [weak self, socket] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(connection, answer)
                close(connection)
            }
        } orFail: { _ in
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    private func serve(_ connection: Int32, _ answer: (ServedRequest, Int) -> ServedAnswer) {
        var bytes: [UInt8] = []
        var request = ServedRequest()
        var bodyStart: Int?
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bodyStart.map({ bytes.count - $0 < Int(request.headers["content-length"] ?? "0") ?? 0 }) ?? true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            bytes += chunk[..<count]
            if bodyStart == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                bodyStart = end.upperBound
                request = Self.head(String(decoding: bytes[..<end.lowerBound], as: UTF8.self))
            }
        }
        request.body = String(decoding: bytes[(bodyStart ?? 0)...], as: UTF8.self)
        let number = requests.withLock { requests in
            requests.append(request)
            return requests.count
        }
        let reply = answer(request, number)
        var text =
            "HTTP/1.1 \(reply.status) Status\r\nContent-Length: \(reply.body.utf8.count)\r\nConnection: close\r\n"
        for (name, value) in reply.headers { text += "\(name): \(value)\r\n" }
        let out = Array((text + "\r\n" + reply.body).utf8)
        send(connection, out, out.count, Int32(MSG_NOSIGNAL))
    }

    private static func head(_ text: String) -> ServedRequest {
        let lines = text.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        var request = ServedRequest()
        if words.count > 1 { (request.method, request.target) = (String(words[0]), String(words[1])) }
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            request.headers[line[..<colon].lowercased()] = String(value)
        }
        return request
    }
}
