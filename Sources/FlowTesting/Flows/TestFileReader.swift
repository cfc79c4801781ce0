package import FlowDiagnostics
package import FlowJSON
import FlowMachine
import StatesLanguage

/// Reads a file of tests; everything that is wrong in it is told in one pass.
///
///     flow: import-orders
///     tests:
///       - name: an empty day ends early
///         input: {day: 2026-01-31}
///         mocks: {LandFiles: {return: {files: [], count: 0}}}
///         expect: {output: {day: 2026-01-31, files: 0}}
package struct TestFileReader {
    /// The flow that the file names, or `nil`.
    package private(set) var flow: String?
    /// The tests, without those that could not be read.
    package private(set) var tests: [FlowTest] = []
    /// What is wrong.
    package private(set) var diagnostics: [Diagnostic] = []

    private let machine: String
    private let configuration: MockConfiguration?
    private let place: (String) -> TextLocation
    private var responses: [String: MockedState] = [:]

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - machine: the name of the state machine.
    ///   - configuration: AWS's mocks, whose test cases a test may name.
    ///   - place: where the part at a JSON pointer stands.
    package init(
        _ document: JSON,
        machine: String,
        configuration: MockConfiguration? = nil,
        place: @escaping (String) -> TextLocation
    ) {
        self.machine = machine
        self.configuration = configuration
        self.place = place
        guard case .object(let fields) = document else {
            report("A file of tests is an object with \"tests\", but this is \(document.kindInWords).", at: "")
            return
        }
        checkNames(of: fields, among: ["flow", "comment", "responses", "tests"], at: "")
        flow = fields["flow"]?.stringValue
        for (name, value) in fields["responses"]?.objectValue ?? [:] {
            responses[name] = mock(value, at: "/responses/\(step(name))")
        }
        guard let list = fields["tests"]?.arrayValue, !list.isEmpty else {
            report("There are no \"tests\": a list of at least one.", at: "/tests")
            return
        }
        for (index, value) in list.enumerated() { readTest(value, at: "/tests/\(index)") }
    }

    private mutating func readTest(_ value: JSON, at pointer: String) {
        guard case .object(let fields) = value else { return report("A test is an object.", at: pointer) }
        checkNames(
            of: fields,
            among: ["name", "comment", "input", "variables", "context", "case", "mocks", "expect"],
            at: pointer
        )
        guard let name = fields["name"]?.stringValue, !name.isEmpty else {
            return report("A test has a \"name\".", at: pointer)
        }
        if tests.contains(where: { $0.name == name }) {
            report("There is a test \"\(name)\" already.", at: "\(pointer)/name")
        }
        var test = FlowTest(name: name, machine: machine, place: place(pointer))
        test.input = fields["input"] ?? [:]
        if let variables = fields["variables"] {
            if case .object(let values) = variables {
                test.variables = values
            } else {
                report("\"variables\" is an object of names and values.", at: "\(pointer)/variables")
            }
        }
        if let context = fields["context"] { readContext(context, into: &test, at: "\(pointer)/context") }
        if let named = fields["case"]?.stringValue {
            if let mocks = configuration?.cases(of: machine).first(where: { $0.name == named })?.mocks {
                test.mocks = mocks
            } else {
                report(
                    "There is no test case \"\(named)\" of \"\(machine)\" in a mock configuration.",
                    at: "\(pointer)/case"
                )
            }
        }
        if let mocks = fields["mocks"] {
            guard case .object(let states) = mocks else {
                return report("\"mocks\" is an object of states and their answers.", at: "\(pointer)/mocks")
            }
            for (state, value) in states {
                test.mocks[state] = mock(value, at: "\(pointer)/mocks/\(step(state))")
            }
        }
        test.expectation = expectation(fields["expect"] ?? [:], at: "\(pointer)/expect")
        tests.append(test)
    }

    private mutating func readContext(_ value: JSON, into test: inout FlowTest, at pointer: String) {
        guard case .object(let fields) = value else { return report("\"context\" is an object.", at: pointer) }
        checkNames(of: fields, among: ["executionName", "roleArn", "startTime", "stateMachineName"], at: pointer)
        test.identity = FlowTest.identity(
            machine: fields["stateMachineName"]?.stringValue ?? machine,
            execution: fields["executionName"]?.stringValue ?? "test",
            roleARN: fields["roleArn"]?.stringValue
        )
        guard let time = fields["startTime"] else { return }
        if let moment = time.stringValue.flatMap({ Timestamp($0) }) {
            test.startTime = moment
        } else {
            report("\"startTime\" is a time such as 2026-01-31T06:00:00Z.", at: "\(pointer)/startTime")
        }
    }

    // MARK: Mocks

    private mutating func mock(_ value: JSON, at pointer: String) -> MockedState {
        switch value {
        case .string(let name):
            if let response = responses[name] ?? configuration?.responses[name] { return response }
            report("There is no response \"\(name)\" under \"responses\".", at: pointer)
        case .array(let answers):
            var state = MockedState()
            for (index, value) in answers.enumerated() {
                if let answer = answer(value, at: "\(pointer)/\(index)") { _ = state.add(answer, for: "\(index)") }
            }
            return state
        case .object(let fields) where !fields.isEmpty && fields.keys.allSatisfy(MockedState.isRange):
            var state = MockedState()
            for (range, value) in fields {
                guard let answer = answer(value, at: "\(pointer)/\(range)") else { continue }
                if !state.add(answer, for: range) {
                    report(
                        "\"\(range)\" is no number or range of calls, such as 0, 1-2 or 3-.",
                        at: "\(pointer)/\(range)"
                    )
                }
            }
            return state
        case .object(let fields) where fields["items"] != nil:
            var state = MockedState()
            checkNames(of: fields, among: ["items"], at: pointer)
            if let items = fields["items"]?.arrayValue {
                state.items = items
            } else {
                report("\"items\" is a list: what the ItemReader reads.", at: "\(pointer)/items")
            }
            return state
        default:
            if let answer = answer(value, at: pointer) { return MockedState(answer) }
        }
        return MockedState()
    }

    private mutating func answer(_ value: JSON, at pointer: String) -> MockedAnswer? {
        guard case .object(let fields) = value else {
            report("An answer is an object with \"return\" or \"throw\".", at: pointer)
            return nil
        }
        checkNames(of: fields, among: ["return", "throw", "delay", "heartbeat"], at: pointer)
        var answer: MockedAnswer
        switch (fields["return"], fields["throw"]) {
        case (let result?, nil): answer = MockedAnswer(.result(result))
        case (nil, .string(let error)?): answer = MockedAnswer(.failure(TaskFailure(error: ErrorName(error))))
        case (nil, .object(let failure)?):
            checkNames(of: failure, among: ["error", "cause"], at: "\(pointer)/throw")
            let error = ErrorName(failure["error"]?.stringValue ?? "States.TaskFailed")
            answer = MockedAnswer(.failure(TaskFailure(error: error, cause: failure["cause"]?.stringValue ?? "")))
        default:
            report("An answer has either \"return\" or \"throw\".", at: pointer)
            return nil
        }
        answer.delayInMilliseconds = span("delay", of: fields, at: pointer) ?? 0
        answer.heartbeatInMilliseconds = span("heartbeat", of: fields, at: pointer)
        return answer
    }

    // MARK: Expectations

    private mutating func expectation(_ value: JSON, at pointer: String) -> Expectation {
        var expectation = Expectation()
        guard case .object(let fields) = value else {
            report("\"expect\" is an object.", at: pointer)
            return expectation
        }
        checkNames(
            of: fields,
            among: [
                "status", "output", "outputContains", "error", "cause", "causeContains", "path", "attempts",
                "arguments",
                "duration",
            ],
            at: pointer
        )
        let isFailure = fields["error"] ?? fields["cause"] ?? fields["causeContains"] != nil
        expectation.status = fields["status"]?.stringValue ?? (isFailure ? "FAILED" : "SUCCEEDED")
        if !["SUCCEEDED", "FAILED", "TIMED_OUT"].contains(expectation.status) {
            report("\"status\" is SUCCEEDED, FAILED or TIMED_OUT.", at: "\(pointer)/status")
        }
        expectation.output = fields["output"]
        expectation.outputContains = fields["outputContains"]
        expectation.error = fields["error"]?.stringValue
        expectation.cause = fields["cause"]?.stringValue
        expectation.causeContains = fields["causeContains"]?.stringValue
        if let path = fields["path"] {
            expectation.path = path.arrayValue?.compactMap(\.stringValue)
            if expectation.path?.count != path.arrayValue?.count || path.arrayValue == nil {
                report("\"path\" is a list of states.", at: "\(pointer)/path")
            }
        }
        for (state, count) in fields["attempts"]?.objectValue ?? [:] {
            if let count = count.integerValue {
                expectation.attempts.append((state, Int(clamping: count)))
            } else {
                report("A number of attempts is a whole number.", at: "\(pointer)/attempts/\(step(state))")
            }
        }
        for (state, value) in fields["arguments"]?.objectValue ?? [:] { expectation.arguments.append((state, value)) }
        expectation.durationInMilliseconds = span("duration", of: fields, at: pointer)
        return expectation
    }

    // MARK: Parts

    private mutating func span(_ name: String, of fields: JSONObject, at pointer: String) -> Int64? {
        guard let value = fields[name] else { return nil }
        if let span = SpanText.milliseconds(of: value) { return span }
        report("\"\(name)\" is a number of seconds, or a text such as 1h 30m.", at: "\(pointer)/\(name)")
        return nil
    }

    private mutating func checkNames(of fields: JSONObject, among known: [String], at pointer: String) {
        for name in fields.keys where !known.contains(name) {
            diagnostics.append(
                Diagnostic(
                    code: "T01",
                    message: "There is no \"\(name)\" here.",
                    location: place("\(pointer)/\(step(name))"),
                    hint: nearestName(to: name, in: known).map { "Did you mean \"\($0)\"?" }
                        ?? "What may stand here: \(known.joined(separator: ", "))."
                )
            )
        }
    }

    private mutating func report(_ message: String, at pointer: String) {
        diagnostics.append(Diagnostic(code: "T02", message: message, location: place(pointer)))
    }

    private func step(_ name: String) -> String { name.replacing("~", with: "~0").replacing("/", with: "~1") }
}
