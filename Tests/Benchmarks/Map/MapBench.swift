import FlowConnections
import FlowEngine
import FlowItems
import FlowJSON
import FlowMachine
import FlowStore
import FlowTasks
import FlowTransfer
import Glibc
import StatesLanguage

/// How long a distributed Map takes for each row of a CSV file in batches of 1,000, and how much memory.
///
/// One line for each number of rows, and the time of a row as a ratio to that of the fewest rows: it should stay near 1.
/// The peak is the process's own, so the lines go from few rows to many.
@main
struct MapBench {
    static func main() async throws {
        let folder = try makeFolder()
        defer { rmdir(folder) }
        print("rows         children   seconds   ns/row   ratio   peak MiB")
        var first: Double?
        for rows in [10_000, 100_000, 1_000_000] {
            let file = "\(folder)/rows.csv"
            try writeRows(rows, to: file)
            defer { unlink(file) }
            let trials = rows > 100_000 ? 1 : 3
            var best = Double.infinity
            for _ in 0..<trials { best = min(best, try await seconds(for: rows, in: folder)) }
            let perRow = best * 1e9 / Double(rows)
            let ratio = perRow / (first ?? perRow)
            first = first ?? perRow
            print(
                pad(rows, 9),
                pad((rows + 999) / 1_000, 11),
                pad(decimals(best), 9),
                pad(Int(perRow), 8),
                pad(decimals(ratio), 7),
                pad(peakMebibytes(), 10)
            )
        }
    }

    private static let definition = """
        {"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "MaxConcurrency": 40,
         "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
          "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
          "Parameters": {"Bucket": "rows", "Key": "rows.csv"}},
         "ItemBatcher": {"MaxItemsPerBatch": 1000},
         "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Count",
          "States": {"Count": {"Type": "Pass", "Parameters": {"n.$": "States.ArrayLength($.Items)"}, "End": true}}}}}}
        """

    private static func seconds(for rows: Int, in folder: String) async throws -> Double {
        var handlers = HandlerRegistry()
        var storages = StorageProviders()
        registerTransfer(into: &handlers, storages: &storages)
        var configuration = EngineConfiguration(handlers: handlers)
        configuration.storages = storages
        configuration.connections = Connections([
            Connection(name: "rows", url: ConnectionURL(scheme: "file", path: folder))
        ])
        configuration.itemReading = ItemFiles()
        configuration.store = MemoryStore(keeping: .few)
        let program = try Program(StateMachineDefinition(json: JSON(parsing: definition)))
        let identity = ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:bench:1",
            name: "1",
            stateMachineID: "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
            stateMachineName: "bench",
            roleARN: "arn:aws:iam::123456789012:role/bench"
        )
        let began = ContinuousClock.now
        let result = try await Engine.with(configuration) { engine in
            try await engine.run(program, as: identity, input: [:])
        }
        let elapsed = ContinuousClock.now - began
        let count = (result.output?.arrayValue ?? []).reduce(0) { $0 + ($1["n"]?.integerValue ?? 0) }
        precondition(count == rows, "\(count) of \(rows) rows came: \(result.error ?? "") \(result.cause ?? "")")
        return elapsed / .seconds(1)
    }

    private static func writeRows(_ rows: Int, to path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchError(message: "The file \(path) can't be written.") }
        fputs("id,name,city,amount,day\n", file)
        for row in 0..<rows {
            fputs(
                "\(row),customer \(row % 9_973),city \(row % 311),\(row % 100_000).50,2026-01-\(10 + row % 20)\n",
                file
            )
        }
        fclose(file)
    }

    private static func makeFolder() throws -> String {
        var template = Array("/tmp/map-bench-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, mkdtemp(start) != nil else { return nil }
            return String(cString: start)
        }
        guard let made else { throw BenchError(message: "No folder can be made in /tmp.") }
        return made
    }

    private static func peakMebibytes() -> Int {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }

    private static func decimals(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private static func pad(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

private struct BenchError: Error {
    var message: String
}
