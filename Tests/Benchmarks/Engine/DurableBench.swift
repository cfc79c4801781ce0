import FlowEngine
import FlowJSON
import FlowMachine
import FlowStore
import FlowStoreSQLite
import FlowTasks
import Glibc
import StatesLanguage

/// What executions cost on a disk: per second, while they wait, and when an engine starts over a store full of them.
struct DurableBench {
    let folder: String
    let handlers: HandlerRegistry

    /// Executions started and finished per second, each acknowledged by a synced transaction.
    func rates(of machines: [(name: String, program: Program)]) async throws {
        print("\nmachine, on disk  clients  executions   executions/s")
        for (name, program) in machines {
            for (clients, count) in [(1, 2_000), (64, 25_600)] {
                let seconds = try await withEngine { engine in
                    try await measure {
                        try await Bench.run(count, of: program, clients: clients, on: engine)
                    }
                }
                let line =
                    "\(name)          \(padded(clients, 7))  \(padded(count, 10))  \(padded(Double(count) / seconds, 13))"
                print(line)
            }
        }
    }

    /// Memory and processor time of executions that wait for a timer a day ahead.
    func waiting(_ count: Int, _ program: Program) async throws {
        let before = Self.residentKilobytes()
        try await withEngine { engine in
            try await engine.resume()
            try await Bench.start(count, of: program, clients: 256, on: engine)
            let grown = Self.residentKilobytes() - before
            let began = Self.processorSeconds()
            try await Task.sleep(for: .seconds(10))
            let used = Self.processorSeconds() - began
            print("\n\(count) executions wait: \(grown / 1_024) MiB more, \(grown * 1_024 / max(1, count)) bytes each,")
            print("  \(Int(used * 1_000)) ms of processor time in 10 s")
        }
    }

    /// How long an engine takes to go on over a store with so many finished executions.
    func start(after count: Int, _ program: Program) async throws {
        let path = folder + "/finished.sqlite"
        try await withEngine(at: path) { engine in
            try await Bench.start(count, of: program, clients: 256, on: engine)
        }
        let began = ContinuousClock.now
        let taken = try await withEngine(at: path) { engine in
            try await engine.resume()
            return ContinuousClock.now - began
        }
        Self.remove(path)
        print("\nstart-up over \(count) finished executions: \(taken)")
    }

    private func withEngine<Result>(
        at path: String? = nil,
        _ body: (Engine) async throws -> Result
    ) async throws -> Result {
        let file = path ?? "\(folder)/\(UInt64.random(in: 0 ... .max)).sqlite"
        let store = try SQLiteStore.open(file)
        var configuration = EngineConfiguration(handlers: handlers)
        configuration.store = store
        let result = try await Engine.with(configuration, body)
        try store.close()
        if path == nil { Self.remove(file) }
        return result
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    private func measure(_ body: () async throws -> Void) async throws -> Double {
        let began = ContinuousClock.now
        try await body()
        let taken = (ContinuousClock.now - began).components
        return Double(taken.seconds) + Double(taken.attoseconds) / 1e18
    }

    /// The process's resident memory, as the kernel tells.
    private static func residentKilobytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
            separator: " "
        )
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(getpagesize()) / 1_024 : 0
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
