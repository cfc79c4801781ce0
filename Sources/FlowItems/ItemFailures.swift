import FlowTasks
import StatesLanguage

extension TaskFailure {
    /// The items cannot be read; `cause` says why, in AWS's words where those are known.
    static func itemReader(_ cause: String) -> TaskFailure { TaskFailure(error: .itemReaderFailed, cause: cause) }

    /// The results cannot be written.
    static func resultWriter(_ cause: String) -> TaskFailure { TaskFailure(error: .resultWriterFailed, cause: cause) }

    /// AWS's words for a file that holds no list.
    static var notIterable: TaskFailure { .itemReader("Attempting to map over non-iterable node.") }
}

/// What the consumer of items threw, on its way through code that turns its own failures into others.
struct ConsumerError: Error {
    let underlying: any Error
}

/// As many items as were asked for are there.
struct EnoughItems: Error {}

/// The file has no more items, whatever follows in it.
struct EndOfItems: Error {}
