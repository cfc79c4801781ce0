import FlowMachine
import FlowTasks
import StatesLanguage

/// Reads a map run's items on a thread of its own, and makes them into inputs of children there.
struct MapRunReader: Sendable {
    let reading: any ItemReading
    let request: ItemReadRequest
    let context: TaskContext
    let maker: InputMaker
    let pipe: ThreadPipe<ItemBatch.Input>

    /// Reads to the end; a failure goes through the pipe.
    func run() async {
        do {
            try await runBlocking { cancellation in
                var maker = maker
                try reading.read(request, context, cancellation) { item in
                    guard let input = try maker.add(item.value, key: item.key) else { return }
                    try pipe.send(input, bytes: input.bytes)
                }
                if let input = try maker.finish() { try pipe.send(input, bytes: input.bytes) }
            }
            pipe.end()
        } catch {
            pipe.end(error.failure(named: .itemReaderFailed))
        }
    }
}

extension Error {
    /// The same where it is a failure or a cancellation; else a failure of that name.
    func failure(named name: ErrorName) -> any Error {
        if self is TaskFailure || self is CancellationError { return self }
        return TaskFailure(error: name, cause: "\(self)")
    }
}
