import FlowDiagnostics
package import FlowJSON
package import FlowMachine
package import StatesLanguage

/// One state, tested on its own: the core of AWS's `TestState`.
///
/// `init` runs the state until it is over or, where it is a Task without a mock, until `task` has to be performed
/// outside; `complete` then takes the result. `answer` is the operation's answer:
///
///     var test = try StateTest(request, in: surroundings)
///     if let task = test.task { test.complete(await perform(task)) }
///     return test.answer
package struct StateTest: Sendable {
    /// Where and when the test runs, and what is random about it.
    package struct Surroundings: Hashable, Sendable {
        /// The region in ARNs.
        package var region: String
        /// The account in ARNs.
        package var account: String
        /// The time at which the state is entered.
        package var now: Timestamp
        /// What random functions follow from.
        package var seed: UInt64
        /// The name of the execution, unique.
        package var executionName: String
        /// The name of the state machine, unique.
        package var stateMachineName: String
        /// How the definition is read where sources disagree.
        package var reading: SpecificationReading
        /// What causes and the context call the state; what AWS calls each of them where there is none.
        package var stateName: String?

        /// Surroundings of the given parts.
        package init(
            region: String,
            account: String,
            now: Timestamp,
            seed: UInt64,
            executionName: String,
            stateMachineName: String,
            reading: SpecificationReading = SpecificationReading(),
            stateName: String? = nil
        ) {
            self.stateName = stateName
            self.region = region
            self.account = account
            self.now = now
            self.seed = seed
            self.executionName = executionName
            self.stateMachineName = stateMachineName
            self.reading = reading
        }
    }

    /// The work that has to be performed outside, or `nil` where nothing has.
    package private(set) var task: ScheduledTask?

    let request: StateTestRequest
    let state: TestedState
    var interpreter: Interpreter
    var wording = Wording()
    /// `request` and `response` of an HTTP task.
    var exchange: JSONObject = [:]
    private let now: Timestamp

    /// Reads a request as `TestState` has it, and runs its state.
    package init(_ fields: JSONObject, in surroundings: Surroundings) throws(StateTestError) {
        request = try StateTestRequest(fields)
        state = try TestedState(request, named: surroundings.stateName, reading: surroundings.reading)
        now = surroundings.now
        try Self.check(state, request)
        let mock = try Self.mock(for: state, request)
        let program: Program
        let values = request.variables.value.objectValue ?? [:]
        do throws(Diagnostic) {
            program = try Program(state.definition, onlyState: state.name, variables: values.keys)
        } catch {
            throw .definition(error)
        }
        interpreter = Interpreter(
            program: program,
            execution: Self.identity(in: surroundings, roleARN: request.roleARN ?? ""),
            randomSeed: surroundings.seed,
            variables: values
        )
        interpreter.mock(mock)
        for source in [request.input, request.variables] { wording.add(source.text, source.value) }
        if let text = request.mock?.result, case .result(let value)? = mock.answer { wording.add(text, value) }
        if let text = request.readerData, let items = mock.readItems { wording.add(text, .array(items)) }
        run(mock)
        try checkIterations()
    }

    /// Takes the result of the work that was performed outside.
    ///
    /// - Parameter exchange: the raw `request` and `response` of an HTTP task.
    package mutating func complete(_ result: Result<JSON, TaskFailure>, exchange: JSONObject = [:]) {
        guard let id = task?.id else { return }
        task = nil
        self.exchange = exchange
        switch result {
        case .success(let value): send(.taskSucceeded(id, value))
        case .failure(let failure): send(.taskFailed(id, failure))
        }
    }

    private mutating func run(_ mock: StateMock) {
        send(.start(input: request.input.value))
        switch mock.answer {
        case nil: break
        case .result(let result): complete(.success(result))
        case .failure(let failure): complete(.failure(failure))
        }
    }

    private mutating func send(_ event: Event) {
        var outcome = interpreter.handle(event, at: now)
        while true {
            for case .scheduleTask(let task) in outcome.effects { self.task = task }
            guard outcome.needsContinuation else { return }
            outcome = interpreter.handle(.continue, at: now)
        }
    }

    private func checkIterations() throws(StateTestError) {
        guard let failed = request.failedIterations, let iterations = interpreter.inspection?.iterations,
            failed > iterations
        else { return }
        throw .validation(
            "Map iteration failure count must be less than or equal to the number of Map iterations"
        )
    }

    private static func identity(in surroundings: Surroundings, roleARN: String) -> ExecutionIdentity {
        let prefix = "arn:aws:states:\(surroundings.region):\(surroundings.account)"
        return ExecutionIdentity(
            id: "\(prefix):express:\(surroundings.stateMachineName):\(surroundings.executionName)",
            name: surroundings.executionName,
            stateMachineID: "\(prefix):stateMachine:\(surroundings.stateMachineName)",
            stateMachineName: surroundings.stateMachineName,
            roleARN: roleARN
        )
    }
}
