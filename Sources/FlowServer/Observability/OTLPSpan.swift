package import Instrumentation
import Synchronization
package import Tracing

/// A span that is sent to a collector when it ends.
package final class OTLPSpan: Span {
    private struct Phase {
        var name: String
        var attributes: SpanAttributes = [:]
        var status: SpanStatus?
        var events: [SpanEvent] = []
        var links: [SpanLink] = []
        var isEnded = false
    }

    /// How many events and links one span keeps.
    private static let room = 128

    package let context: ServiceContext
    private let own: SpanContext
    private let parent: SpanContext?
    private let kind: SpanKind
    private let start: UInt64
    private let queue: SpanQueue
    private let phase: Mutex<Phase>

    init(_ name: String, kind: SpanKind, in context: ServiceContext, startingAt start: UInt64, for queue: SpanQueue) {
        parent = context.span
        own = context.givenSpan ?? SpanContext(in: context.span)
        var context = context
        context.givenSpan = nil
        context.span = own
        self.context = context
        self.kind = kind
        self.start = start
        self.queue = queue
        phase = Mutex(Phase(name: name))
    }

    package var operationName: String {
        get { phase.withLock { $0.name } }
        set { phase.withLock { $0.name = newValue } }
    }

    package var attributes: SpanAttributes {
        get { phase.withLock { $0.attributes } }
        set { phase.withLock { $0.attributes = newValue } }
    }

    package var isRecording: Bool { own.isSampled && !phase.withLock { $0.isEnded } }

    package func setStatus(_ status: SpanStatus) { phase.withLock { $0.status = status } }

    package func addEvent(_ event: SpanEvent) {
        phase.withLock { if $0.events.count < Self.room { $0.events.append(event) } }
    }

    package func addLink(_ link: SpanLink) {
        phase.withLock { if $0.links.count < Self.room { $0.links.append(link) } }
    }

    package func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes["exception.type"] = "\(type(of: error))"
        attributes["exception.message"] = "\(error)"
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let ended = phase.withLock { phase -> Phase? in
            guard !phase.isEnded else { return nil }
            phase.isEnded = true
            return phase
        }
        guard let ended, own.isSampled else { return }
        queue.append(
            FinishedSpan(
                context: own,
                parent: parent,
                name: ended.name,
                kind: kind,
                start: start,
                end: max(start, instant().nanosecondsSinceEpoch),
                attributes: ended.attributes,
                status: ended.status,
                events: ended.events,
                links: ended.links
            )
        )
    }
}

/// A span that has ended.
struct FinishedSpan: Sendable {
    let context: SpanContext
    let parent: SpanContext?
    let name: String
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    /// Nanoseconds since 1970.
    let end: UInt64
    let attributes: SpanAttributes
    let status: SpanStatus?
    let events: [SpanEvent]
    let links: [SpanLink]
}
