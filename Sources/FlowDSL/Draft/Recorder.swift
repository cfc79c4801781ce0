import FlowJSON
import Synchronization

/// Records the states of one flow while its `states` runs.
final class Recorder: Sendable {
    @TaskLocal private static var recording: Recorder?
    private let draft = Mutex(FlowDraft())

    /// Runs `body` and gives what it recorded.
    static func record(_ body: () -> Void) -> FlowDraft {
        let recorder = Recorder()
        $recording.withValue(recorder) { body() }
        return recorder.draft.withLock { $0 }
    }

    /// The recorder of the flow that is being compiled.
    static var current: Recorder {
        guard let recording else {
            preconditionFailure("States are added only inside a flow's states(_:), which FlowDSL calls.")
        }
        return recording
    }

    func edit<Result: Sendable>(_ change: (inout sending FlowDraft) -> sending Result) -> Result {
        draft.withLock(change)
    }

    /// Runs `body` with the given sequence open.
    func inside<Result>(_ sequence: Int, _ body: () -> Result) -> Result {
        draft.withLock {
            $0.open.append(sequence)
            $0.choices.append(nil)
        }
        defer {
            draft.withLock {
                $0.open.removeLast()
                $0.choices.removeLast()
            }
        }
        return body()
    }

    /// Runs `rules` so that they are added to the given choice.
    func choosing(_ choice: Int, _ rules: () -> Void) {
        draft.withLock { $0.choices.append(choice) }
        defer { draft.withLock { _ = $0.choices.removeLast() } }
        rules()
    }
}
