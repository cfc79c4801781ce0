import Instrumentation

/// Which span of which trace something belongs to.
struct SpanContext: Hashable, Sendable {
    /// 16 bytes in lower-case hex.
    let traceID: String
    /// 8 bytes in lower-case hex.
    let spanID: String
    let isSampled: Bool

    init(traceID: String, spanID: String, isSampled: Bool = true) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// A new span in the trace of another, or in a trace of its own.
    init(in parent: SpanContext?) {
        self.init(
            traceID: parent?.traceID ?? Self.randomID(bytes: 16),
            spanID: Self.randomID(bytes: 8),
            isSampled: parent?.isSampled ?? true
        )
    }

    /// The `traceparent` header of W3C's Trace Context; `nil` where it is malformed.
    init?(traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isID(parts[1], 32), Self.isID(parts[2], 16), parts[3].utf8.count == 2,
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: parts[1], spanID: parts[2], isSampled: flags & 1 == 1)
    }

    /// The same as a `traceparent` header.
    var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    private static func isID(_ text: String, _ digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.contains { $0 != UInt8(ascii: "0") }
            && text.utf8.allSatisfy { $0.isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
    }

    private static func randomID(bytes: Int) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let id = (0..<(2 * bytes)).map { _ in digits[Int.random(in: 0..<16)] }
        // All zeros would mean that there is no span.
        return id.contains { $0 != UInt8(ascii: "0") } ? String(decoding: id, as: UTF8.self) : randomID(bytes: bytes)
    }
}

extension ServiceContext {
    private enum ActiveKey: InstrumentationContextKey { typealias Value = SpanContext }
    private enum GivenKey: InstrumentationContextKey { typealias Value = SpanContext }

    /// The span that is active, parent of those that begin in it.
    var span: SpanContext? {
        get { self[ActiveKey.self] }
        set { self[ActiveKey.self] = newValue }
    }

    /// The span to begin, where it is not a new one.
    var givenSpan: SpanContext? {
        get { self[GivenKey.self] }
        set { self[GivenKey.self] = newValue }
    }
}
