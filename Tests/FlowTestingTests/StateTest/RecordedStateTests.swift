import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Suites
import Testing

@testable import FlowTesting

/// What AWS's TestState was recorded to answer, but for the tasks that call a service.
@Suite("Recorded TestState answers", .enabled(if: SharedSuites.folder != nil))
struct RecordedStateTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let json: JSON
        var testDescription: String { json["id"]?.stringValue ?? "" }
        var steps: [JSON] { json["steps"]?.arrayValue ?? [] }
    }

    static let cases: [Case] = {
        // `try?`: without the suite the tests are off.
        let lines = (try? SharedSuites.lines(of: "aws-recorded/cases/test_state.ndjson")) ?? []
        return lines.map(Case.init).filter { recorded in
            recorded.steps.allSatisfy { $0["operation"]?.stringValue == "TestState" }
        }
    }()

    @Test("there are cases") func count() { #expect(Self.cases.count > 100) }

    @Test("equals the recording", arguments: cases)
    func answer(recorded: Case) throws {
        var answers: [String: Result<JSON, StateTestError>] = [:]
        for (index, step) in recorded.steps.enumerated() {
            let fields = try #require(Self.filled(step["params"] ?? .null).objectValue)
            answers[step["name"]?.stringValue ?? ""] = Self.ask(fields, number: index)
        }
        let names = (recorded.json["names"]?.arrayValue ?? []).compactMap { name -> (String, String)? in
            guard let value = name["value"], let text = name["text"]?.stringValue else { return nil }
            return Self.filled(value).stringValue.map { ($0, text) }
        }
        var match = RecordedMatch()
        for expectation in recorded.json["expect"]?.arrayValue ?? [] {
            let answer = try #require(answers[expectation["step"]?.stringValue ?? ""])
            var recorded = expectation["recorded"]?.objectValue ?? [:]
            recorded["ResponseMetadata"] = nil
            switch answer {
            case .success(let answer): match.compare(.object(recorded), try answer.normalised(names: names))
            case .failure(let error): Self.compare(error, with: recorded)
            }
        }
        #expect(match.differences == [])
    }

    private static func ask(_ fields: JSONObject, number: Int) -> Result<JSON, StateTestError> {
        let surroundings = StateTest.Surroundings(
            region: "us-east-1",
            account: "123456789012",
            now: Timestamp(milliseconds: 1_763_716_440_123),
            seed: 7,
            executionName: "execution-\(number)",
            stateMachineName: "machine-\(number)"
        )
        do throws(StateTestError) {
            let test = try StateTest(fields, in: surroundings)
            guard test.task == nil else { return .failure(.validation("a task is left")) }
            return .success(test.answer)
        } catch {
            return .failure(error)
        }
    }

    private static func compare(_ error: StateTestError, with recorded: JSONObject) {
        let code = recorded["Error"]?["Code"]?.stringValue ?? recorded["exception_typename"]?.stringValue
        let message = recorded["message"]?.stringValue ?? recorded["exception_value"]?.stringValue ?? ""
        switch error {
        case .validation(let text):
            #expect(code == "ValidationException")
            #expect(message.hasSuffix(text) && (message == text || message.hasSuffix("operation: \(text)")))
        case .unsupported(let text):
            #expect(code == "InvalidDefinition")
            #expect(message == text)
        case .definition(let diagnostics):
            #expect(code == "InvalidDefinition")
            let quoted = diagnostics.map(\.quoted).joined(separator: ", ")
            #expect(message == "Invalid State Machine Definition: '\(quoted)'")
        case .input: #expect(code == "InvalidExecutionInput")
        }
    }

    private static func filled(_ value: JSON) -> JSON {
        switch value {
        case .string(let text):
            return .string(
                text.replacing("${account}", with: "123456789012").replacing("${region}", with: "us-east-1")
                    .replacing("${uid1}", with: "u1x").replacing("${uid2}", with: "u2x")
                    .replacing("${uuid1}", with: "5f0a2b1c-1111-4222-8333-0123456789ab")
            )
        case .array(let elements): return .array(elements.map(filled))
        case .object(let object):
            if let inner = object["$json"] { return .string(filled(inner).pythonText) }
            var result = JSONObject()
            for (key, value) in object { result[key] = filled(value) }
            return .object(result)
        default: return value
        }
    }
}
