import CCurl
import Glibc

/// The sockets that a client has open.
final class OpenSockets {
    private var descriptors: Set<Int32> = []

    /// Hears of sockets from a handle's connections; must outlive them.
    func attach(to easy: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let opened: curl_sockopt_callback = { context, descriptor, _ in
            OpenSockets.at(context)?.descriptors.insert(descriptor)
            return CURL_SOCKOPT_OK
        }
        let close: curl_closesocket_callback = { context, descriptor in
            OpenSockets.at(context)?.descriptors.remove(descriptor)
            return Glibc.close(descriptor)
        }
        _ = flow_curl_set_opened(easy, opened, context)
        _ = flow_curl_set_close(easy, close, context)
    }

    /// Ends all connections, so that nothing waits for their other ends any more.
    func shutDown() {
        for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> OpenSockets? {
        context.map { Unmanaged<OpenSockets>.fromOpaque($0).takeUnretainedValue() }
    }
}
