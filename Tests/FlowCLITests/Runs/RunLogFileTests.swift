import FlowJSON
import Logging
import StatesLanguage
import Testing

@testable import FlowCLI

@Suite("What tasks log is kept beside their run")
struct RunLogFileTests {
    @Test("a line has its moment, level, message and metadata, and goes on to the handler behind")
    func line() async throws {
        try await withFolder { folder in
            let path = "\(folder)/one.jsonl"
            var logger = Logger(label: "test") { _ in
                RunLogHandler(SwiftLogNoOpLogHandler(), RunLogFile(path))
            }
            logger.logLevel = .info
            logger[metadataKey: "state"] = "Load"
            logger.info("loaded", metadata: ["rows": "3"])
            let line = try JSON(parsing: try LocalFile.read(path))
            #expect(line["level"] == "info")
            #expect(line["message"] == "loaded")
            #expect(line["state"] == "Load")
            #expect(line["rows"] == "3")
            #expect(line["time"]?.stringValue?.hasSuffix("Z") == true)
        }
    }

    @Test("the latest lines stay, and never more than twice the most bytes")
    func bounded() async throws {
        try await withFolder { folder in
            let path = "\(folder)/one.jsonl"
            let file = RunLogFile(path, mostBytes: 1_000)
            for number in 0..<500 { file.append(["n": .integer(Int64(number))]) }
            let earlier = try LocalFile.read(RunLogFile.earlier(path))
            let latest = try LocalFile.read(path)
            #expect(earlier.count <= 1_000 && latest.count <= 1_000)
            let lines = (earlier + latest).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
            #expect(lines.last == #"{"n":499}"#)
            #expect(lines.count > 60)
        }
    }

    @Test(
        "a run's file is named after the flow and the run, whatever their names hold",
        arguments: [
            ("arn:aws:states:us-east-1:123456789012:execution:import-orders:run-1", "import-orders.run-1"),
            ("arn:aws:states:us-east-1:123456789012:execution:m:a b/é", "m.a%20b%2F%C3%A9"),
            ("../x", "..%2Fx"),
        ]
    )
    func names(id: String, name: String) { #expect(RunFolder.fileName(of: id) == name) }

    @Test("lines of runs that are forgotten are removed")
    func forgotten() async throws {
        try await withFolder { folder in
            let runs = RunFolder(store: "\(folder)/store.sqlite")
            try LocalFile.write("{}\n", to: "\(runs.logs)/m.one.jsonl")
            runs.removeLogs(before: Timestamp(milliseconds: 1_000))
            #expect(LocalFile.files(in: runs.logs) == ["m.one.jsonl"])
            runs.removeLogs(before: Timestamp.now.adding(seconds: 3_600))
            #expect(LocalFile.files(in: runs.logs).isEmpty)
        }
    }

    @Test("names that are too long for a file are cut, and stay different")
    func longNames() {
        let prefix = "arn:aws:states:us-east-1:123456789012:execution:m:" + String(repeating: "é", count: 80)
        let (first, second) = (RunFolder.fileName(of: prefix + "a"), RunFolder.fileName(of: prefix + "b"))
        #expect(first != second)
        #expect(max(first.count, second.count) < 200)
    }
}
