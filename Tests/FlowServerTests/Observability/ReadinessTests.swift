import HTTPTypes
import HummingbirdCore
import Synchronization
import Testing

@testable import FlowServer

@Suite("Readiness")
struct ReadinessTests {
    /// A store that can be broken and mended, and counts how often it was asked.
    private final class Store: Sendable {
        struct Broken: Error, CustomStringConvertible { let description = "the disk is full" }

        private let state = Mutex((isBroken: false, count: 0))
        var count: Int { state.withLock { $0.count } }

        func setBroken(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

        func probe() throws {
            let isBroken = state.withLock { state in
                state.count += 1
                return state.isBroken
            }
            if isBroken { throw Broken() }
        }
    }

    @Test("follows the store, which is asked once a second at most")
    func following() async {
        let store = Store()
        let readiness = Readiness { try store.probe() }
        let start = ContinuousClock.now
        #expect(await readiness.reasonAgainst(at: start) == nil)
        store.setBroken(true)
        #expect(await readiness.reasonAgainst(at: start + .milliseconds(999)) == nil)
        #expect(store.count == 1)
        let reason = "the store cannot be used: the disk is full"
        #expect(await readiness.reasonAgainst(at: start + .seconds(1)) == reason)
        store.setBroken(false)
        #expect(await readiness.reasonAgainst(at: start + .milliseconds(1999)) == reason)
        #expect(await readiness.reasonAgainst(at: start + .seconds(2)) == nil)
        #expect(store.count == 3)
    }

    @Test(
        "and the other pages have their addresses, whatever is behind them in the query",
        arguments: [
            ("GET", "/healthz", 200), ("HEAD", "/healthz", 200), ("GET", "/healthz?now", 200), ("GET", "/readyz", 503),
            ("GET", "/metrics", 200), ("POST", "/healthz", nil), ("GET", "/healthz/", nil), ("GET", "/", nil),
            ("GET", "//metrics", nil),
        ] as [(String, String, Int?)]
    )
    func pages(method: String, target: String, status: Int?) async {
        let store = Store()
        store.setBroken(true)
        let pages = WatcherPages(
            readiness: Readiness { try store.probe() },
            access: AccessPolicy(),
            metrics: PrometheusRegistry()
        )
        let head = RequestHead(method: method, target: target, headers: [])
        #expect(await pages.page(for: head, isFromHere: true)?.status.code == status)
    }
}
