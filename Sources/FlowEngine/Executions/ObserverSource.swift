package import FlowStore
import Synchronization

/// Makes the observer of an execution that is loaded from the store.
package typealias ObserverOfStored = @Sendable (StoredExecution) -> (any ExecutionObserver)?

/// Where the observers of loaded executions come from; nowhere at first.
final class ObserverSource: Sendable {
    // In a type of its own: a closure right in a `Mutex` is wrapped in one more each time that it is read, until the stack ends.
    private struct Maker {
        let make: ObserverOfStored
    }

    private let maker = Mutex<Maker?>(nil)

    /// Whether observers are made.
    var makesObservers: Bool { maker.withLock { $0 != nil } }

    /// Takes another maker of observers.
    func change(to make: ObserverOfStored?) {
        let changed = make.map { Maker(make: $0) }
        maker.withLock { $0 = changed }
    }

    /// The observer of an execution, if one is made for it.
    func observer(of stored: StoredExecution) -> (any ExecutionObserver)? {
        let current = maker.withLock { $0 }
        return current?.make(stored)
    }
}
