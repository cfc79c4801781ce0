import FlowJSON
import Instrumentation
import Testing
import Tracing

@testable import FlowServer

@Suite("Traces")
struct TracingTests {
    private struct Headers: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }
    }
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test("go on from the traceparent header, and into it")
    func propagation() throws {
        let queue = SpanQueue()
        let tracer = OTLPTracer(queue)
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": Self.parent], into: &context, using: Headers())
        var carrier: [String: String] = [:]
        tracer.withSpan("outer", context: context, ofKind: .server) { outer in
            tracer.inject(outer.context, into: &carrier, using: Headers())
            tracer.withSpan("inner") { $0.attributes["n"] = 1 }
        }
        let spans = queue.take(atMost: 10)
        #expect(spans.map(\.name) == ["inner", "outer"])
        #expect(Set(spans.map(\.context.traceID)) == ["0af7651916cd43dd8448eb211c80319c"])
        let outer = try #require(spans.last)
        #expect(outer.parent?.spanID == "b7ad6b7169203331")
        #expect(spans.first?.parent == outer.context)
        #expect(carrier["traceparent"] == "00-\(outer.context.traceID)-\(outer.context.spanID)-01")
    }

    @Test(
        "begin anew where the header is malformed",
        arguments: [
            "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "ff-\(String(parent.dropFirst(3)))",
            "\(parent)-more", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
        ]
    )
    func malformed(text: String) {
        #expect(SpanContext(traceparent: text) == nil)
    }

    @Test("that are not sampled are not sent")
    func unsampled() {
        let queue = SpanQueue()
        var context = ServiceContext.topLevel
        context.span = SpanContext(traceparent: "\(Self.parent.dropLast(2))00")
        OTLPTracer(queue).withSpan("quiet", context: context) { _ in }
        #expect(queue.take(atMost: 1).isEmpty)
    }

    @Test("are written as OTLP's JSON has them")
    func json() throws {
        let queue = SpanQueue()
        let tracer = OTLPTracer(queue)
        var context = ServiceContext.topLevel
        context.span = SpanContext(traceparent: Self.parent)
        context.givenSpan = SpanContext(traceID: "0af7651916cd43dd8448eb211c80319c", spanID: "00f067aa0ba902b7")
        let span = tracer.startSpan("work", context: context, ofKind: .client, at: Moment(nanosecondsSinceEpoch: 5))
        span.attributes["text"] = "t"
        span.attributes["flag"] = true
        span.attributes["number"] = 7
        span.attributes["real"] = 0.5
        span.setStatus(SpanStatus(code: .error, message: "broken"))
        span.end(at: Moment(nanosecondsSinceEpoch: 9))
        span.end(at: Moment(nanosecondsSinceEpoch: 10))
        let spans = queue.take(atMost: 5)
        let body = OTLPJSON(resource: [("service.name", "s")], version: "1").body(of: spans)
        let expected: JSON = [
            "traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00f067aa0ba902b7",
            "parentSpanId": "b7ad6b7169203331", "name": "work", "kind": 3, "startTimeUnixNano": "5",
            "endTimeUnixNano": "9",
            "attributes": [
                ["key": "flag", "value": ["boolValue": true]], ["key": "number", "value": ["intValue": "7"]],
                ["key": "real", "value": ["doubleValue": 0.5]], ["key": "text", "value": ["stringValue": "t"]],
            ],
            "status": ["code": 2, "message": "broken"],
        ]
        let resource = try #require(body["resourceSpans"]?.arrayValue?.first)
        #expect(resource["resource"]?["attributes"]?.text == #"[{"key":"service.name","value":{"stringValue":"s"}}]"#)
        #expect(resource["scopeSpans"]?.arrayValue?.first?["spans"] == [expected])
    }

    @Test("that find no room are dropped and counted")
    func room() {
        let queue = SpanQueue(room: 2)
        let tracer = OTLPTracer(queue)
        for _ in 0..<5 { tracer.withSpan("s", context: .topLevel) { _ in } }
        #expect(queue.dropped == 3)
        #expect(queue.take(atMost: 1).count == 1)
        #expect(queue.take(atMost: 5).count == 1)
    }

    @Test("go where OpenTelemetry's variables say")
    func endpoint() {
        #expect(OTLPEndpoint([:]) == nil)
        #expect(OTLPEndpoint(["OTEL_EXPORTER_OTLP_ENDPOINT": ""]) == nil)
        #expect(OTLPEndpoint(["OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4317"]) == nil)
        #expect(
            OTLPEndpoint(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"]) == nil
        )
        let usual = OTLPEndpoint([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318/", "OTEL_EXPORTER_OTLP_HEADERS": "Api-Key=a%20b, x=1",
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=other,team=data", "OTEL_SERVICE_NAME": "flows",
        ])
        #expect(usual?.origin == "http://c:4318")
        #expect(usual?.path == "/v1/traces")
        #expect(usual?.headers.map { "\($0.name)=\($0.value)" } == ["api-key=a b", "x=1"])
        #expect(usual?.resource.map { "\($0.0)=\($0.1)" } == ["service.name=flows", "team=data"])
        let exact = OTLPEndpoint(["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c/in/here"])
        #expect(exact?.origin == "https://c")
        #expect(exact?.path == "/in/here")
    }

    private struct Moment: TracerInstant {
        let nanosecondsSinceEpoch: UInt64

        static func < (first: Moment, second: Moment) -> Bool {
            first.nanosecondsSinceEpoch < second.nanosecondsSinceEpoch
        }
    }
}
