import FlowJSON
import FlowMachine
import FlowStore
import FlowStoreSQLite
import StatesLanguage

/// How many durable commits a second the store takes, beside what the disk gives to the same bytes in the same groups;
/// and how long reads take among few and among many executions.
///
///     store-bench [<folder on the disk to measure> [<executions of the large store>]]
@main
struct StoreBench {
    static func main() async throws {
        let folder = CommandLine.arguments.dropFirst().first ?? ".build"
        let many = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000
        print("writers  commits  commits/s  a group  bytes/commit  the disk's commits/s  of the disk")
        for (writers, count) in [(1, 1_000), (64, 20_000), (256, 40_000)] {
            var best: Rate?
            for _ in 0..<3 {
                let rate = try await withFile(in: folder) { path in
                    try await commits(count, by: writers, at: path)
                }
                if best.map({ $0.perSecond < rate.perSecond }) ?? true { best = rate }
            }
            if let best { print(best.line) }
        }
        print("\nexecutions  first page of 100  page in the middle  one summary  last 100 events")
        for count in [1_000, many] {
            try await withFile(in: folder) { path in try await reads(among: count, at: path) }
        }
    }

    private static func commits(_ count: Int, by writers: Int, at path: String) async throws -> Rate {
        let store = try SQLiteStore.open(path)
        let load = try Load()
        let before = try WrittenBytes.now()
        let groupsBefore = store.groupCount
        let began = ContinuousClock.now
        try await load.run(count / 2, by: writers, on: store)
        let seconds = (ContinuousClock.now - began).inSeconds
        let bytes = try WrittenBytes.now() - before
        let groups = store.groupCount - groupsBefore
        try store.close()
        let disk = try Disk.groupsPerSecond(of: bytes / groups, count: min(groups, 500), at: path + ".raw")
        return Rate(
            writers: writers,
            commits: count,
            perSecond: Double(count) / seconds,
            groupSize: Double(count) / Double(groups),
            bytes: bytes / count,
            diskPerSecond: disk * Double(count) / Double(groups)
        )
    }

    private static func reads(among count: Int, at path: String) async throws {
        let store = try SQLiteStore.open(path)
        let load = try Load()
        try await load.run(count, by: 256, on: store)
        var query = ExecutionQuery(.stateMachine(load.machine), phase: .succeeded)
        query.limit = 100
        let first = try await time { _ = try await store.list(query) }
        let all = try await store.list(query)
        var middle = query
        middle.after = all.last.map { ExecutionCursor(startedAt: $0.startedAt, sequence: count / 2) }
        let inside = try await time { _ = try await store.list(middle) }
        let id = all[50].id
        let summary = try await time { _ = try await store.summary(of: id) }
        let events = try await time { _ = try await store.events(of: id, backwardsFrom: .max, limit: 100) }
        print(
            padded("\(count)", 10) + padded(first, 19) + padded(inside, 20) + padded(summary, 13) + padded(events, 17)
        )
        try store.close()
    }

    /// The best of many calls, in microseconds.
    private static func time(_ body: () async throws -> Void) async throws -> String {
        var best = Duration.seconds(1_000)
        for _ in 0..<200 {
            let began = ContinuousClock.now
            try await body()
            best = min(best, ContinuousClock.now - began)
        }
        return "\(Int(best.inSeconds * 1e6)) µs"
    }

    static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}

/// What was measured of one number of writers.
private struct Rate {
    var writers: Int
    var commits: Int
    var perSecond: Double
    var groupSize: Double
    var bytes: Int
    var diskPerSecond: Double

    var line: String {
        let tenths = Int(groupSize * 10)
        return StoreBench.padded("\(writers)", 7) + StoreBench.padded("\(commits)", 9)
            + StoreBench.padded("\(Int(perSecond))", 11) + StoreBench.padded("\(tenths / 10).\(tenths % 10)", 9)
            + StoreBench.padded("\(bytes)", 14) + StoreBench.padded("\(Int(diskPerSecond))", 22)
            + StoreBench.padded("\(Int(100 * perSecond / diskPerSecond)) %", 13)
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
