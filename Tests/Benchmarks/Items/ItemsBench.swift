import FlowConnections
import FlowItems
import FlowJSON
import FlowTasks
import FlowTransfer
import Glibc
import Logging
import StatesLanguage

/// Reads each file of a folder as the items of a distributed Map; one line each: file, items, seconds, peak KiB so far.
///
/// `items-bench FOLDER FILE…`; `compare` makes the files, measures others on them and prints ratios.
@main
struct ItemsBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count > 1 else {
            print("usage: items-bench FOLDER FILE…")
            return
        }
        let context = context(folder: arguments[0])
        for name in arguments.dropFirst() {
            var best = Duration.seconds(1_000_000)
            var count = 0
            for _ in 0..<3 {
                count = 0
                let start = ContinuousClock.now
                try ItemFiles().read(request(name), context, Cancellation()) { item in
                    count += 1
                    if case .null = item.value { print("null") }
                }
                best = min(best, ContinuousClock.now - start)
            }
            print(name, count, best / .seconds(1), peakKiB())
        }
    }

    private static func request(_ name: String) -> ItemReadRequest {
        var configuration = ItemReader.Configuration()
        let kind = name.split(separator: ".").dropFirst().first ?? "csv"
        configuration.inputType = kind.uppercased()
        return ItemReadRequest(
            resource: "arn:aws:states:::s3:getObject",
            arguments: ["Bucket": "lake", "Key": .string(name)],
            configuration: configuration
        )
    }

    private static func context(folder: String) -> TaskContext {
        var storages = StorageProviders()
        var registry = HandlerRegistry()
        registerTransfer(into: &registry, storages: &storages)
        return TaskContext(
            executionName: "bench",
            stateName: "Map",
            attempt: 1,
            idempotencyKey: "bench:1:1",
            deadline: nil,
            logger: Logger(label: "bench"),
            connections: Connections([Connection(name: "lake", url: ConnectionURL(scheme: "file", path: folder))]),
            scratch: ScratchDirectory("\(folder)/scratch"),
            storages: storages,
            monitor: SilentMonitor()
        )
    }

    /// What this program itself had resident at most; `getrusage` counts who started it too.
    private static func peakKiB() -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&bytes, 1, bytes.count, file)
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix("VmHWM:") }?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}

private struct SilentMonitor: TaskMonitor {
    func heartbeat() {}
    func report(_ progress: TaskProgress) {}
}
