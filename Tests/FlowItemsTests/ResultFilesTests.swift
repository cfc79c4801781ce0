import FlowJSON
import FlowTasks
import StatesLanguage
import Testing

@testable import FlowItems

@Suite("Result files")
struct ResultFilesTests {
    private static let arn = "arn:aws:states:us-east-1:123456789012:mapRun:machine/Label:6f1c-uuid"

    private static func child(
        _ number: Int,
        _ output: JSON,
        _ outcome: ChildResult.Outcome = .succeeded
    ) -> ChildResult {
        ChildResult(
            outcome: outcome,
            record: ["Name": .string("child \(number)"), "Output": .string(output.text)],
            output: outcome == .succeeded ? output : nil
        )
    }

    /// The answer of a writer that was given an array, a number and a failure.
    private static func write(
        _ lake: Lake,
        _ type: String? = nil,
        _ transformation: String? = nil,
        prefix: JSON = "out",
        size: Int64 = 5 << 30
    ) throws -> JSON {
        let request = ResultWriteRequest(
            arguments: ["Bucket": "lake", "Prefix": prefix],
            configuration: ResultWriter.Configuration(outputType: type, transformation: transformation),
            mapRunARN: arn
        )
        let sink = try ResultFiles(fileSizeInBytes: size).open(request, lake.context, Cancellation())
        try sink.write(child(1, [1, 2]))
        try sink.write(child(2, "error", .failed))
        try sink.write(child(3, 3))
        return try sink.finish()
    }

    @Test(
        "writes the results in each form",
        arguments: [
            (
                nil, nil, "json",
                #"[{"Name":"child 1","Output":"[1,2]"},{"Name":"child 3","Output":"3"}]"#
            ),
            ("JSON", "COMPACT", "json", "[[1,2],3]"), ("JSON", "FLATTEN", "json", "[1,2,3]"),
            ("JSONL", "COMPACT", "jsonl", "[1,2]\n3\n"), ("JSONL", "FLATTEN", "jsonl", "1\n2\n3\n"),
        ] as [(String?, String?, String, String)]
    )
    func forms(type: String?, transformation: String?, suffix: String, expected: String) throws {
        let lake = Lake()
        #expect(
            try Self.write(lake, type, transformation) == ["Bucket": "lake", "Key": "out/6f1c-uuid/manifest.json"]
        )
        #expect(lake.text("out/6f1c-uuid/SUCCEEDED_0.\(suffix)") == expected)
        let failed = #"{"Name":"child 2","Output":"\"error\""}"#
        #expect(lake.text("out/6f1c-uuid/FAILED_0.\(suffix)") == (suffix == "json" ? "[\(failed)]" : "\(failed)\n"))
        #expect(lake.text("out/6f1c-uuid/PENDING_0.\(suffix)") == nil)
        #expect(
            lake.text("out/6f1c-uuid/manifest.json")
                == #"{"DestinationBucket":"lake","MapRunArn":"\#(Self.arn)","ResultFiles":{"FAILED":["#
                + #"{"Key":"out/6f1c-uuid/FAILED_0.\#(suffix)","Size":\#(failed.utf8.count + (suffix == "json" ? 2 : 1))}"#
                + #"],"PENDING":[],"SUCCEEDED":[{"Key":"out/6f1c-uuid/SUCCEEDED_0.\#(suffix)","Size":\#(expected.utf8.count)}]}}"#
        )
    }

    @Test("begins a new file where one is full")
    func split() throws {
        let lake = Lake()
        #expect(try Self.write(lake, "JSON", "FLATTEN", size: 6)["Key"] == "out/6f1c-uuid/manifest.json")
        #expect(lake.text("out/6f1c-uuid/SUCCEEDED_0.json") == "[1,2]")
        #expect(lake.text("out/6f1c-uuid/SUCCEEDED_1.json") == "[3]")
        #expect(lake.text("out/6f1c-uuid/manifest.json")?.contains("SUCCEEDED_1.json\",\"Size\":3") == true)
    }

    @Test("puts the folder below the prefix", arguments: [("" as JSON, ""), ("a/b/", "a/b/"), (nil, "")])
    func prefix(prefix: JSON, folder: String) throws {
        let lake = Lake()
        #expect(try Self.write(lake, prefix: prefix)["Key"] == .string("\(folder)6f1c-uuid/manifest.json"))
        #expect(lake.text("\(folder)6f1c-uuid/manifest.json") != nil)
    }

    @Test("leaves nothing behind when it is given up")
    func abort() throws {
        let lake = Lake()
        let request = ResultWriteRequest(
            arguments: ["Bucket": "lake"],
            configuration: ResultWriter.Configuration(transformation: "COMPACT"),
            mapRunARN: Self.arn
        )
        let sink = try ResultFiles(fileSizeInBytes: 10).open(request, lake.context, Cancellation())
        for number in 0..<20 { try sink.write(Self.child(number, .integer(Int64(number)))) }
        #expect(lake.text("6f1c-uuid/SUCCEEDED_0.json") == "[0,1,2,3]")
        sink.abort()
        #expect(try lake.items([:], list: true) == [])
    }

    @Test(
        "says why results cannot be written",
        arguments: [
            (["Bucket": "lake", "Prefix": 1], "JSON", "\"Prefix\""), ([:], "JSON", "names no \"Bucket\""),
            (["Bucket": "lake"], "XML", "The OutputType \"XML\" is not known"),
            (["Bucket": "no such bucket"], "JSON", "There is no connection \"no such bucket\""),
            (["Bucket": "lake", "Prefix": "../x"], "JSON", ".."),
        ] as [(JSON, String, String)]
    )
    func failures(arguments: JSON, type: String, part: String) {
        let lake = Lake()
        let request = ResultWriteRequest(
            arguments: arguments,
            configuration: ResultWriter.Configuration(outputType: type),
            mapRunARN: Self.arn
        )
        do {
            let sink = try ResultFiles().open(request, lake.context, Cancellation())
            try sink.write(Self.child(1, 1))
            Issue.record("no failure")
        } catch let failure as TaskFailure {
            #expect(failure.error == .resultWriterFailed)
            #expect(failure.cause.contains(part), "\(failure.cause)")
        } catch {
            Issue.record("another error: \(error)")
        }
    }
}
