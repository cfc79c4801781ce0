import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore

extension [MapRunID: MapRunProgress] {
    /// How far the map runs are together, such as `1,200 of 5,000 items  3 failed`; `nil` where there are none.
    var inWords: String? {
        guard !isEmpty else { return nil }
        let ended = Int64(values.reduce(0) { $0 + $1.items.ended })
        let total = Int64(values.reduce(0) { $0 + $1.items.total })
        let failed = values.reduce(0) { $0 + $1.items.unsuccessful }
        // More may be read yet.
        let more = values.allSatisfy(\.isTotalKnown) ? "" : "+"
        if total == 0, !more.isEmpty { return "no items yet" }
        let words = "\(Quantity.grouped(ended)) of \(Quantity.grouped(total))\(more) items"
        return failed == 0 ? words : "\(words)  \(failed) failed"
    }
}

extension MapRunCounts {
    /// The counts as DescribeMapRun names them.
    var json: JSON {
        [
            "pending": .integer(Int64(pending)), "running": .integer(Int64(running)),
            "succeeded": .integer(Int64(succeeded)), "failed": .integer(Int64(failed)),
            "timedOut": .integer(Int64(timedOut)), "aborted": .integer(Int64(aborted)),
            "total": .integer(Int64(total)), "resultsWritten": .integer(Int64(resultsWritten)),
        ]
    }
}
