import CCurl
import FlowTasks
import Glibc
import Synchronization

/// Does transfers one after the other on the thread that asks, and keeps their connections for the next ones.
///
/// `@unchecked Sendable`: one thread uses it at a time (a ``ClientPool`` lends it to one); other threads only call
/// `curl_multi_wakeup`, which libcurl allows them.
final class CurlClient: @unchecked Sendable {
    private let multi: UnsafeMutableRawPointer
    private var easy: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var refusedOption: CurlError?
    /// Whether a transfer failed: libcurl may then hold on to its buffers, and refuse to change their sizes.
    private var isSpent = false
    private let sockets = OpenSockets()

    private static let isStarted = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init() throws {
        guard Self.isStarted, let multi = curl_multi_init() else { throw CurlError(CURLE_FAILED_INIT) }
        guard let easy = curl_easy_init() else {
            curl_multi_cleanup(multi)
            throw CurlError(CURLE_FAILED_INIT)
        }
        self.multi = multi
        self.easy = easy
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_multi_cleanup(multi)
        freeLists()
        errorText.deallocate()
    }

    /// Forgets the options of the last transfer; connections stay.
    func reset() {
        if isSpent, let new = curl_easy_init() {
            curl_easy_cleanup(easy)
            easy = new
            isSpent = false
        } else {
            curl_easy_reset(easy)
        }
        freeLists()
        refusedOption = nil
        sockets.attach(to: easy)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, 20)
        // A peer that is silent for two minutes is gone.
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, 120)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_BUFFERSIZE, 512 * 1024)
        set(CURLOPT_UPLOAD_BUFFERSIZE, 512 * 1024)
    }

    func set(_ option: CURLoption, _ value: Int) { note(flow_curl_set_long(easy, option, value)) }

    func set(_ option: CURLoption, offset: Int64) { note(flow_curl_set_offset(easy, option, curl_off_t(offset))) }

    func set(_ option: CURLoption, _ text: String) { note(flow_curl_set_text(easy, option, text)) }

    func set(_ option: CURLoption, lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                note(CURLE_OUT_OF_MEMORY)
                break
            }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        note(flow_curl_set_list(easy, option, list))
    }

    /// Sends bytes as the body; they must stay where they are until the transfer has ended.
    func setBody(_ bytes: UnsafeRawBufferPointer) {
        // Several parts of an upload are sent at a time; a short answer comes.
        set(CURLOPT_UPLOAD_BUFFERSIZE, 128 * 1024)
        set(CURLOPT_BUFFERSIZE, 16 * 1024)
        // Without an address libcurl would ask the read callback for the body.
        note(flow_curl_set_bytes(easy, bytes.baseAddress ?? UnsafeRawPointer(errorText), curl_off_t(bytes.count)))
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return flow_curl_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }

    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return flow_curl_get_offset(easy, info, &value) == CURLE_OK ? Int64(value) : -1
    }

    /// Does the transfer that the options describe; throws what the flow's closures threw, a `CancellationError`, or a
    /// ``CurlError``.
    func perform(_ flow: CurlFlow, _ cancellation: Cancellation) throws {
        if let refusedOption { throw refusedOption }
        try cancellation.check()
        isSpent = true
        blockBrokenPipeSignal()
        flow.cancellation = cancellation
        flow.attach(to: easy)
        errorText.pointee = 0
        flow_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else { throw CurlError(CURLE_FAILED_INIT) }
        defer { curl_multi_remove_handle(multi, easy) }
        try withExtendedLifetime(flow) {
            do {
                try wakingUp(cancellation) { try drive(cancellation) }
            } catch {
                // libssh2 says goodbye when its connection is closed, and would wait for a peer that hangs.
                sockets.shutDown()
                throw flow.failure ?? error
            }
            var result = CURLE_OK
            guard flow_curl_take_result(multi, &result) == 1 else { throw CurlError(CURLE_FAILED_INIT) }
            if let failure = flow.failure { throw failure }
            guard result == CURLE_OK else { throw error(result) }
            isSpent = false
        }
    }

    /// Waits, and wakes up when cancelled.
    func pause(milliseconds: Int, _ cancellation: Cancellation) throws {
        let end = ContinuousClock.now.advanced(by: .milliseconds(milliseconds))
        try wakingUp(cancellation) {
            while !cancellation.isCancelled {
                let left = (end - ContinuousClock.now) / .milliseconds(1)
                guard left > 0 else { break }
                curl_multi_poll(multi, nil, 0, Int32(min(left + 1, 60_000)), nil)
            }
        }
        try cancellation.check()
    }

    /// Runs `body`; a cancellation ends the wait that it is in.
    private func wakingUp(_ cancellation: Cancellation, _ body: () throws -> Void) throws {
        let wake: @Sendable () -> Void = { [self] in curl_multi_wakeup(multi) }
        try cancellation.withWaker(wake, body)
    }

    private func drive(_ cancellation: Cancellation) throws {
        var running: Int32 = 1
        while true {
            let code = curl_multi_perform(multi, &running)
            guard code == CURLM_OK else {
                throw CurlError(CURLE_FAILED_INIT, details: String(cString: curl_multi_strerror(code)))
            }
            if running == 0 { return }
            try cancellation.check()
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
    }

    private func error(_ code: CURLcode) -> CurlError {
        CurlError(
            code,
            details: String(cString: errorText),
            wasConnected: offset(CURLINFO_CONNECT_TIME_T) > 0 || number(CURLINFO_NUM_CONNECTS) == 0
        )
    }

    private func note(_ code: CURLcode) {
        if code != CURLE_OK, refusedOption == nil { refusedOption = CurlError(code) }
    }

    private func freeLists() {
        for list in lists { curl_slist_free_all(list) }
        lists = []
    }
}

/// Lends clients to threads, so that their connections are used again.
final class ClientPool: Sendable {
    private let idle = Mutex<[CurlClient]>([])

    func withClient<Result>(_ body: (CurlClient) throws -> Result) throws -> Result {
        let client = try idle.withLock { $0.popLast() } ?? CurlClient()
        client.reset()
        defer { idle.withLock { $0.append(client) } }
        return try body(client)
    }
}
