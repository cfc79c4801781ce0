import FlowJSON
import Foundation
import StatesLanguage
import Testing

/// What AWS answered to Pass states with one intrinsic call each.
@Suite(.enabled(if: Shared.exists(Shared.recordings)))
struct RecordedIntrinsicsTests {
    @Test("equals AWS's recorded answers")
    func recorded() throws {
        let url = Shared.recordings.appending(path: "intrinsic_functions.ndjson")
        var judged = 0
        for line in try Shared.text(of: url).split(separator: "\n") {
            let test = try JSON(parsing: String(line))
            guard let call = try call(of: test), let expected = test["expect"]?.arrayValue else { continue }
            for answer in expected {
                guard let events = answer["recorded"]?["events"]?.arrayValue,
                    let input = events.first?["executionStartedEventDetails"]?["input"],
                    let output = events.last?["executionSucceededEventDetails"]?["output"]?["FunctionResult"]
                else { continue }
                // A text in angle brackets stands for what is new in every run.
                if output.text.contains("<") || output.stringValue?.contains("enerated") == true { continue }
                #expect(try evaluate(call, on: input) == output, "\(call.text) on \(input.text)")
                judged += 1
            }
        }
        #expect(judged > 60)
    }

    private func call(of test: JSON) throws -> IntrinsicCall? {
        let states = test["steps"]?[0]?["params"]?["definition"]?["$json"]?["States"]?.objectValue
        let text = states?.values.first?["Parameters"]?["FunctionResult.$"]?.stringValue
        return try text.map { try IntrinsicCall($0) }
    }

    private func evaluate(_ call: IntrinsicCall, on input: JSON) throws -> JSON {
        var generator = SystemRandomNumberGenerator()
        return try call.evaluate(using: &generator) { (path) throws(TaskFailure) in
            var value = input
            for name in path.split(separator: ".").dropFirst() { value = value[String(name)] ?? .null }
            return value
        }
    }
}
