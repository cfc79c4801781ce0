import FlowEngine
import FlowMachine
import FlowTasks

/// Shows nothing.
struct QuietView: RunView {
    func tick() {}
    func finish() {}
}
