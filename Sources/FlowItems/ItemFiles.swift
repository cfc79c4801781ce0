package import FlowTasks
import StatesLanguage

/// Reads the items of distributed Maps from files behind connections and in S3 buckets.
package struct ItemFiles: ItemReading {
    var limits = ItemLimits()

    /// Readers with AWS's limits.
    package init() {}

    init(limits: ItemLimits) { self.limits = limits }

    package func read(
        _ request: ItemReadRequest,
        _ context: TaskContext,
        _ cancellation: Cancellation,
        _ consume: (MapItem) throws -> Void
    ) throws {
        var left = request.maximumItems ?? .max
        do {
            // The closure goes into stages that live in this call alone.
            try withoutActuallyEscaping(consume) { consume in
                let counted: (MapItem) throws -> Void = { item in
                    do {
                        try consume(item)
                    } catch {
                        throw ConsumerError(underlying: error)
                    }
                    left -= 1
                    if left <= 0 { throw EnoughItems() }
                }
                try ItemReadingRun(request, context, limits, cancellation, counted).run()
            }
        } catch is EnoughItems {
            return
        } catch let error as ConsumerError {
            throw error.underlying
        } catch let failure as TaskFailure where failure.error != .itemReaderFailed {
            throw TaskFailure.itemReader(failure.cause.isEmpty ? failure.error.text : failure.cause)
        }
    }
}
