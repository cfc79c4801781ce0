import FlowStore
import Testing

@testable import FlowEngine

@Suite("A fair queue")
struct FairQueueTests {
    @Test("serves executions in turn, and each one's elements in order")
    func fairness() {
        var queue = FairQueue<String>()
        for number in 1...3 { queue.append("a\(number)", of: ExecutionID("a")) }
        queue.append("b1", of: ExecutionID("b"))
        #expect(queue.popFirst() == "a1")
        queue.append("c1", of: ExecutionID("c"))
        var rest: [String] = []
        while let next = queue.popFirst() { rest.append(next) }
        #expect(rest == ["b1", "a2", "c1", "a3"])
        #expect(queue.isEmpty)
        queue.append("a4", of: ExecutionID("a"))
        #expect(queue.popFirst() == "a4")
    }
}
