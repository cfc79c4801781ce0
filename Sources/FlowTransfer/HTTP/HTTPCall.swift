import CCurl
import FlowTasks
import StatesLanguage

/// One HTTP request, ready to be sent.
struct HTTPCall {
    var method: String
    /// With everything in it percent-encoded.
    var url: String
    /// Name and value; an empty value leaves out a header that libcurl would add.
    var headers: [(name: String, value: String)] = []
    /// What is sent as the body; it must stay in place until the call has ended.
    var body: UnsafeRawBufferPointer?
    var followsRedirects = false
    /// Whether the answer may come compressed.
    var acceptsCompression = false
    /// The most that the whole call may take.
    var timeoutMilliseconds: Int?
    var connectTimeoutMilliseconds: Int?
    /// How long the server may be silent, unless it is the usual time.
    var silenceSeconds: Int?
    /// A file of certificates to trust instead of the system's.
    var certificateFile: String?
    /// A user and password for HTTP's basic authentication.
    var credentials: (user: String, password: String)?
}

/// What a server answered.
struct HTTPAnswer {
    var status = 0
    /// By names in lower case; of equal names the values are joined with a comma.
    var headers: [String: String] = [:]
    /// The headers as they came, one by one.
    var headerLines: [(name: String, value: String)] = []
    /// The body, where nobody consumed it; at most ``HTTPAnswer/bodyLimit`` bytes of it.
    var body: [UInt8] = []
    /// Whether bytes of the body are missing because there were too many.
    var isBodyCut = false

    /// The most bytes that are kept of a body that is not consumed.
    static let bodyLimit = 1 << 20

    var isSuccess: Bool { 200..<300 ~= status }

    fileprivate mutating func takeHeader(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // A redirect's or an interim answer's headers are not those of the answer.
            self = HTTPAnswer(status: Int(text.split(separator: " ").dropFirst().first?.prefix(3) ?? "") ?? 0)
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return }
        let name = text[..<colon].lowercased()
        let value = text[text.index(after: colon)...].trimmed
        headerLines.append((String(text[..<colon]), value))
        headers[name] = headers[name].map { "\($0), \(value)" } ?? value
    }
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension CurlClient {
    /// Sends a request; the answer keeps the body.
    func send(_ call: HTTPCall, _ cancellation: Cancellation) throws -> HTTPAnswer {
        reset()
        apply(call)
        let flow = CurlFlow()
        var answer = HTTPAnswer()
        flow.header = { answer.takeHeader($0) }
        flow.receive = { answer.keep($0) }
        try perform(flow, cancellation)
        return answer
    }

    /// Sends a request; the body of a success goes to `consume`, that of another answer is kept.
    func send(
        _ call: HTTPCall,
        _ cancellation: Cancellation,
        consume: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
    ) throws -> HTTPAnswer {
        reset()
        apply(call)
        let flow = CurlFlow()
        var answer = HTTPAnswer()
        flow.header = { answer.takeHeader($0) }
        try withoutActuallyEscaping(consume) { consume in
            flow.receive = { bytes in
                if answer.isSuccess { try consume(answer, bytes) } else { answer.keep(bytes) }
            }
            defer { flow.receive = { _ in } }
            try perform(flow, cancellation)
        }
        return answer
    }

    private func apply(_ call: HTTPCall) {
        set(CURLOPT_URL, call.url)
        // Segments `.` and `..` of a key are names like any other.
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_USERAGENT, "flow-task")
        var headers = call.headers.map { $0.value.isEmpty ? "\($0.name):" : "\($0.name): \($0.value)" }
        if let body = call.body {
            setBody(body)
            headers.append("Expect:")
            if !call.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                headers.append("Content-Type:")
            }
        }
        if call.method == "HEAD" {
            set(CURLOPT_NOBODY, 1)
        } else if call.method != "GET" || call.body != nil {
            set(CURLOPT_CUSTOMREQUEST, call.method)
        }
        set(CURLOPT_HTTPHEADER, lines: headers)
        if call.followsRedirects {
            set(CURLOPT_FOLLOWLOCATION, 1)
            set(CURLOPT_MAXREDIRS, 10)
            set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        }
        if call.acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "") }
        if let milliseconds = call.timeoutMilliseconds { set(CURLOPT_TIMEOUT_MS, milliseconds) }
        if let milliseconds = call.connectTimeoutMilliseconds { set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds) }
        if let seconds = call.silenceSeconds { set(CURLOPT_LOW_SPEED_TIME, seconds) }
        if let file = call.certificateFile { set(CURLOPT_CAINFO, file) }
        if let credentials = call.credentials {
            // CURLAUTH_BASIC, a macro that Swift does not see.
            set(CURLOPT_HTTPAUTH, 1)
            set(CURLOPT_USERNAME, credentials.user)
            set(CURLOPT_PASSWORD, credentials.password)
        }
    }
}

extension HTTPAnswer {
    fileprivate mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        let room = Self.bodyLimit - body.count
        if bytes.count > room { isBodyCut = true }
        body += bytes.prefix(room)
    }
}
