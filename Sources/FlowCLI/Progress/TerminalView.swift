import FlowEngine
import FlowMachine
import FlowTasks
import Synchronization

/// Redraws the states of a run in place.
final class TerminalView: RunView {
    private struct Drawing {
        var progress = RunProgress()
        var drawnLines = 0
    }
    private let drawing = Mutex(Drawing())
    private let terminal: Terminal
    private let title: String
    private let depths: StateDepths
    private let began = ContinuousClock.now

    init(title: String, depths: StateDepths, terminal: Terminal = .standardError) {
        self.title = title
        self.depths = depths
        self.terminal = terminal
    }

    func recorded(_ events: [HistoryEvent], in program: Program) {
        drawing.withLock { $0.progress.record(events, in: program, at: .now) }
    }

    func taskStarted(_ attempt: TaskAttempt) { drawing.withLock { $0.progress.start(attempt, at: .now) } }

    func taskProgressed(_ attempt: TaskAttempt, _ progress: TaskProgress) {
        drawing.withLock { $0.progress.advance(attempt, progress, at: .now) }
    }

    func mapRunProgressed(_ progress: MapRunProgress) {
        drawing.withLock { $0.progress.advance(progress, at: .now) }
    }

    func taskEnded(_ attempt: TaskAttempt, _ end: TaskAttemptEnd) {
        drawing.withLock { $0.progress.end(attempt, end, at: .now) }
    }

    func tick() { draw() }

    func finish() {
        drawing.withLock { $0.progress.close(at: .now) }
        draw()
    }

    private func draw() {
        drawing.withLock { drawing in
            let size = terminal.size
            let frame = ProgressFrame(size: size, hasColor: terminal.hasColor, depths: depths)
            let lines = frame.draw(drawing.progress, title: title, began: began, now: .now)
            let back = drawing.drawnLines > 0 ? "\u{1B}[\(drawing.drawnLines)A\r" : ""
            terminal.write(back + lines.map { "\u{1B}[2K\($0)\n" }.joined() + "\u{1B}[J")
            drawing.drawnLines = lines.count
        }
    }
}
