import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage

extension StateTest {
    /// Whether the state is one that can be tested so, with a mock or without.
    static func check(_ state: TestedState, _ request: StateTestRequest) throws(StateTestError) {
        let type = state.type
        guard request.mock == nil else {
            guard type == .task || type == .map || type == .parallel else {
                throw .validation("State type '\(type?.rawValue ?? "")' is not supported when a mock is specified")
            }
            if let name = request.errorCausedBy, type != .task, !state.holds(name) {
                throw .validation("State not found in definition")
            }
            return
        }
        if type == .map || type == .parallel {
            throw .unsupported(
                "TestState API does not support Map or Parallel states. Supported state types include: "
                    + "[Task, Wait, Pass, Succeed, Fail, Choice]"
            )
        }
        guard type == .task else { return }
        if state.needsMock {
            throw .unsupported(
                "TestState API does not support Activity tasks, '.sync' or '.waitForTaskToken' service integration "
                    + "patterns when a mock is not specified."
            )
        }
        guard request.roleARN != nil else { throw .validation("RoleArn must be specified when testing a Task state") }
    }

    /// What stands in the place of the state's work.
    static func mock(for state: TestedState, _ request: StateTestRequest) throws(StateTestError) -> StateMock {
        var mock = StateMock()
        if let text = request.mock?.result {
            let result = try MockedResult.read(text, for: state, mode: request.mock?.mode ?? .strict)
            mock.answer = .result(result)
        } else if let failure = request.mock?.failure {
            mock.answer = .failure(failure)
        }
        if let context = request.context { mock.context = try MockedContext.read(context, for: state) }
        mock.retryCount = request.retryCount ?? 0
        mock.failedIterations = request.failedIterations
        if let data = request.readerData {
            let configuration = state.fields["ItemReader"]?["ReaderConfig"]?.objectValue ?? [:]
            do throws(Diagnostic) { mock.readItems = try ReaderData(configuration).items(in: data) } catch {
                throw .validation("MapItemReaderData can't be read: \(error.message)")
            }
        }
        return mock
    }
}
