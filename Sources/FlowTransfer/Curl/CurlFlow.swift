import CCurl
import FlowTasks

/// What goes through one transfer: the bytes that come, the bytes that go, and what went wrong on our side of them.
final class CurlFlow {
    /// Takes bytes of the body, valid during the call; a throw ends the transfer.
    var receive: (UnsafeRawBufferPointer) throws -> Void = { _ in }
    /// Takes one line of the header, with its line end.
    var header: (UnsafeRawBufferPointer) -> Void = { _ in }
    /// Fills a buffer with bytes to send and gives their count; 0 at the end.
    var provide: ((UnsafeMutableRawBufferPointer) throws -> Int)?
    /// Judges the key of an SSH host.
    var judgeHostKey: ((HostKeyOffer) -> Bool)?
    /// Asked before each of the closures' calls: libcurl can move a lot before it comes back.
    var cancellation: Cancellation?
    /// What one of the closures threw.
    private(set) var failure: (any Error)?

    /// A host's key, and what known_hosts says about it.
    struct HostKeyOffer {
        enum Standing {
            case known
            case unknown
            case changed
        }
        var standing: Standing
        /// The key as it is sent: with its type in front.
        var blob: [UInt8]
    }

    fileprivate func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        do {
            try cancellation?.check()
            try receive(bytes)
            return bytes.count
        } catch {
            failure = error
            // Any other count than the given one ends the transfer.
            return bytes.isEmpty ? 1 : 0
        }
    }

    fileprivate func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        do {
            try cancellation?.check()
            return try provide?(buffer) ?? 0
        } catch {
            failure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> CurlFlow? {
        context.map { Unmanaged<CurlFlow>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets the callbacks on a handle; the flow must outlive the transfer.
    func attach(to easy: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        flow_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            CurlFlow.at(context)?.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
        }
        flow_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        flow_curl_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            CurlFlow.at(context)?.header(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        flow_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        if provide != nil {
            flow_curl_set_read(easy) { bytes, size, count, context in
                CurlFlow.at(context)?.give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
                    ?? Int(CURL_READFUNC_ABORT)
            }
            flow_curl_set_pointer(easy, CURLOPT_READDATA, context)
        }
        if judgeHostKey != nil {
            flow_curl_set_host_key(easy) { _, _, offered, match, context in
                guard let judge = CurlFlow.at(context)?.judgeHostKey, let offered else {
                    return Int32(CURLKHSTAT_REJECT.rawValue)
                }
                let accepted = judge(HostKeyOffer(offered.pointee, match))
                return Int32((accepted ? CURLKHSTAT_FINE : CURLKHSTAT_REJECT).rawValue)
            }
            flow_curl_set_pointer(easy, CURLOPT_SSH_KEYDATA, context)
        }
    }
}

extension CurlFlow.HostKeyOffer {
    fileprivate init(_ key: curl_khkey, _ match: curl_khmatch) {
        standing =
            switch match {
            case CURLKHMATCH_OK: .known
            case CURLKHMATCH_MISMATCH: .changed
            default: .unknown
            }
        // libssh2 gives the key itself; a length of 0 would say that it is text.
        blob = key.key.map { Array(UnsafeRawBufferPointer(start: $0, count: key.len)) } ?? []
    }
}
