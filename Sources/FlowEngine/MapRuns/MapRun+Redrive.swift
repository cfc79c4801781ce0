import FlowMachine
import FlowStore

/// For the conductor of a map run that is redriven.
extension MapRun {
    /// Notes a child that ended without success and waits for its redrive; its items were found before.
    func noteWaitsForRedrive(items: Int) {
        change { changed, executions in
            changed.pending -= items
            changed.pendingRedrive += items
            executions.total += 1
            executions.pendingRedrive += 1
        }
    }

    /// Notes that a child that waited is begun; ``begin(_:_:items:bytes:)`` follows.
    func noteRedriveBegins(items: Int) {
        change { changed, executions in
            changed.pendingRedrive -= items
            changed.pending += items
            executions.pendingRedrive -= 1
            executions.total -= 1
        }
    }

    /// Notes a child that ended without success and stays so.
    func noteNotRedrivable(items: Int) {
        change { changed, executions in
            changed.failuresNotRedrivable += items
            executions.failuresNotRedrivable += 1
        }
    }
}
