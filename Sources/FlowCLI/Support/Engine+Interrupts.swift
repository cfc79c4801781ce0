import FlowEngine
import FlowJSON
import FlowMachine

extension Engine {
    /// Runs an execution and its view; Ctrl-C stops both, and waits until nothing of them is alive.
    func runUntilInterrupted(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        variables: JSONObject = JSONObject(),
        view: any RunView
    ) async throws -> (result: ExecutionResult, isInterrupted: Bool) {
        try await withThrowingTaskGroup(of: RunStep.self) { group in
            group.addTask {
                .ended(try await self.run(program, as: identity, input: input, variables: variables, observer: view))
            }
            group.addTask { await Interrupts.first() ? .interrupted : .idle }
            group.addTask { await view.keepDrawing() }
            var isInterrupted = false
            while let step = try await group.next() {
                switch step {
                case .ended(let result):
                    group.cancelAll()
                    return (result, isInterrupted)
                case .interrupted:
                    isInterrupted = true
                    group.cancelAll()
                case .idle: continue
                }
            }
            throw CommandFailure("the run ended without a result.", status: .failed)
        }
    }
}

/// What one of a run's tasks came to.
private enum RunStep: Sendable {
    case ended(ExecutionResult)
    case interrupted
    case idle
}

extension RunView {
    fileprivate func keepDrawing() async -> RunStep {
        while !Task.isCancelled {
            tick()
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return .idle }
        }
        return .idle
    }
}
