package import FlowDiagnostics
package import FlowJSON
import FlowMachine
package import StatesLanguage

/// What became of a test.
package struct FlowTestResult: Sendable {
    /// Something that is not as it was expected.
    package struct Mismatch: Hashable, Sendable {
        /// What it is about, such as `output`.
        package let what: String
        /// What differs, a line each.
        package let lines: [String]
    }

    /// The test.
    package let test: FlowTest
    /// How the execution ended, such as `SUCCEEDED`; `nil` where it did not end.
    package let status: String?
    /// The output, where it succeeded.
    package let output: JSON?
    /// The error and the cause, where it failed.
    package let error: String?
    package let cause: String?
    /// The states in the order in which they were entered.
    package let path: [String]
    /// How long the execution took in virtual time.
    package let durationInMilliseconds: Int64
    /// What its executions took.
    package let taken: TakenWays
    /// What is not as it was expected; empty where the test passed.
    package private(set) var mismatches: [Mismatch] = []

    /// Whether everything was as expected.
    package var isPassed: Bool { mismatches.isEmpty }

    /// Runs a test.
    package init(of test: FlowTest, on definition: StateMachineDefinition) throws(Diagnostic) {
        let run = try VirtualRun(test, of: definition)
        self.test = test
        path = run.path
        durationInMilliseconds = run.durationInMilliseconds
        taken = run.taken
        status = run.status?.name
        switch run.status {
        case .succeeded(let value): (output, error, cause) = (value, nil, nil)
        case .failed(let error, let cause), .aborted(let error, let cause):
            (output, self.error, self.cause) = (nil, error, cause)
        case .timedOut, nil: (output, error, cause) = (nil, nil, nil)
        }
        guard run.unanswered.isEmpty else {
            for call in run.unanswered { reportUnanswered(call, count: run.counts[call.state] ?? 1) }
            return
        }
        guard status != nil else {
            mismatches.append(Mismatch(what: "end", lines: ["the execution waits for something that never comes"]))
            return
        }
        if let expectation = test.expectation { compare(expectation, run, definition) }
    }

    private mutating func reportUnanswered(_ call: VirtualRun.Call, count: Int) {
        let which = count == 1 ? "" : " for its call \(count - 1)"
        mismatches.append(
            Mismatch(
                what: "mocks",
                lines: ["the state \"\(call.state)\" has no mock\(which)", "arguments: \(call.arguments.text)"]
            )
        )
    }

    private mutating func compare(
        _ expected: Expectation,
        _ run: VirtualRun,
        _ definition: StateMachineDefinition
    ) {
        if status != expected.status {
            var lines = ["expected \(expected.status), was \(status ?? "nothing")"]
            if let error { lines.append("\(error): \(cause ?? "")") }
            if let output { lines.append("output: \(output.text)") }
            mismatches.append(Mismatch(what: "status", lines: lines))
        }
        if status == "SUCCEEDED" {
            differ("output", expected.output, output, isPartial: false)
            differ("output", expected.outputContains, output, isPartial: true)
        }
        differ("error", expected.error, error)
        differ("cause", expected.cause, cause)
        if let part = expected.causeContains, cause?.contains(part) != true {
            mismatches.append(
                Mismatch(what: "cause", lines: ["expected one with \"\(part)\"", "was \"\(cause ?? "")\""])
            )
        }
        comparePath(expected, definition)
        for (state, count) in expected.attempts {
            let actual = run.counts[state] ?? path.count { $0 == state }
            guard actual != count else { continue }
            mismatches.append(Mismatch(what: "attempts of \(state)", lines: ["expected \(count), was \(actual)"]))
        }
        for (state, value) in expected.arguments {
            guard let call = run.calls.first(where: { $0.state == state }) else {
                mismatches.append(Mismatch(what: "arguments of \(state)", lines: ["the state was not called"]))
                continue
            }
            differ("arguments of \(state)", value, call.arguments, isPartial: true)
        }
        if let duration = expected.durationInMilliseconds, duration != durationInMilliseconds {
            let words = [duration, durationInMilliseconds].map(SpanText.text(ofMilliseconds:))
            mismatches.append(Mismatch(what: "duration", lines: ["expected \(words[0]), was \(words[1])"]))
        }
    }

    /// The states inside Parallel and Map states count only where one of them is expected by name.
    private mutating func comparePath(_ expected: Expectation, _ definition: StateMachineDefinition) {
        guard let wanted = expected.path else { return }
        let outer = Set(definition.states.map(\.name))
        let namesInner = wanted.contains { !outer.contains($0) }
        let actual = namesInner ? path : path.filter(outer.contains)
        guard actual != wanted else { return }
        let common = zip(wanted, actual).prefix { $0 == $1 }.count
        let lines = [
            "expected \(Self.route(wanted, from: common))", "was      \(Self.route(actual, from: common))",
        ]
        mismatches.append(Mismatch(what: "path", lines: lines))
    }

    private static func route(_ states: [String], from common: Int) -> String {
        let rest = states.dropFirst(common)
        let known = common == 0 ? [] : common == 1 ? [states[0]] : ["…", states[common - 1]]
        return (known + (rest.isEmpty ? ["(the end)"] : rest.prefix(12)) + (rest.count > 12 ? ["…"] : []))
            .joined(separator: " → ")
    }

    private mutating func differ(_ what: String, _ expected: String?, _ actual: String?) {
        guard let expected, expected != actual else { return }
        let was = actual.map { "was      \"\($0)\"" } ?? "there was none"
        mismatches.append(Mismatch(what: what, lines: ["expected \"\(expected)\"", was]))
    }

    private mutating func differ(_ what: String, _ expected: JSON?, _ actual: JSON?, isPartial: Bool) {
        guard let expected, let actual else { return }
        let differences = JSONDifference.between(expected, and: actual, isPartial: isPartial)
        guard !differences.isEmpty else { return }
        var lines = differences.prefix(20).map(\.text)
        if differences.count > 20 { lines.append("… and \(differences.count - 20) more") }
        mismatches.append(Mismatch(what: what, lines: lines))
    }
}
