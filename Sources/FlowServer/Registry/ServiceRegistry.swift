import FlowEngine
package import FlowStore
package import StatesLanguage
import Synchronization

/// Keeps the registry in memory to be read, and in a store to be there after the process.
///
/// Made before the engine, which asks it for activities.
package final class ServiceRegistry: ActivityDirectory {
    private struct Contents {
        var registry = Registry()
        /// The starts and the EXPRESS executions of each state machine that are not over.
        var busy: [String: Int] = [:]
    }
    private let contents = Mutex(Contents())
    private let changes = KeyedLock()
    private let documents: any DocumentStore
    /// Revisions that no machine has any more and that were asked for, the latest last; a few.
    private let replaced = Mutex<[Revision]>([])

    /// A registry of nothing, to be kept as documents of a store.
    package init(_ documents: any DocumentStore) { self.documents = documents }

    /// Takes up what the store has; called before anything else.
    ///
    /// Definitions are compiled when they are first used. Revisions that no execution can belong to any more are deleted.
    ///
    /// - Parameter horizon: no execution is kept that was started with a revision replaced before this moment.
    /// - Throws: `StoreError` where something cannot be read.
    package func load(forgettingRevisionsBefore horizon: Timestamp) async throws {
        let registry = try await RegistryDocuments(documents).load(forgettingRevisionsBefore: horizon)
        contents.withLock { $0.registry = registry }
    }

    /// What is kept now.
    var current: Registry { contents.withLock { $0.registry } }

    /// A revision of a state machine: its own, a version's, or one that was replaced.
    func revision(_ key: String, of machine: String) async throws -> Revision? {
        if let revision = current.stateMachines[machine]?.revisions[key] { return revision }
        if let revision = replaced.withLock({ $0.first { $0.key == key } }) { return revision }
        guard let revision = try await RegistryDocuments(documents).revision(key) else { return nil }
        replaced.withLock { replaced in
            if replaced.count == 16 { replaced.removeFirst() }
            replaced.append(revision)
        }
        return revision
    }

    /// Changes what is kept, one change after another.
    ///
    /// The store has the change before anybody sees it; where the store fails, nothing has changed.
    func change<Value: Sendable>(
        at now: Timestamp,
        _ body: (inout Registry) throws -> Value
    ) async throws -> Value {
        try await changes.withLock("") {
            let old = current
            var new = old
            let value = try body(&new)
            let changes = RegistryDocuments.changes(from: old, to: new, at: now)
            if !changes.isEmpty { try await documents.write(changes) }
            new.settle()
            contents.withLock { $0.registry = new }
            return value
        }
    }

    /// Notes that an execution of a state machine begins, so that the machine stays until it has.
    ///
    /// - Throws: where the machine is not there any more, or is to go away.
    func begin(_ arn: String, named text: String) throws(APIError) {
        let isThere = contents.withLock { contents in
            guard contents.registry.stateMachines[arn]?.isDeleting == false else { return false }
            contents.busy[arn, default: 0] += 1
            return true
        }
        guard isThere else { throw .noStateMachine(text) }
    }

    /// Notes that what began has begun, or that it is over.
    func end(_ arn: String) {
        contents.withLock { contents in
            let count = (contents.busy[arn] ?? 0) - 1
            contents.busy[arn] = count > 0 ? count : nil
        }
    }

    /// The state machines that wait for their executions' ends to go away, but for those with some that just begin.
    var idleDeletions: [String] {
        contents.withLock { contents in
            contents.registry.deletions.filter { contents.busy[$0] == nil }.sorted()
        }
    }

    package func hasActivity(_ arn: String) -> Bool { contents.withLock { $0.registry.activities[arn] != nil } }
}
