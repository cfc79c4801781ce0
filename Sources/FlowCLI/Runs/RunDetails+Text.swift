import FlowJSON
import StatesLanguage

extension RunDetails {
    /// The run and its states for people, line by line.
    func lines(_ visits: StateVisits, now: Timestamp, hasColor: Bool) -> [String] {
        func colored(_ text: String, _ color: String) -> String {
            hasColor ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
        }
        let status = colored(summary.status.rawValue, summary.status.color)
        var lines = ["\(summary.flow)  \(summary.name)  \(status)"]
        let elapsed = Quantity.duration(summary.elapsed(until: now))
        lines.append(fact("id", summary.id))
        lines.append(fact("started", "\(summary.startedAt)  (\(RunTable.distance(from: summary.startedAt, to: now)))"))
        if let stoppedAt = summary.stoppedAt { lines.append(fact("ended", "\(stoppedAt)  (after \(elapsed))")) }
        if redriveCount > 0 { lines.append(fact("redrives", "\(redriveCount)")) }
        if summary.status == .interrupted { lines.append(fact("goes on", "flow-task resume \(summary.name)")) }
        for (name, value) in [("input", input), ("output", output)] {
            if let value { lines.append(fact(name, value.prettyText)) }
        }
        if let error { lines.append(fact("error", error)) }
        if let cause { lines.append(fact("cause", cause)) }
        guard !visits.rows.isEmpty else { return lines }
        let width = visits.rows.map { $0.name.count + 2 * $0.depth }.max() ?? 0
        lines.append("")
        for row in visits.rows {
            let (mark, color) = row.isRunning ? ("…", "36") : row.failed > 0 ? ("✗", "31") : ("✓", "32")
            let name = String(repeating: "  ", count: row.depth) + row.name
            let padding = String(repeating: " ", count: width - name.count)
            let facts = row.facts(until: now).joined(separator: "  ")
            lines.append("\(colored(mark, color)) \(name)\(padding)  \(facts)")
        }
        return lines
    }

    private func fact(_ name: String, _ value: String) -> String {
        let indent = String(repeating: " ", count: 10)
        let padding = String(repeating: " ", count: max(1, 8 - name.count))
        return "  \(name)\(padding)" + value.replacing("\n", with: "\n\(indent)")
    }
}

extension StateVisits.Row {
    /// Time, iterations, attempts, and the last failure.
    func facts(until now: Timestamp) -> [String] {
        var facts = [Quantity.duration(.milliseconds(max(0, (ended ?? now).milliseconds - began.milliseconds)))]
        if entered > 1 { facts.append("\(exited)/\(entered)") }
        if failed > 0, entered > 1 { facts.append("\(failed) failed") }
        if attempts > 1 { facts.append("\(attempts) attempts") }
        if let error { facts.append(failed > 0 ? error : "after \(error)") }
        return facts
    }

    /// The row as JSON.
    var json: JSON {
        var object: JSONObject = [
            "name": .string(name), "entered": .integer(Int64(entered)), "exited": .integer(Int64(exited)),
            "failed": .integer(Int64(failed)), "startDate": .string("\(began)"),
        ]
        if attempts > 0 { object["attempts"] = .integer(Int64(attempts)) }
        object["stopDate"] = ended.map { .string("\($0)") }
        object["error"] = error.map { .string($0) }
        return .object(object)
    }
}
