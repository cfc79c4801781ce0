/// A moment, to the millisecond.
///
/// Written `2026-11-21T09:14:00.123Z`, as AWS writes it.
public struct Timestamp: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment that many whole seconds after this one; stays at the end of the range instead of overflowing.
    public func adding(seconds: Int64) -> Timestamp {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return adding(milliseconds: overflow ? (seconds < 0 ? .min : .max) : product)
    }

    /// The moment that many milliseconds after this one; stays at the end of the range instead of overflowing.
    public func adding(milliseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(delta)
        return Timestamp(milliseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }
}

extension Timestamp: Comparable {
    /// Whether the first moment is the earlier one.
    public static func < (first: Timestamp, second: Timestamp) -> Bool { first.milliseconds < second.milliseconds }
}

extension Timestamp: CustomStringConvertible {
    /// The moment in UTC with three digits of fraction: `2026-11-21T09:14:00.123Z`.
    public var description: String {
        let day = milliseconds.floorDivided(by: Self.millisecondsPerDay)
        let remainder = milliseconds % Self.millisecondsPerDay
        let time = remainder < 0 ? remainder + Self.millisecondsPerDay : remainder
        let date = CivilDate(day: day)
        let year = date.year < 0 ? "-\(padded(-date.year, 4))" : padded(date.year, 4)
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, 2) }
        return "\(year)-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(clock[0]):\(clock[1]):\(clock[2]).\(padded(time % 1000, 3))Z"
    }

    fileprivate static let millisecondsPerDay: Int64 = 86_400_000

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp {
    /// The moment that a text names, or `nil` where it is not what the language wants.
    ///
    /// RFC 3339 with a capital `T`, seconds, and a capital `Z` or a numeric offset; digits after the third of the
    /// fraction are dropped. A leap second (`:60`) is refused, as AWS does.
    public init?(_ text: String) {
        var digits = DigitReader(bytes: Array(text.utf8))
        guard let year = digits.number(of: 4), digits.skip("-"), let month = digits.number(of: 2), digits.skip("-"),
            let day = digits.number(of: 2), digits.skip("T"), let hour = digits.number(of: 2), digits.skip(":"),
            let minute = digits.number(of: 2), digits.skip(":"), let second = digits.number(of: 2),
            1...12 ~= month, 1...CivilDate.length(ofMonth: month, in: year) ~= day, hour < 24, minute < 60,
            second < 60, let fraction = digits.milliseconds(), let offset = digits.offsetInMinutes(), digits.isAtEnd
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let minutes = (days * 24 + hour) * 60 + minute - offset
        self.init(milliseconds: (minutes * 60 + second) * 1000 + fraction)
    }
}

/// Reads the parts of a timestamp from the left.
private struct DigitReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    mutating func number(of width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func milliseconds() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 3)..<3 { value *= 10 }
        return value
    }

    mutating func offsetInMinutes() -> Int64? {
        if skip("Z") { return 0 }
        let sign: Int64
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(of: 2), skip(":"), let minutes = number(of: 2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }

    private mutating func digit() -> Int64? {
        guard position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] else { return nil }
        defer { position += 1 }
        return Int64(bytes[position] - UInt8(ascii: "0"))
    }
}
