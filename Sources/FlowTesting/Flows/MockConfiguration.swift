package import FlowDiagnostics
package import FlowJSON
import StatesLanguage

/// AWS's `MockConfigFile.json`, as Step Functions Local reads it.
///
/// `StateMachines` names test cases by machine, and in each the response of each state; `MockedResponses` (or
/// `MockedResponse`) holds the responses by the number of the call.
package struct MockConfiguration: Sendable {
    /// One test case of a machine.
    package struct TestCase: Sendable {
        /// Its name.
        package let name: String
        /// The answers of tasks, by state.
        package let mocks: [String: MockedState]
    }

    /// The responses by name.
    package private(set) var responses: [String: MockedState] = [:]
    private var machines: [(name: String, cases: [TestCase])] = []

    /// Reads the file's document.
    ///
    /// - Throws: the first thing that is wrong.
    package init(_ document: JSON) throws(Diagnostic) {
        guard case .object(let fields) = document else { throw Self.wrong("A mock configuration is an object.", "") }
        let key = fields["MockedResponses"] == nil ? "MockedResponse" : "MockedResponses"
        for (name, calls) in fields[key]?.objectValue ?? [:] {
            responses[name] = try Self.response(calls, at: "/\(key)/\(name)")
        }
        guard let listed = fields["StateMachines"]?.objectValue else {
            throw Self.wrong("A mock configuration has \"StateMachines\".", "/StateMachines")
        }
        for (machine, value) in listed {
            var cases: [TestCase] = []
            for (name, states) in value["TestCases"]?.objectValue ?? [:] {
                var mocks: [String: MockedState] = [:]
                for (state, response) in states.objectValue ?? [:] {
                    let pointer = "/StateMachines/\(machine)/TestCases/\(name)/\(state)"
                    guard let named = response.stringValue, let mock = responses[named] else {
                        throw Self.wrong(
                            "There is no response \"\(response.stringValue ?? response.text)\" under \"\(key)\".",
                            pointer
                        )
                    }
                    mocks[state] = mock
                }
                cases.append(TestCase(name: name, mocks: mocks))
            }
            machines.append((machine, cases))
        }
    }

    /// The names of the machines.
    package var machineNames: [String] { machines.map(\.name) }

    /// The test cases of a machine.
    package func cases(of machine: String) -> [TestCase] { machines.first { $0.name == machine }?.cases ?? [] }

    /// The test cases of a machine as tests that expect nothing.
    package func tests(of machine: String, input: JSON, file: String?) -> [FlowTest] {
        cases(of: machine).map { named in
            let pointer = "/StateMachines/\(machine)/TestCases/\(named.name)"
            var test = FlowTest(
                name: named.name,
                machine: machine,
                place: TextLocation(file: file, pointer: pointer)
            )
            test.input = input
            test.mocks = named.mocks
            return test
        }
    }

    private static func response(_ value: JSON, at pointer: String) throws(Diagnostic) -> MockedState {
        guard case .object(let calls) = value else {
            throw wrong("A response is an object of calls, such as \"0\" and \"1-2\".", pointer)
        }
        var state = MockedState()
        for (range, call) in calls {
            let place = "\(pointer)/\(range)"
            let answer: MockedAnswer
            switch (call["Return"], call["Throw"]) {
            case (let result?, nil): answer = MockedAnswer(.result(result))
            case (nil, let failure?):
                answer = MockedAnswer(
                    .failure(
                        TaskFailure(
                            error: ErrorName(failure["Error"]?.stringValue ?? ""),
                            cause: failure["Cause"]?.stringValue ?? ""
                        )
                    )
                )
            default: throw wrong("A call has either \"Return\" or \"Throw\".", place)
            }
            guard state.add(answer, for: range) else {
                throw wrong("\"\(range)\" is no number or range of calls, such as 0 or 1-2.", place)
            }
        }
        return state
    }

    private static func wrong(_ message: String, _ pointer: String) -> Diagnostic {
        Diagnostic(code: "T03", message: message, location: TextLocation(pointer: pointer))
    }
}
