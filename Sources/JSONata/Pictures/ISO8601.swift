/// Timestamps as `$toMillis` takes them without a picture.
enum ISO8601 {
    /// Milliseconds since 1970, or `nil` where the text is no timestamp.
    ///
    /// Taken are `2017`, `2017-05`, `2017-05-15`, with `T15:12`, seconds, a fraction, and `Z`, `+01:00` or `+0100`.
    static func milliseconds(_ text: String) -> Int64? {
        var reader = Reader(bytes: Array(text.utf8))
        guard let year = reader.digits(4) else { return nil }
        var time = CivilTime(year: year, month: 1, day: 1)
        if reader.take("-") {
            guard let month = reader.digits(2), (1...12).contains(month) else { return nil }
            time.month = month
            if reader.take("-") {
                guard let day = reader.digits(2), (1...31).contains(day) else { return nil }
                time.day = day
            }
        }
        var offset = 0
        if reader.take("T") {
            guard let hour = reader.digits(2), hour <= 24, reader.take(":"), let minute = reader.digits(2), minute < 60
            else { return nil }
            time.hour = hour
            time.minute = minute
            if reader.take(":") {
                guard let second = reader.digits(2), second < 60 else { return nil }
                time.second = second
                if reader.take(".") {
                    guard let milliseconds = reader.fraction() else { return nil }
                    time.millisecond = milliseconds
                }
            }
            guard let found = reader.zone() else { return nil }
            offset = found
        }
        guard reader.isAtEnd else { return nil }
        return time.milliseconds - Int64(offset) * 60_000
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
            position += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[position..<position + count] {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            position += count
            return value
        }

        mutating func fraction() -> Int? {
            var value = 0
            var count = 0
            while let digit = digits(1) {
                if count < 3 { value = value * 10 + digit }
                count += 1
            }
            guard count > 0 else { return nil }
            for _ in count..<max(3, count) { value *= 10 }
            return value
        }

        /// Minutes east of Greenwich.
        mutating func zone() -> Int? {
            if isAtEnd || take("Z") { return 0 }
            let sign: Int
            if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
            guard let hours = digits(2) else { return nil }
            if isAtEnd { return sign * hours * 60 }
            _ = take(":")
            guard let minutes = digits(2) else { return nil }
            return sign * (hours * 60 + minutes)
        }
    }
}
