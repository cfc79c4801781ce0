import Hummingbird
import NIOCore

/// What is known of the connection that a request came by.
struct ConnectionContext: InitializableFromSource {
    /// Whether the client is on this machine.
    let isFromHere: Bool

    init(source: ApplicationRequestContextSource) {
        isFromHere = LoopbackAddress.isLoopback(source.channel.remoteAddress?.ipAddress ?? "")
    }
}
