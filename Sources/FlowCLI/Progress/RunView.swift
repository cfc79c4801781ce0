import FlowEngine
import FlowMachine
import FlowTasks

/// Shows a run while it goes on.
protocol RunView: ExecutionObserver {
    /// Redraws what changes by itself; called ten times a second.
    func tick()
    /// Shows the last state of things; nothing is shown after it.
    func finish()
}
