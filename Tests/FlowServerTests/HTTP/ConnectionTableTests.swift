import Synchronization
import Testing

@testable import FlowServer

@Suite("The table of connections")
struct ConnectionTableTests {
    /// A connection that notes that it was closed.
    private final class Connection: Sendable {
        private let isClosedFlag = Atomic<Bool>(false)
        var isClosed: Bool { isClosedFlag.load(ordering: .relaxed) }
        var id: ObjectIdentifier { ObjectIdentifier(self) }

        func enter(_ table: ConnectionTable) {
            table.enter(id) { self.isClosedFlag.store(true, ordering: .relaxed) }
        }
    }

    @Test("lets that go which is idle for the longest time, then one whose request comes slowly, and none that works")
    func eviction() {
        let table = ConnectionTable(limit: 3)
        let connections = (0..<7).map { _ in Connection() }
        func closed() -> [Int] { connections.indices.filter { connections[$0].isClosed } }
        for connection in connections[..<3] { connection.enter(table) }
        #expect(closed() == [])
        table.note(.answering, of: connections[0].id)
        table.note(.reading(since: .now), of: connections[1].id)
        connections[3].enter(table)
        #expect(closed() == [2])
        table.note(.answering, of: connections[3].id)
        connections[4].enter(table)
        #expect(closed() == [1, 2])
        table.note(.answering, of: connections[4].id)
        // All work: the new one has to go.
        connections[5].enter(table)
        #expect(closed() == [1, 2, 5])
        #expect(table.count == 3)
        table.leave(connections[0].id)
        connections[6].enter(table)
        #expect(closed() == [1, 2, 5])
        #expect(table.count == 3)
    }

    @Test("lets the one go of two idle ones that came first, and forgets those that left")
    func order() {
        let table = ConnectionTable(limit: 2)
        let connections = (0..<4).map { _ in Connection() }
        connections[0].enter(table)
        connections[1].enter(table)
        table.note(.idle(since: .now), of: connections[0].id)
        connections[2].enter(table)
        #expect(connections.map(\.isClosed) == [false, true, false, false])
        for connection in connections { table.leave(connection.id) }
        #expect(table.count == 0)
    }
}
