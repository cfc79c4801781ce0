import FlowStore

/// Attempts that wait for their turn; executions are served one after another, whatever each has waiting.
struct FairQueue<Element> {
    private var waiting: [ExecutionID: ArraySlice<Element>] = [:]
    /// Executions with something waiting, the next to be served first.
    private var ring: ArraySlice<ExecutionID> = []

    var isEmpty: Bool { ring.isEmpty }
    var count: Int { waiting.values.reduce(0) { $0 + $1.count } }

    mutating func append(_ element: Element, of execution: ExecutionID) {
        if waiting[execution]?.append(element) == nil {
            waiting[execution] = [element]
            ring.append(execution)
        }
    }

    mutating func popFirst() -> Element? {
        guard let execution = ring.popFirst(), let element = waiting[execution]?.popFirst() else { return nil }
        if waiting[execution]?.isEmpty == true { waiting[execution] = nil } else { ring.append(execution) }
        return element
    }
}
