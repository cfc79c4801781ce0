import Testing

@testable import FlowServer

@Suite("Random identifiers")
struct RandomIDTests {
    @Test("are UUIDs of version 4, each another one")
    func uuid() {
        let ids = (0..<1_000).map { _ in RandomID.uuid() }
        #expect(Set(ids).count == 1_000)
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(ids.allSatisfy { $0.wholeMatch(of: form) != nil })
        // Every digit that may be anything is, sooner or later.
        #expect(Set(ids.map(\.first)).count == 16 && Set(ids.map(\.last)).count == 16)
    }
}
