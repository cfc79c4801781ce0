import FlowJSON
import StatesLanguage

/// Runs as the lines of a table.
struct RunTable {
    var now: Timestamp
    var hasColor: Bool

    private static let heads = ["NAME", "FLOW", "STATUS", "STARTED", "TOOK"]

    /// The lines, the heads first.
    func lines(_ runs: [RunSummary]) -> [String] {
        let rows = runs.map { run in
            [
                run.name, run.flow, run.status.rawValue, Self.distance(from: run.startedAt, to: now),
                Quantity.duration(run.elapsed(until: now)),
            ]
        }
        let widths = Self.heads.indices.map { column in
            ([Self.heads] + rows).map { $0[column].count }.max() ?? 0
        }
        let head = line(Self.heads, widths, color: "2")
        return [head] + zip(runs, rows).map { run, row in line(row, widths, color: run.status.color) }
    }

    private func line(_ cells: [String], _ widths: [Int], color: String) -> String {
        var padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        if hasColor { padded[2] = "\u{1B}[\(color)m\(padded[2])\u{1B}[0m" }
        var text = padded.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }

    /// How long ago a moment was: `now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 days ago`, or its day.
    static func distance(from moment: Timestamp, to now: Timestamp) -> String {
        let seconds = (now.milliseconds - moment.milliseconds) / 1_000
        switch seconds {
        case ..<(-1): return "\(moment)"
        case ..<1: return "now"
        case ..<60: return "\(seconds) s ago"
        case ..<3_600: return "\(seconds / 60) min ago"
        case ..<86_400: return "\(seconds / 3_600) h ago"
        case ..<(2 * 86_400): return "1 day ago"
        case ..<(15 * 86_400): return "\(seconds / 86_400) days ago"
        default: return String("\(moment)".prefix(10))
        }
    }
}
