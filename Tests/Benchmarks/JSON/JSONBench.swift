import FlowJSON
import Foundation

/// Parses and writes one text with FlowJSON and with Foundation; one line each: what, who, MB/s.
///
/// `json-bench FILE` makes the file first where it is not there, so that others can measure the same text. With
/// `json-bench FILE parse` or `write` only FlowJSON's part runs, for a profiler.
@main
struct JSONBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let file = arguments.first else {
            print("usage: json-bench FILE [parse | write]")
            return
        }
        if !FileManager.default.fileExists(atPath: file) {
            try RecordFile.make().write(toFile: file, atomically: true, encoding: .utf8)
        }
        let data = try Data(contentsOf: URL(filePath: file))
        let bytes = Array(data)
        let only = arguments.dropFirst().first

        if only != "write" {
            try measure("parse", "FlowJSON", bytes.count, rounds: 10) { try JSON(parsing: bytes) }
        }
        if only != "parse" {
            let value = try JSON(parsing: bytes)
            let written = try measure("write", "FlowJSON", bytes.count, rounds: 10) { value.bytes }
            guard try JSON(parsing: written) == value else { throw JSONBenchError.writtenWrongly }
        }
        if only == nil {
            let object = try measure("parse", "Foundation", bytes.count, rounds: 2) {
                try JSONSerialization.jsonObject(with: data)
            }
            try measure("write", "Foundation", bytes.count, rounds: 1) {
                try JSONSerialization.data(withJSONObject: object)
            }
        }
    }

    /// The best of some rounds; as with the peers, giving the result's memory back does not count.
    @discardableResult
    private static func measure<Result>(
        _ what: String,
        _ who: String,
        _ sizeInBytes: Int,
        rounds: Int,
        _ body: () throws -> Result
    ) throws -> Result {
        let clock = ContinuousClock()
        var start = clock.now
        var result = try body()
        var best = clock.now - start
        for _ in 1..<max(2, rounds) {
            start = clock.now
            let next = try body()
            best = min(best, clock.now - start)
            result = next
        }
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
        print("\(what)\t\(who)\t\(Int((Double(sizeInBytes) / seconds / 1e6).rounded()))")
        return result
    }
}

enum JSONBenchError: Error {
    case writtenWrongly
}
