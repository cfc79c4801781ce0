import FlowJSON
import Tracing

/// Spans as OTLP's JSON has them.
///
/// Source: OpenTelemetry, "OTLP Specification", JSON Protobuf Encoding: ids are hex, 64-bit integers are texts.
struct OTLPJSON: Sendable {
    /// What sends the spans: `service.name` and the like.
    let resource: [(String, String)]
    let version: String

    func body(of spans: [FinishedSpan]) -> JSON {
        let scope: JSON = ["name": "flow-task", "version": .string(version)]
        let attributes = resource.map { Self.attribute($0.0, .string($0.1)) }
        return [
            "resourceSpans": [
                [
                    "resource": ["attributes": .array(attributes)],
                    "scopeSpans": [["scope": scope, "spans": .array(spans.map(Self.span))]],
                ]
            ]
        ]
    }

    private static func span(_ span: FinishedSpan) -> JSON {
        var object: JSONObject = ["traceId": .string(span.context.traceID), "spanId": .string(span.context.spanID)]
        if let parent = span.parent { object["parentSpanId"] = .string(parent.spanID) }
        object["name"] = .string(span.name)
        object["kind"] = .integer(kind(span.kind))
        object["startTimeUnixNano"] = .string("\(span.start)")
        object["endTimeUnixNano"] = .string("\(span.end)")
        object["attributes"] = attributes(span.attributes)
        if !span.events.isEmpty {
            object["events"] = .array(
                span.events.map { event in
                    [
                        "timeUnixNano": .string("\(event.nanosecondsSinceEpoch)"), "name": .string(event.name),
                        "attributes": attributes(event.attributes),
                    ]
                }
            )
        }
        let links = span.links.compactMap { link in link.context.span.map { ($0, link.attributes) } }
        if !links.isEmpty {
            object["links"] = .array(
                links.map { context, more in
                    [
                        "traceId": .string(context.traceID), "spanId": .string(context.spanID),
                        "attributes": attributes(more),
                    ]
                }
            )
        }
        if let status = span.status {
            var value: JSONObject = ["code": .integer(status.code == .ok ? 1 : 2)]
            if let message = status.message { value["message"] = .string(message) }
            object["status"] = .object(value)
        }
        return .object(object)
    }

    private static func kind(_ kind: SpanKind) -> Int64 {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }

    private static func attributes(_ attributes: SpanAttributes) -> JSON {
        var pairs: [(String, SpanAttribute)] = []
        // These attributes are no sequence.
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { pairs.append(($0, $1)) }
        return .array(pairs.sorted { $0.0 < $1.0 }.map { attribute($0.0, $0.1) })
    }

    private static func attribute(_ name: String, _ value: SpanAttribute) -> JSON {
        ["key": .string(name), "value": .object(any(value))]
    }

    private static func any(_ value: SpanAttribute) -> JSONObject {
        switch value {
        case .string(let text): ["stringValue": .string(text)]
        case .bool(let flag): ["boolValue": .bool(flag)]
        case .int32(let number): ["intValue": .string("\(number)")]
        case .int64(let number): ["intValue": .string("\(number)")]
        case .double(let number): ["doubleValue": .double(number)]
        case .stringConvertible(let value): ["stringValue": .string("\(value)")]
        case .stringArray(let values): array(values.map { .string($0) })
        case .boolArray(let values): array(values.map { .bool($0) })
        case .int32Array(let values): array(values.map { .int64(Int64($0)) })
        case .int64Array(let values): array(values.map { .int64($0) })
        case .doubleArray(let values): array(values.map { .double($0) })
        case .stringConvertibleArray(let values): array(values.map { .string("\($0)") })
        default: ["stringValue": ""]
        }
    }

    private static func array(_ values: [SpanAttribute]) -> JSONObject {
        ["arrayValue": ["values": .array(values.map { .object(any($0)) })]]
    }
}
