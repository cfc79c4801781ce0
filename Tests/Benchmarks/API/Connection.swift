import Glibc

/// One client: a connection that it keeps as long as the server does, and the call that it waits for.
final class Connection {
    /// What a call is.
    enum Action: String {
        /// An execution is started.
        case start
        /// An execution is started, and asked for until it has ended.
        case startAndWait = "start-and-wait"
        /// An EXPRESS execution is started, and answered for when it has ended.
        case sync
    }

    private let port: UInt16
    private let name: String
    private let machine: String
    private let action: Action
    private(set) var file: Int32 = -1
    private var number = 0
    private var began = ContinuousClock.now
    private var received: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private(set) var isBusy = false

    init(port: UInt16, name: String, machine: String, action: Action) {
        self.port = port
        self.name = name
        self.machine = machine
        self.action = action
    }

    /// Begins a call, of an execution with a name of its own.
    func begin() {
        isBusy = true
        number += 1
        began = .now
        let body = #"{"stateMachineArn":"\#(machine)","name":"\#(name)-\#(number)","input":"{\"n\":1}"}"#
        send(action == .sync ? "StartSyncExecution" : "StartExecution", body)
    }

    /// Takes what the server sent; answers the milliseconds of a call that is over.
    func receive() -> Double? {
        let count = recv(file, &chunk, chunk.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN { return nil }
            APIBench.fail("The server hung up.")
        }
        received.append(contentsOf: chunk[..<count])
        guard let body = bodyOfWholeAnswer() else { return nil }
        let execution = action == .startAndWait ? runningExecution(in: body) : nil
        received.removeAll(keepingCapacity: true)
        if let execution {
            send("DescribeExecution", #"{"executionArn":"\#(execution)"}"#)
            return nil
        }
        isBusy = false
        return (ContinuousClock.now - began) / .milliseconds(1)
    }

    /// The execution that the answer to a start or to a question names, unless it is said to have ended.
    private func runningExecution(in body: Range<Int>) -> String? {
        if let status = received.end(of: "\"status\":\"", in: body), received[status] != UInt8(ascii: "R") {
            return nil
        }
        guard let start = received.end(of: "\"executionArn\":\"", in: body) else { return nil }
        return String(decoding: received[start..<body.upperBound].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }

    /// Where the body of an answer is that was received as a whole.
    private func bodyOfWholeAnswer() -> Range<Int>? {
        guard let start = received.end(of: "\r\n\r\n", in: received.indices) else { return nil }
        // Of `Content-Length`, however that is spelled.
        guard let field = received.end(of: "ength: ", in: 0..<start) else { APIBench.fail("An answer has no length.") }
        let length = received[field..<start].prefix { $0 != UInt8(ascii: "\r") }
            .reduce(0) { $0 &* 10 &+ Int($1 & 15) }
        guard received.count >= start + length else { return nil }
        guard received[9] == UInt8(ascii: "2") else { APIBench.fail(String(decoding: received, as: UTF8.self)) }
        if received[7] == UInt8(ascii: "0") || received.end(of: "onnection: close", in: 0..<start) != nil {
            close(file)
            file = -1
        }
        return start..<start + length
    }

    private func send(_ operation: String, _ body: String) {
        if file < 0 { connect() }
        let head = """
            POST / HTTP/1.1\r
            Host: 127.0.0.1:\(port)\r
            Content-Type: application/x-amz-json-1.0\r
            X-Amz-Date: 20260101T000000Z\r
            Authorization: AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/states/aws4_request, \
            SignedHeaders=host;x-amz-date;x-amz-target, Signature=0\r
            X-Amz-Target: AWSStepFunctions.\(operation)\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        let request = Array(head.utf8) + Array(body.utf8)
        guard Glibc.send(file, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            APIBench.fail("A request cannot be sent: \(String(cString: strerror(errno)))")
        }
    }

    private func connect() {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { APIBench.fail("No connection: \(String(cString: strerror(errno)))") }
        var one: Int32 = 1
        setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }
}

extension [UInt8] {
    /// The place behind the first occurrence of a text within a range.
    fileprivate func end(of text: StaticString, in range: Range<Int>) -> Int? {
        let needle = text.utf8Start
        let length = text.utf8CodeUnitCount
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var place = range.lowerBound
            while place + length <= range.upperBound {
                let candidates = range.upperBound - length + 1 - place
                guard let found = memchr(base + place, Int32(needle.pointee), candidates) else { return nil }
                place = UnsafeRawPointer(found) - base
                if memcmp(base + place, needle, length) == 0 { return place + length }
                place += 1
            }
            return nil
        }
    }
}
