import FlowEngine
import FlowJSON
import FlowMachine

/// Runs executions and their views; Ctrl-C stops them all, and waits until nothing of them is alive.
///
/// - Returns: the results in the order of the executions.
func runUntilInterrupted(
    _ executions: [@Sendable () async throws -> ExecutionResult],
    views: [any RunView]
) async throws -> (results: [ExecutionResult], isInterrupted: Bool) {
    try await withThrowingTaskGroup(of: RunStep.self) { group in
        for (index, run) in executions.enumerated() { group.addTask { .ended(index, try await run()) } }
        group.addTask { await Interrupts.first() ? .interrupted : .idle }
        for view in views { group.addTask { await view.keepDrawing() } }
        var isInterrupted = false
        var results: [Int: ExecutionResult] = [:]
        while let step = try await group.next() {
            switch step {
            case .ended(let index, let result):
                results[index] = result
                guard results.count == executions.count else { continue }
                group.cancelAll()
                return (executions.indices.compactMap { results[$0] }, isInterrupted)
            case .interrupted:
                isInterrupted = true
                group.cancelAll()
            case .idle: continue
            }
        }
        throw CommandFailure("the run ended without a result.", status: .failed)
    }
}

extension Engine {
    /// Runs an execution and its view; Ctrl-C stops both, and waits until nothing of them is alive.
    func runUntilInterrupted(
        _ program: Program,
        as identity: ExecutionIdentity,
        input: JSON,
        variables: JSONObject = JSONObject(),
        view: any RunView
    ) async throws -> (result: ExecutionResult, isInterrupted: Bool) {
        let run: @Sendable () async throws -> ExecutionResult = {
            try await self.run(program, as: identity, input: input, variables: variables, observer: view)
        }
        let (results, isInterrupted) = try await FlowCLI.runUntilInterrupted([run], views: [view])
        guard let result = results.first else {
            throw CommandFailure("the run ended without a result.", status: .failed)
        }
        return (result, isInterrupted)
    }
}

/// What one of a run's tasks came to.
private enum RunStep: Sendable {
    case ended(Int, ExecutionResult)
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
