/// Draws a run's progress as lines of a terminal.
struct ProgressFrame {
    var size: (columns: Int, lines: Int)
    var hasColor: Bool
    var depths: StateDepths

    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// The lines of a frame; the newest states where not all have room.
    func draw(
        _ progress: RunProgress,
        title: String,
        began: ContinuousClock.Instant,
        now: ContinuousClock.Instant
    ) -> [String] {
        let turn = Int((now - began) / .milliseconds(100)) % Self.spinner.count
        let nameWidth = min(40, progress.rows.map { $0.name.count + 2 * depths.depth(of: $0.name) }.max() ?? 0)
        let rows = progress.rows.suffix(max(1, size.lines - 2))
        let hidden = progress.rows.count - rows.count
        var frame = [fit("\(title)  \(Quantity.duration(now - began))")]
        if hidden > 0 { frame.append(fit("  … \(hidden) earlier states")) }
        return frame + rows.map { draw($0, nameWidth: nameWidth, turn: turn, now: now) }
    }

    private func draw(_ row: RunProgress.Row, nameWidth: Int, turn: Int, now: ContinuousClock.Instant) -> String {
        let (mark, color) =
            row.isRunning
            ? (Self.spinner[turn], "36") : row.failed > 0 ? ("✗", "31") : ("✓", "32")
        let indent = String(repeating: "  ", count: depths.depth(of: row.name))
        let name = indent + row.name
        let padding = String(repeating: " ", count: max(0, nameWidth - name.count))
        let text = fit("\(mark) \(name)\(padding)  \(facts(of: row, now: now).joined(separator: "  "))")
        guard hasColor, text.hasPrefix(mark) else { return text }
        return "\u{1B}[\(color)m\(mark)\u{1B}[0m\(text.dropFirst(mark.count))"
    }

    /// Elapsed time, iterations, attempts, bytes with their rate, rows, and what is worked on.
    private func facts(of row: RunProgress.Row, now: ContinuousClock.Instant) -> [String] {
        let elapsed = (row.ended ?? now) - row.began
        var facts = [Quantity.duration(elapsed)]
        if row.entered > 1 { facts.append("\(row.exited)/\(row.entered)") }
        if row.failed > 0, row.entered > 1 { facts.append("\(row.failed) failed") }
        if row.attempt > 1 { facts.append("attempt \(row.attempt)") }
        if let bytes = row.byteCount {
            let total = row.totalByteCount.map { " of \(Quantity.bytes($0))" } ?? ""
            facts.append(Quantity.bytes(bytes) + total)
            if row.isRunning, elapsed > .milliseconds(200) {
                facts.append("\(Quantity.bytes(Int64(Double(bytes) / (elapsed / .seconds(1)))))/s")
            }
        }
        if let rows = row.rowCount { facts.append("\(Quantity.grouped(rows)) rows") }
        if let items = row.mapRuns.inWords { facts.append(items) }
        if row.isRunning, let note = row.note { facts.append(note) }
        if row.isRunning, let retry = row.retry { facts.append("after \(retry)") }
        return facts
    }

    private func fit(_ text: String) -> String {
        text.count <= size.columns ? text : text.prefix(size.columns - 1) + "…"
    }
}
