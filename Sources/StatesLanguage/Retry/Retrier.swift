package import FlowJSON

/// How a failed attempt is repeated.
///
/// One element of a state's `Retry` field. A field that is absent in the text is `nil` here, so that it stays absent;
/// the value that then holds is in the property of the same name that begins with `effective`.
/// Source: Amazon States Language, "Retrying after error".
public struct Retrier: Hashable, Sendable {
    /// How waits are spread, so that many failed attempts don't come back at the same moment.
    public enum JitterStrategy: String, CaseIterable, Hashable, Sendable {
        /// The wait is anywhere between 0 and the computed one.
        case full = "FULL"
        /// The wait is the computed one.
        case off = "NONE"
    }

    /// The errors that this retrier is for.
    public var errorEquals: [ErrorName]
    /// Seconds before the first retry: 1 to 99,999,999, 1 where absent.
    public var intervalSeconds: Int64?
    /// How many retries there are: 0 to 99,999,999, 3 where absent.
    public var maxAttempts: Int64?
    /// What each wait is multiplied by to make the next: 1 or more, 2 where absent.
    public var backoffRate: Double?
    /// The longest wait in seconds: over the interval and under 31,622,401; none where absent.
    public var maxDelaySeconds: Int64?
    /// How waits are spread; not at all where absent.
    public var jitterStrategy: JitterStrategy?
    /// For people.
    public var comment: String?

    /// A retrier of the given parts.
    public init(
        errorEquals: [ErrorName] = [.all],
        intervalSeconds: Int64? = nil,
        maxAttempts: Int64? = nil,
        backoffRate: Double? = nil,
        maxDelaySeconds: Int64? = nil,
        jitterStrategy: JitterStrategy? = nil,
        comment: String? = nil
    ) {
        self.errorEquals = errorEquals
        self.intervalSeconds = intervalSeconds
        self.maxAttempts = maxAttempts
        self.backoffRate = backoffRate
        self.maxDelaySeconds = maxDelaySeconds
        self.jitterStrategy = jitterStrategy
        self.comment = comment
    }

    /// How many retries there are.
    package var effectiveMaxAttempts: Int64 { maxAttempts ?? 3 }

    /// Whether the retrier is for a raised error.
    package func matches(_ raised: ErrorName, by reading: SpecificationReading) -> Bool {
        errorEquals.contains { $0.matches(raised, by: reading) }
    }

    /// The wait before retry `attempt`, in milliseconds and before jitter, or `nil` where no retry is left.
    ///
    /// - Parameter attempt: 1 for the first retry.
    package func delayInMilliseconds(beforeRetry attempt: Int64) -> Int64? {
        guard attempt >= 1, attempt <= effectiveMaxAttempts else { return nil }
        var seconds = Double(intervalSeconds ?? 1) * power(backoffRate ?? 2, attempt - 1)
        if let maxDelaySeconds { seconds = min(seconds, Double(maxDelaySeconds)) }
        // A wait that no calendar can hold is the longest one that a Wait state may have.
        return Int64(min(max(seconds, 0), 99_999_999) * 1000)
    }

    package var json: JSON {
        var object = JSONObject()
        object["Comment"] = comment.map(JSON.string)
        object["ErrorEquals"] = errorEquals.json { .string($0.text) }
        object["IntervalSeconds"] = intervalSeconds.map(JSON.integer)
        object["MaxAttempts"] = maxAttempts.map(JSON.integer)
        object["BackoffRate"] = backoffRate.map(JSON.number)
        object["MaxDelaySeconds"] = maxDelaySeconds.map(JSON.integer)
        object["JitterStrategy"] = jitterStrategy.map { .string($0.rawValue) }
        return .object(object)
    }

    /// `base` to a whole power, by squaring; infinity where it is too large.
    private func power(_ base: Double, _ exponent: Int64) -> Double {
        var result = 1.0
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}
