import NIOCore
import NIOHTTPTypes

/// Watches one connection: tells the table what it is doing, and ends it where a request takes too long to come.
///
/// A client that sends a byte now and then is never silent, so silence alone would not end it.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let table: ConnectionTable
    private let requestTime: TimeAmount
    private var deadline: Scheduled<Void>?
    private var requestsInProgress = 0
    private var isEntered = false

    init(table: ConnectionTable, requestTime: TimeAmount) {
        self.table = table
        self.requestTime = requestTime
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { enter(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        enter(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requestsInProgress += 1
            table.note(.reading(since: .now), of: ObjectIdentifier(context.channel))
            let channel = context.channel
            deadline?.cancel()
            deadline = context.eventLoop.scheduleTask(in: requestTime) { channel.close(mode: .all, promise: nil) }
        case .body: break
        case .end:
            deadline?.cancel()
            deadline = nil
            table.note(requestsInProgress > 0 ? .answering : .idle(since: .now), of: ObjectIdentifier(context.channel))
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            requestsInProgress = max(0, requestsInProgress - 1)
            // An answer may come before the request has ended; then it is still being read.
            if requestsInProgress == 0, deadline == nil {
                table.note(.idle(since: .now), of: ObjectIdentifier(context.channel))
            }
        }
        context.write(data, promise: promise)
    }

    private func enter(_ context: ChannelHandlerContext) {
        guard !isEntered else { return }
        isEntered = true
        let channel = context.channel
        table.enter(ObjectIdentifier(channel)) { channel.close(mode: .all, promise: nil) }
    }

    private func leave(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        guard isEntered else { return }
        isEntered = false
        table.leave(ObjectIdentifier(context.channel))
    }
}
