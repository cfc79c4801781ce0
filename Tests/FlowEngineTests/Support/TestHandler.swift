import FlowJSON
import FlowTasks

/// A handler made of a closure.
struct TestHandler {
    var erased: AnyTaskHandler

    init(_ name: String, _ run: @escaping @Sendable (JSON, TaskContext) async throws -> JSON) {
        erased = AnyTaskHandler(taskName: name, run: run)
    }

    /// Answers its input.
    static let echo = TestHandler("echo") { input, _ in input }

    /// Waits until it is cancelled; then notes that in `ends`.
    static func endless(_ name: String = "endless", _ ends: Journal) -> TestHandler {
        TestHandler(name) { _, context in
            ends.note("began \(context.stateName)")
            do {
                try await Task.sleep(for: .seconds(3_600))
            } catch {
                ends.note("ended \(context.stateName)")
                throw error
            }
            return nil
        }
    }
}
