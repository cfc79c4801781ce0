import FlowStore
import Synchronization

/// The executions that are in memory, and those that are just being loaded.
///
/// An execution that only waits may leave memory; whoever brings it an event holds it first, which loads it again.
final class ExecutionTable: Sendable {
    private enum Place {
        case here(ExecutionCell)
        /// Somebody loads or starts it; others wait until that is done.
        case loading([CheckedContinuation<Void, Never>])
    }
    private enum Found {
        case held(ExecutionCell)
        case beingLoaded
        /// The place is the finder's to load.
        case nothing
    }
    private let places = Mutex<[ExecutionID: Place]>([:])

    /// How many executions are in memory.
    var count: Int { places.withLock { $0.count } }

    /// The execution where it is in memory; it may leave at once.
    subscript(id: ExecutionID) -> ExecutionCell? {
        places.withLock { places in
            if case .here(let cell)? = places[id] { cell } else { nil }
        }
    }

    /// Adds an execution; answers `false` where one of its id is in memory.
    func insert(_ cell: ExecutionCell) async -> Bool { await take(.here(cell), of: cell.id) }

    /// Takes the place of an execution that starts; answers `false` where one of its id is in memory.
    ///
    /// Nobody sees it before ``started(_:)``: where the store has one of that id, what comes meanwhile is for that one.
    func reserve(_ cell: ExecutionCell) async -> Bool { await take(.loading([]), of: cell.id) }

    /// Shows an execution whose start is kept.
    func started(_ cell: ExecutionCell) { settle(cell.id, cell) }

    /// Gives up the place of an execution whose start was not kept.
    func notStarted(_ cell: ExecutionCell) { settle(cell.id, nil) }

    /// Adds an execution that nobody else can know yet, such as a child of a map run that begins.
    func put(_ cell: ExecutionCell) { settle(cell.id, cell) }

    /// The execution, which stays in memory until it is released as often as it was held; `nil` where there is none to load.
    ///
    /// - Returns: also whether it was loaded by this call.
    func hold(
        _ id: ExecutionID,
        orLoad load: () async throws -> ExecutionCell?
    ) async throws -> (cell: ExecutionCell, isNew: Bool)? {
        while true {
            switch find(id) {
            case .held(let cell): return (cell, false)
            case .beingLoaded: await endOfLoad(of: id)
            case .nothing:
                do {
                    let cell = try await load()
                    cell?.hold()
                    settle(id, cell)
                    return cell.map { ($0, true) }
                } catch {
                    settle(id, nil)
                    throw error
                }
            }
        }
    }

    /// Forgets an execution that is over.
    func remove(_ cell: ExecutionCell) {
        places.withLock { places in
            if case .here(let other)? = places[cell.id], other === cell { places[cell.id] = nil }
        }
    }

    /// Forgets an execution where it only waits.
    func dropIfIdle(_ cell: ExecutionCell) {
        places.withLock { places in
            // Under this lock nobody begins to hold it.
            guard case .here(let other)? = places[cell.id], other === cell, cell.leaveIfIdle() else { return }
            places[cell.id] = nil
        }
    }

    private func find(_ id: ExecutionID) -> Found {
        places.withLock { places in
            switch places[id] {
            case .here(let cell)?:
                cell.hold()
                return .held(cell)
            case .loading?: return .beingLoaded
            case nil:
                places[id] = .loading([])
                return .nothing
            }
        }
    }

    /// Takes the place of an id; answers `false` where an execution has it.
    private func take(_ place: Place, of id: ExecutionID) async -> Bool {
        while true {
            let isTaken: Bool? = places.withLock { places in
                switch places[id] {
                case nil:
                    places[id] = place
                    return false
                case .here?: return true
                case .loading?: return nil
                }
            }
            if let isTaken { return !isTaken }
            await endOfLoad(of: id)
        }
    }

    private func settle(_ id: ExecutionID, _ cell: ExecutionCell?) {
        let waiters = places.withLock { places -> [CheckedContinuation<Void, Never>] in
            defer { places[id] = cell.map(Place.here) }
            if case .loading(let waiters)? = places[id] { return waiters }
            return []
        }
        for waiter in waiters { waiter.resume() }
    }

    private func endOfLoad(of id: ExecutionID) async {
        await withCheckedContinuation { continuation in
            let isOver = places.withLock { places in
                guard case .loading(let waiters)? = places[id] else { return true }
                places[id] = .loading(waiters + [continuation])
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
