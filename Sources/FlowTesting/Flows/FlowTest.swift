package import FlowDiagnostics
package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// One test of a flow: what it is given, what stands in the place of its tasks, and what must come out.
package struct FlowTest: Sendable {
    /// What the test is called.
    package var name: String
    /// The execution's input.
    package var input: JSON = [:]
    /// Variables that are set when the execution starts.
    package var variables: JSONObject = [:]
    /// When the execution starts.
    package var startTime = Timestamp(milliseconds: 1_767_225_600_000)
    /// Who the execution is.
    package var identity: ExecutionIdentity
    /// The answers of tasks, by state.
    package var mocks: [String: MockedState] = [:]
    /// What must come out; `nil` where the test only runs.
    package var expectation: Expectation?
    /// Where the test stands in its file.
    package var place: TextLocation

    init(name: String, machine: String, place: TextLocation) {
        self.name = name
        self.place = place
        identity = Self.identity(machine: machine, execution: "test", roleARN: nil)
    }

    static func identity(machine: String, execution: String, roleARN: String?) -> ExecutionIdentity {
        let prefix = "arn:aws:states:us-east-1:123456789012"
        return ExecutionIdentity(
            id: "\(prefix):execution:\(machine):\(execution)",
            name: execution,
            stateMachineID: "\(prefix):stateMachine:\(machine)",
            stateMachineName: machine,
            roleARN: roleARN ?? "arn:aws:iam::123456789012:role/flow-task-test"
        )
    }
}

/// What must come out of an execution; what is absent may be anything.
package struct Expectation: Sendable {
    /// `SUCCEEDED`, `FAILED` or `TIMED_OUT`.
    package var status = "SUCCEEDED"
    /// The whole output.
    package var output: JSON?
    /// A part of the output: members that are named here must be there.
    package var outputContains: JSON?
    /// The error of a failed execution.
    package var error: String?
    /// The cause of a failed execution.
    package var cause: String?
    /// A part of the cause.
    package var causeContains: String?
    /// The states in the order in which they are entered.
    package var path: [String]?
    /// How often states are tried, by state.
    package var attempts: [(state: String, count: Int)] = []
    /// What tasks are given at their first call, by state; members that are named here must be there.
    package var arguments: [(state: String, value: JSON)] = []
    /// How long the execution takes in virtual time.
    package var durationInMilliseconds: Int64?

    /// What succeeds, with anything.
    package init() {}
}
