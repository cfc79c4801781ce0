/// Where an execution is kept while it runs.
package enum ExecutionKeeping: Hashable, Sendable {
    /// In the engine's store, which has it before anything is done for it: a standard execution.
    case inStore
    /// In memory alone, so that it is gone with the process: an express execution.
    case inMemory
}
