import FlowStore
import Synchronization

/// The executions that are in memory, and those that are just being loaded.
///
/// An execution that only waits may leave memory; whoever brings it an event holds it first, which loads it again.
final class ExecutionTable: Sendable {
    fileprivate enum Place {
        case here(ExecutionCell)
        /// Somebody loads or starts it; others wait until that is done.
        case loading(Load)
    }
    fileprivate struct Load {
        /// Tells it from other loads of the same execution; 0 for a start.
        var number: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private enum Found {
        case held(ExecutionCell)
        case beingLoaded
        /// The place is the finder's to load, with that number.
        case nothing(Int)
    }
    private let places = Mutex<[ExecutionID: Place]>([:])
    private let lastLoad = Atomic<Int>(0)

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
    func reserve(_ cell: ExecutionCell) async -> Bool { await take(.loading(Load(number: 0)), of: cell.id) }

    /// Shows an execution whose start is kept.
    func started(_ cell: ExecutionCell) { settle(cell.id, 0, cell) }

    /// Gives up the place of an execution whose start was not kept.
    func notStarted(_ cell: ExecutionCell) { settle(cell.id, 0, nil) }

    /// Adds an execution that is the caller's alone, such as a child of a map run; whoever just loads it finds this one.
    func put(_ cell: ExecutionCell) {
        let waiters = places.withLock { places in
            defer { places[cell.id] = .here(cell) }
            return places[cell.id].waiters
        }
        for waiter in waiters { waiter.resume() }
    }

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
            case .nothing(let number):
                do {
                    let cell = try await load()
                    cell?.hold()
                    // Where somebody put it here meanwhile, that one counts.
                    guard settle(id, number, cell) else { continue }
                    return cell.map { ($0, true) }
                } catch {
                    settle(id, number, nil)
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
                let number = lastLoad.add(1, ordering: .relaxed).newValue
                places[id] = .loading(Load(number: number))
                return .nothing(number)
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

    /// Ends a load or a start; answers `false` where the place was taken meanwhile, which stays as it is then.
    @discardableResult
    private func settle(_ id: ExecutionID, _ number: Int, _ cell: ExecutionCell?) -> Bool {
        let waiters: [CheckedContinuation<Void, Never>]? = places.withLock { places in
            guard case .loading(let load)? = places[id], load.number == number else { return nil }
            places[id] = cell.map(Place.here)
            return load.waiters
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume() }
        return true
    }

    private func endOfLoad(of id: ExecutionID) async {
        await withCheckedContinuation { continuation in
            let isOver = places.withLock { places in
                guard case .loading(var load)? = places[id] else { return true }
                load.waiters.append(continuation)
                places[id] = .loading(load)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}

extension ExecutionTable.Place? {
    fileprivate var waiters: [CheckedContinuation<Void, Never>] {
        if case .loading(let load)? = self { load.waiters } else { [] }
    }
}
