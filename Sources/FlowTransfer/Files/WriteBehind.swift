import FlowTasks
import StatesLanguage

/// Writes a growing file's bytes to the disk while more of them come, so that the last synchronising has little to do.
final class WriteBehind {
    private struct State {
        var isBusy = false
        var failure: TaskFailure?
    }

    /// Less is not worth a thread.
    private static let strideInBytes = 32 << 20
    private let file: OpenFile
    private let state = Guarded(State())
    private var worker: Worker?
    private var waitingBytes = 0

    init(_ file: OpenFile) { self.file = file }

    deinit { worker?.join() }

    /// Takes note of bytes that were written; the disk's failure shows here or at the end.
    func wrote(_ count: Int) throws {
        waitingBytes += count
        guard waitingBytes >= Self.strideInBytes else { return }
        let current = state.update { ($0.isBusy, $0.failure) }
        if let failure = current.1 { throw failure }
        guard !current.0 else { return }
        waitingBytes = 0
        worker?.join()
        state.update { $0.isBusy = true }
        let (file, state) = (self.file, self.state)
        worker = try Worker {
            do throws(TaskFailure) {
                try file.synchronize()
                state.update { $0.isBusy = false }
            } catch {
                // Kept, since the system tells a failed write once only.
                state.update { $0 = State(failure: error) }
            }
        }
    }

    /// Makes all bytes last a loss of power.
    func finish() throws {
        worker?.join()
        worker = nil
        if let failure = state.update({ $0.failure }) { throw failure }
        try file.synchronize()
    }
}
