/// Writes amounts as people read them.
enum Quantity {
    /// `320 ms`, `4.2 s`, `3:07`, `2:03:07`.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = Int(duration / .milliseconds(1))
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 { return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s" }
        let seconds = milliseconds / 1_000
        let clock = "\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
        return seconds < 3_600 ? "\(seconds / 60):\(padded(seconds % 60))" : "\(seconds / 3_600):\(clock)"
    }

    /// `912 B`, `4.1 kB`, `2.0 GB`: powers of 1,000, as disks and networks count.
    static func bytes(_ bytes: Int64) -> String {
        var amount = Double(bytes)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        while amount >= 999.95, unit + 1 < units.count {
            amount /= 1_000
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        let tenths = Int((amount * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// `1,234,567`.
    static func grouped(_ number: Int64) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + text.reversed()
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
