import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Distributed Map")
struct DistributedMapTests {
    static let pass: JSON = ["Type": "Pass", "End": true]

    /// A machine whose first state is a distributed Map named `Each`.
    static func machine(_ fields: JSONObject = [:], inner: JSON = pass, language: String = "JSONPath") -> JSON {
        var state: JSONObject = ["Type": "Map", "End": true, "Label": "each"]
        state["ItemProcessor"] = [
            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "Item",
            "States": ["Item": inner],
        ]
        for (key, value) in fields { state[key] = value }
        return [
            "QueryLanguage": .string(language), "StartAt": "Each",
            "States": ["Each": .object(state), "Caught": ["Type": "Pass", "End": true]],
        ]
    }

    private func started(_ fields: JSONObject = [:], _ input: JSON = [1, 2]) throws -> VirtualRun {
        var run = try VirtualRun(Self.machine(fields))
        run.send(.start(input: input))
        return run
    }

    @Test("events come in AWS's order, and the run's ARN names machine and label")
    func history() throws {
        var run = try started()
        let order = try #require(run.mapRuns.values.first)
        run.send(.mapRunSucceeded(order.id, ["a", "b"]))
        #expect(
            run.types == [
                "ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapRunStarted", "MapRunSucceeded",
                "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded",
            ]
        )
        #expect(run.events.map(\.previousEventID) == [0, 0, 2, 3, 4, 5, 5, 7])
        #expect(run.status == .succeeded(output: ["a", "b"]))
        let prefix = "arn:aws:states:us-east-1:123456789012"
        #expect(order.arn.hasPrefix("\(prefix):mapRun:machine/each:"))
        #expect(run.history[3]["mapRunStartedEventDetails"] == ["mapRunArn": .string(order.arn)])
        let child = run.identity.child(0, of: order)
        #expect(child.id == "\(prefix):execution:machine/each:\(child.name)")
        #expect(child.stateMachineID == "\(prefix):stateMachine:machine/each")
        #expect(child == run.identity.child(0, of: order))
        #expect(child.id != run.identity.child(1, of: order).id)
    }

    @Test(
        "what children are given",
        arguments: [
            ([:], [7, 8], [7, 8]),
            ([:], ["a": 1], [["Key": "a", "Value": 1]]),
            (
                ["ItemSelector": ["i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "all.$": "$"]], [7],
                [["i": 0, "v": 7, "all": [7]]]
            ),
            (
                ["ItemSelector": ["k.$": "$$.Map.Item.Key", "s.$": "$$.Map.Item.Source"]], ["a": 1],
                [["k": "a", "s": "STATE_DATA"]]
            ),
            (["ItemBatcher": ["MaxItemsPerBatch": 2]], [1, 2, 3], [["Items": [1, 2]], ["Items": [3]]]),
            (
                ["ItemBatcher": ["MaxInputBytesPerBatch": 18, "BatchInput": [:]]], [1, 2],
                [["BatchInput": [:], "Items": [1]], ["BatchInput": [:], "Items": [2]]]
            ),
            (["ItemBatcher": ["MaxInputBytesPerBatch": 15]], [1, 2, 3], [["Items": [1, 2]], ["Items": [3]]]),
        ] as [(JSONObject, JSON, [JSON])]
    )
    func inputs(fields: JSONObject, input: JSON, expected: [JSON]) throws {
        let run = try started(fields, input)
        let order = try #require(run.mapRuns.values.first)
        #expect(try run.inputs(of: order) == expected)
    }

    @Test("an item selector in JSONata sees the item, the input and the variables")
    func jsonata() throws {
        let selector: JSON = [
            "v": "{% $states.context.Map.Item.Value * $factor %}", "n": "{% $count($states.input.list) %}",
        ]
        var machine = Self.machine(
            ["Items": "{% $states.input.list %}", "ItemSelector": selector],
            language: "JSONata"
        )
        machine = [
            "QueryLanguage": "JSONata", "StartAt": "First",
            "States": [
                "First": ["Type": "Pass", "Assign": ["factor": 10], "Next": "Each"],
                "Each": machine["States"]?["Each"] ?? [:],
            ],
        ]
        var run = try VirtualRun(machine)
        run.run(["list": [1, 2]])
        #expect(run.status == .succeeded(output: [["v": 10, "n": 2], ["v": 20, "n": 2]]))
    }

    @Test("states of children see no variables from outside")
    func variables() throws {
        let machine: JSON = [
            "StartAt": "First",
            "States": [
                "First": ["Type": "Pass", "Result": [1], "Assign": ["secret": 1], "Next": "Each"],
                "Each": Self.machine(inner: ["Type": "Pass", "Parameters": ["s.$": "$secret"], "End": true])["States"]?[
                    "Each"
                ] ?? [:],
            ],
        ]
        var run = try VirtualRun(machine)
        run.run()
        #expect(run.status?.name == "FAILED")
    }

    @Test(
        "terms that do not fit end the execution after MapStateStarted",
        arguments: [
            (["ToleratedFailureCountPath": "$.n"], ["n": -1], "ToleratedFailureCount cannot be negative."),
            (
                ["ToleratedFailureCountPath": "$.n"], ["n": "x"],
                #"The ToleratedFailureCountPath field refers to value "x" which is not a valid integer: $.n"#
            ),
            (
                ["ToleratedFailurePercentagePath": "$.n"], ["n": 100.1],
                "ToleratedFailurePercentage must be between 0 and 100."
            ),
            (
                ["ToleratedFailurePercentagePath": "$.n"], ["n": [:]],
                #"The ToleratedFailurePercentagePath field refers to value "{}" which is not a valid float: $.n"#
            ),
        ] as [(JSONObject, JSON, String)]
    )
    func terms(fields: JSONObject, input: JSON, cause: String) throws {
        var fields = fields
        fields["ItemsPath"] = "$.items"
        guard case .object(var object) = input else { return }
        object["items"] = [0]
        let run = try started(fields, .object(object))
        #expect(run.types.suffix(2) == ["MapStateStarted", "ExecutionFailed"])
        let prefix = "An error occurred while executing the state 'Each' (entered at the event id #2). "
        #expect(run.status == .failed(error: "States.Runtime", cause: prefix + cause))
    }

    @Test("texts of digits are as good as numbers")
    func digits() throws {
        let run = try started(
            ["ToleratedFailureCountPath": "$.n", "ToleratedFailurePercentagePath": "$.n", "ItemsPath": "$.i"],
            ["n": "1", "i": []]
        )
        let order = try #require(run.mapRuns.values.first)
        #expect(order.toleratedFailureCount == 1)
        #expect(order.toleratedFailurePercentage == 1)
    }

    @Test("a failed map run is retried as another one, then caught")
    func failure() throws {
        var run = try started([
            "Retry": [["ErrorEquals": ["States.ItemReaderFailed"], "MaxAttempts": 1]],
            "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Caught"]],
        ])
        let first = try #require(run.mapRuns.values.first)
        let failure = TaskFailure(error: .itemReaderFailed, cause: "CSV headers cannot contain duplicates.")
        run.send(.mapRunFailed(first.id, failure))
        #expect(run.types.suffix(1) == ["MapRunFailed"])
        let timer = try #require(run.nextTimer)
        run.fire(timer)
        let second = try #require(run.mapRuns.values.first)
        #expect(second.arn != first.arn)
        run.send(.mapRunFailed(second.id, failure))
        #expect(
            run.types.suffix(9) == [
                "MapRunFailed", "MapStateStarted", "MapRunStarted", "MapRunFailed", "MapStateFailed", "MapStateExited",
                "PassStateEntered", "PassStateExited", "ExecutionSucceeded",
            ]
        )
        // An answer of the first run comes too late.
        run.send(.mapRunSucceeded(first.id, []))
        #expect(run.status?.name == "SUCCEEDED")
    }

    @Test("a result over the limit fails the state, not the map run", arguments: [nil, 262_145] as [Int?])
    func tooLarge(bytes: Int?) throws {
        var run = try started(["Catch": [["ErrorEquals": ["States.DataLimitExceeded"], "Next": "Caught"]]])
        let order = try #require(run.mapRuns.values.first)
        run.send(.mapRunSucceeded(order.id, bytes.map { .string(String(repeating: "x", count: $0)) }))
        #expect(run.types.suffix(6).prefix(3) == ["MapRunSucceeded", "MapStateFailed", "MapStateExited"])
        guard case .succeeded(let output)? = run.status else { return }
        #expect(output["Error"] == "States.DataLimitExceeded")
    }

    @Test("the execution's end aborts its map runs", arguments: ["stop", "timeout"])
    func end(by cause: String) throws {
        var machine = Self.machine()
        guard case .object(var object) = machine else { return }
        object["TimeoutSeconds"] = 5
        machine = .object(object)
        var run = try VirtualRun(machine)
        run.send(.start(input: [1]))
        let order = try #require(run.mapRuns.values.first)
        let timer = try #require(run.nextTimer)
        if cause == "stop" { run.send(.stop(error: "E", cause: nil)) } else { run.fire(timer) }
        #expect(
            run.types.suffix(2) == ["MapRunAborted", cause == "stop" ? "ExecutionAborted" : "ExecutionTimedOut"]
        )
        #expect(run.effects.first == .cancelMapRun(order.id))
    }

    @Test("a sibling's failure aborts a map run")
    func sibling() throws {
        let task: JSON = ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true]
        let machine: JSON = [
            "StartAt": "Both",
            "States": [
                "Both": [
                    "Type": "Parallel", "End": true,
                    "Branches": [
                        ["StartAt": "Each", "States": ["Each": Self.machine()["States"]?["Each"] ?? [:]]],
                        ["StartAt": "Work", "States": ["Work": task]],
                    ],
                ]
            ],
        ]
        var run = try VirtualRun(machine)
        run.send(.start(input: [1]))
        let order = try #require(run.mapRuns.values.first)
        run.answer(.failure(TaskFailure(error: "Broken", cause: "")))
        #expect(run.effects.contains(.cancelMapRun(order.id)))
        #expect(
            run.types.suffix(4) == ["MapRunAborted", "MapStateAborted", "ParallelStateFailed", "ExecutionFailed"]
        )
    }

    @Test("a snapshot in the middle of a map run goes on as the run itself")
    func snapshot() throws {
        var run = try started()
        let order = try #require(run.mapRuns.values.first)
        let snapshot = run.interpreter.snapshot
        var copy = run
        copy.interpreter = try Interpreter(program: run.program, execution: run.identity, snapshot: snapshot)
        #expect(copy.interpreter.snapshot == snapshot)
        run.send(.mapRunSucceeded(order.id, [1]))
        copy.send(.mapRunSucceeded(order.id, [1]))
        #expect(copy.events == run.events)
    }

    @Test("a history with map runs can be replayed")
    func replay() throws {
        var run = try started(["Retry": [["ErrorEquals": ["E"]]], "ResultSelector": ["first.$": "$[0]"]])
        let first = try #require(run.mapRuns.values.first)
        run.send(.mapRunFailed(first.id, TaskFailure(error: "E", cause: "c")))
        let timer = try #require(run.nextTimer)
        run.fire(timer)
        let second = try #require(run.mapRuns.values.first)
        run.send(.mapRunSucceeded(second.id, [7]))
        let replay = try Replay(of: run.events, program: run.program, execution: run.identity, randomSeed: 1)
        #expect(replay.interpreter.status == .succeeded(output: ["first": 7]))
        #expect(replay.mapRuns.isEmpty)

        var stopped = try started()
        stopped.send(.stop(error: "E", cause: nil))
        let other = try Replay(of: stopped.events, program: run.program, execution: run.identity, randomSeed: 1)
        #expect(other.interpreter.status?.name == "ABORTED")
    }

    @Test("a mistake in the processor is found when the machine is compiled, with its place")
    func mistake() throws {
        let diagnostic = try #require(throws: Diagnostic.self) {
            try VirtualRun(Self.machine(inner: ["Type": "Pass", "Next": "Nowhere"]))
        }
        #expect(diagnostic.location.pointer == "/States/Each/ItemProcessor/States/Item")
    }

    @Test("Express children end after five minutes")
    func express() throws {
        var machine = try #require(Self.machine().objectValue)
        let processor: JSON = [
            "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"], "StartAt": "Item",
            "States": ["Item": ["Type": "Wait", "Seconds": 3_600, "End": true]],
        ]
        machine["States"] = ["Each": ["Type": "Map", "End": true, "ItemProcessor": processor]]
        var run = try VirtualRun(.object(machine))
        run.send(.start(input: [1]))
        let order = try #require(run.mapRuns.values.first)
        let child = run.identity.child(0, of: order)
        #expect(child.id.hasPrefix("arn:aws:states:us-east-1:123456789012:express:machine/"))
        let program = try #require(run.program.processor(of: order)?.program)
        var childRun = VirtualRun(program, identity: child, seed: 1)
        childRun.run(1)
        #expect(childRun.status == .timedOut)
    }
}
