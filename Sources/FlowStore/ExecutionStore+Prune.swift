package import StatesLanguage

extension ExecutionStore {
    /// Forgets all executions that ended before a moment, a few at a time, so that others get their turn between.
    ///
    /// - Returns: how many.
    package func pruneAll(endedBefore moment: Timestamp) async throws -> Int {
        let step = 200
        var count = 0
        while !Task.isCancelled {
            let pruned = try await prune(endedBefore: moment, limit: step)
            count += pruned
            if pruned < step { break }
        }
        return count
    }
}
