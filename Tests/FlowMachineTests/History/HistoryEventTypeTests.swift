import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Types of history events")
struct HistoryEventTypeTests {
    private static let service: JSON = "arn:aws:states:::aws-sdk:sqs:sendMessage"
    private static let lambda: JSON = "arn:aws:lambda:us-east-1:123456789012:function:f"
    private static let activity: JSON = "arn:aws:states:us-east-1:123456789012:activity:a"
    private static let failure = TaskFailure(error: "E", cause: "c")

    /// A machine of one state.
    private static func machine(_ state: JSON) -> JSON { ["StartAt": "S", "States": ["S": state]] }

    private static func task(_ resource: JSON) -> JSON {
        ["Type": "Task", "Resource": resource, "TimeoutSeconds": 5, "End": true]
    }

    private static func map(_ mode: JSONObject = [:]) -> JSON {
        var processor = machine(task(service)).objectValue ?? [:]
        if !mode.isEmpty { processor["ProcessorConfig"] = .object(mode) }
        return [
            "Type": "Map", "Items": [1, 2], "QueryLanguage": "JSONata", "ItemProcessor": .object(processor),
            "End": true,
        ]
    }

    private static let distributed = map(["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"])

    /// The types that a run of a machine of one state records.
    private func types(_ state: JSON, _ drive: (inout VirtualRun) -> Void = { _ in }) throws -> Set<HistoryEventType> {
        var run = try VirtualRun(Self.machine(state))
        run.send(.start(input: [:]))
        drive(&run)
        return Set(run.events.map(\.type))
    }

    private func ofTask(_ resource: JSON, _ event: (TaskID) -> Event?) throws -> Set<HistoryEventType> {
        try types(Self.task(resource)) { run in
            guard let id = run.tasks.keys.first else { return }
            if let event = event(id) { return run.send(event) }
            run.send(.taskStarted(id))
            if let timer = run.nextTimer { run.fire(timer) }
        }
    }

    private func ofTasks() throws -> Set<HistoryEventType> {
        var types: Set<HistoryEventType> = []
        for resource in [Self.service, Self.lambda, Self.activity] {
            types.formUnion(try ofTask(resource) { .taskSucceeded($0, 1) })
            types.formUnion(try ofTask(resource) { .taskFailed($0, Self.failure) })
            types.formUnion(try ofTask(resource) { _ in nil })
        }
        for resource in [Self.lambda, Self.activity] {
            types.formUnion(try ofTask(resource) { .taskScheduleFailed($0, Self.failure) })
        }
        for resource in [Self.service, Self.lambda] {
            types.formUnion(try ofTask(resource) { .taskStartFailed($0, Self.failure) })
        }
        types.formUnion(try ofTask(Self.service) { .taskSubmitted($0, 1) })
        types.formUnion(try ofTask(Self.service) { .taskSubmitFailed($0, Self.failure) })
        return types
    }

    /// A branch that fails while its siblings are at everything that takes time.
    private func ofSiblings() throws -> Set<HistoryEventType> {
        let wait: JSON = ["Type": "Wait", "Seconds": 9, "End": true]
        let inner: JSON = ["Type": "Parallel", "Branches": [Self.machine(wait)], "End": true]
        let siblings = [Self.task(Self.service), wait, inner, Self.map(), Self.distributed]
        let branches = siblings.enumerated().map { number, state -> JSON in
            ["StartAt": .string("B\(number)"), "States": .object(["B\(number)": state])]
        }
        return try types(["Type": "Parallel", "Branches": .array(branches), "End": true]) { run in
            guard let first = run.tasks.keys.min() else { return }
            run.send(.taskFailed(first, Self.failure))
        }
    }

    private func ofMapRuns() throws -> Set<HistoryEventType> {
        try types(Self.distributed) { run in
            guard let id = run.mapRuns.keys.first else { return }
            run.send(.mapRunFailed(id, TaskFailure(error: .exceedToleratedFailureThreshold, cause: "c")))
            run.send(.redrive)
            run.send(.mapRunSucceeded(id, [1]))
        }
    }

    @Test("each of AWS's 62 is recorded when its moment comes")
    func all() throws {
        var types = try ofTasks().union(ofSiblings()).union(ofMapRuns())
        let states: [JSON] = [
            ["Type": "Pass", "End": true], ["Type": "Succeed"], ["Type": "Fail"], Self.map(),
            ["Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $number('x') %}", "End": true],
            ["Type": "Parallel", "Branches": [Self.machine(["Type": "Succeed"])], "End": true],
            ["Type": "Choice", "Choices": [["Variable": "$.go", "IsPresent": true, "Next": "S"]]],
            ["Type": "Map", "ItemsPath": "$.i", "ItemProcessor": Self.machine(["Type": "Succeed"]), "End": true],
        ]
        for state in states { types.formUnion(try self.types(state)) }
        types.formUnion(try self.types(["Type": "Wait", "Seconds": 9, "End": true]) { $0.passTime() })
        types.formUnion(try self.types(Self.task(Self.service)) { $0.send(.stop(error: nil, cause: nil)) })
        types.formUnion(try self.types(Self.map()) { $0.answer(.failure(Self.failure)) })
        types.formUnion(
            try self.types(Self.map()) { run in
                run.answer(.success(1))
                run.answer(.success(2))
            }
        )
        var timed = try VirtualRun([
            "StartAt": "C", "TimeoutSeconds": 1,
            "States": [
                "C": ["Type": "Choice", "Choices": [["Variable": "$", "IsNull": true, "Next": "W"]], "Default": "W"],
                "W": ["Type": "Wait", "Seconds": 9, "End": true],
            ],
        ])
        timed.run()
        types.formUnion(timed.events.map(\.type))
        let missing = HistoryEventType.allCases.filter { !types.contains($0) }
        #expect(missing.isEmpty, "\(missing.map(\.rawValue))")
        #expect(HistoryEventType.allCases.count == 62)
    }
}
