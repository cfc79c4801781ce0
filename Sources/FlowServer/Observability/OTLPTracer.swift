package import Instrumentation
package import Tracing

/// Makes spans that a collector gets by OTLP, and carries traces in `traceparent` headers.
package final class OTLPTracer: Tracer {
    package typealias Span = OTLPSpan
    private static let header = "traceparent"

    let queue: SpanQueue

    init(_ queue: SpanQueue) { self.queue = queue }

    package func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> OTLPSpan {
        OTLPSpan(
            operationName,
            kind: kind,
            in: context(),
            startingAt: instant().nanosecondsSinceEpoch,
            for: queue
        )
    }

    /// Does nothing: spans are sent within a second.
    package func forceFlush() {}

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let text = extractor.extract(key: Self.header, from: carrier) else { return }
        context.span = SpanContext(traceparent: text)
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.span else { return }
        injector.inject(span.traceparent, forKey: Self.header, into: &carrier)
    }
}
