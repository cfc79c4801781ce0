import FlowTasks
import Glibc
import Synchronization

/// Lets threads through when all of them are there.
final class Gate: Sendable {
    private let count = Atomic<Int>(0)

    func pass(of all: Int) {
        count.add(1, ordering: .relaxed)
        while count.load(ordering: .relaxed) < all { usleep(100) }
    }
}

/// Blocks a thread in `read(2)` until it is woken by a byte.
final class Pipe: Sendable {
    private let descriptors: (read: Int32, write: Int32)
    private let hasBegun = Atomic<Bool>(false)

    init() throws {
        var pair: [Int32] = [0, 0]
        guard pipe(&pair) == 0 else { throw CancellationError() }
        descriptors = (pair[0], pair[1])
    }

    deinit {
        close(descriptors.read)
        close(descriptors.write)
    }

    func began() { hasBegun.store(true, ordering: .relaxed) }

    func waitUntilBegan() async {
        while !hasBegun.load(ordering: .relaxed) { await Task.yield() }
    }

    func block() {
        var byte: UInt8 = 0
        _ = read(descriptors.read, &byte, 1)
    }

    func wake() {
        var byte: UInt8 = 1
        _ = write(descriptors.write, &byte, 1)
    }
}

/// A thread that does one thing when it is told to.
final class Canceller: Sendable {
    private let mayGo = Atomic<Bool>(false)
    private let isDone = Atomic<Bool>(false)

    init(_ body: @escaping @Sendable () -> Void) throws {
        let failure = Atomic<Int32>(0)
        startThread { [self] in
            while !mayGo.load(ordering: .acquiring) {}
            body()
            isDone.store(true, ordering: .releasing)
        } orFail: {
            failure.store($0, ordering: .relaxed)
        }
        if failure.load(ordering: .relaxed) != 0 { throw CancellationError() }
    }

    func go() { mayGo.store(true, ordering: .releasing) }

    func wait() {
        go()
        while !isDone.load(ordering: .acquiring) { usleep(100) }
    }
}

/// A truth value that threads share.
final class Flag: Sendable {
    private let value: Atomic<Bool>

    init(_ isSet: Bool = false) { value = Atomic(isSet) }

    var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
    func set(_ isSet: Bool) { value.store(isSet, ordering: .sequentiallyConsistent) }
}
