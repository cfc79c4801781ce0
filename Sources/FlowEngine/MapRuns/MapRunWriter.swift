import FlowJSON
import FlowTasks
import StatesLanguage
import Synchronization

/// Writes a map run's results on a thread of its own.
final class MapRunWriter: Sendable {
    let pipe: ThreadPipe<ChildResult>
    private let writing: any ResultWriting
    private let request: ResultWriteRequest
    private let context: TaskContext
    private let outcome = Mutex<Result<JSON, any Error>?>(nil)
    private let ended = Signal()

    init(
        writing: any ResultWriting,
        request: ResultWriteRequest,
        context: TaskContext,
        pipe: ThreadPipe<ChildResult>
    ) {
        self.writing = writing
        self.request = request
        self.context = context
        self.pipe = pipe
    }

    /// Writes until the pipe is finished; a failure goes through the pipe.
    func run() async {
        let result: Result<JSON, any Error>
        do {
            result = .success(try await runBlocking { [self] in try write($0) })
        } catch {
            result = .failure(error.failure(named: .resultWriterFailed))
        }
        outcome.withLock { $0 = result }
        if case .failure(let error) = result { pipe.end(error) }
        ended.fire()
    }

    /// Lets the thread write what is left, and gives where the results are.
    func details() async throws -> JSON {
        pipe.finish()
        await ended.wait()
        guard let result = outcome.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    private func write(_ cancellation: Cancellation) throws -> JSON {
        let sink = try writing.open(request, context, cancellation)
        do {
            while let result = try pipe.receive() { try sink.write(result) }
            return try sink.finish()
        } catch {
            sink.abort()
            throw error
        }
    }
}
