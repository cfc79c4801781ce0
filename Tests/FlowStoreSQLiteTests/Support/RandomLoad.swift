import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// Makes the next commit of a random load: starts, answers, timers, stops, redrives, and commits that a store must refuse.
struct RandomLoad {
    private(set) var now: Int64 = 1_000_000
    private(set) var mapRuns: [String] = []
    private var flows: [Flow] = []
    private var parents: [String: (program: Program, identity: ExecutionIdentity, order: MapRunOrder, next: Int)] = [:]
    private let programs: [Program]
    private var state: UInt64

    init(seed: UInt64) throws {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        programs = try Self.definitions.map { try Flow.program($0) }
    }

    var ids: [ExecutionID] { flows.map(\.id) }
    var machines: [String] { Array(Set(flows.map(\.interpreter.identity.stateMachineID))).sorted() }
    var anyID: ExecutionID? { flows.isEmpty ? nil : flows[Int(state >> 33) % flows.count].id }

    mutating func number(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, below)
    }

    mutating func chance(_ of: Int) -> Bool { number(of) == 0 }

    mutating func next() -> ExecutionCommit {
        if chance(3) { now += Int64(number(400)) }
        let running = flows.indices.filter { flows[$0].interpreter.status == nil }
        if running.isEmpty || chance(5) { return start() }
        if chance(12) { return wrong(running) }
        var index = running[number(running.count)]
        var event = event(for: flows[index])
        let redrivable = flows.indices.filter { flows[$0].interpreter.redriveRefusal == nil }
        if !redrivable.isEmpty, chance(8) {
            index = redrivable[number(redrivable.count)]
            event = .redrive
        }
        var attributes: JSONObject?
        if chance(20) { attributes = self.attributes() }
        let commit = flows[index].commit(event, at: now, attributes: attributes)
        for order in commit.startedMapRuns {
            let flow = flows[index]
            mapRuns.append(order.arn)
            parents[order.arn] = (flow.interpreter.program, flow.interpreter.identity, order, 0)
        }
        return commit
    }

    /// Goes on with an execution as a store has it.
    mutating func takeOver(from store: any ExecutionStore) async throws {
        guard !flows.isEmpty else { return }
        let index = number(flows.count)
        guard let stored = try await store.load(flows[index].id) else { return }
        flows[index].interpreter = stored.interpreter
        flows[index].version = stored.version
    }

    private mutating func start() -> ExecutionCommit {
        let seed = UInt64(number(1 << 20))
        var flow: Flow
        if let arn = mapRuns.isEmpty ? nil : mapRuns[number(mapRuns.count)], chance(2), var parent = parents[arn],
            let processor = parent.program.processor(of: parent.order)
        {
            let link = ChildLink(mapRunARN: arn, number: parent.next, items: 1 + number(3), isBatch: chance(2))
            flow = Flow(processor.program, parent.identity.child(parent.next, of: parent.order), seed: seed)
            flow.child = link
            parent.next += 1
            parents[arn] = parent
        } else {
            let kind = number(programs.count)
            flow = Flow(programs[kind], "e\(flows.count)", machine: "m\(kind)", seed: seed)
        }
        let attributes = chance(4) ? nil : self.attributes()
        let input: JSON = ["n": .integer(Int64(number(10))), "list": [1, 2.5, "drei \u{1F600}\n"]]
        let commit = flow.commit(.start(input: input), at: now, attributes: attributes)
        flows.append(flow)
        for order in commit.startedMapRuns {
            mapRuns.append(order.arn)
            parents[order.arn] = (flow.interpreter.program, flow.interpreter.identity, order, 0)
        }
        return commit
    }

    private mutating func attributes() -> JSONObject {
        var attributes: JSONObject = ["input": "{ \"n\" : 1}", "n": .integer(Int64(number(99)))]
        if chance(2) { attributes[ExecutionAttribute.version] = .string("arn:v\(1 + number(2))") }
        if chance(3) { attributes[ExecutionAttribute.alias] = "arn:a1" }
        return attributes
    }

    /// A commit that does not follow: a name that is taken, an execution that is not there, an old version.
    private mutating func wrong(_ running: [Int]) -> ExecutionCommit {
        var flow = flows[running[number(running.count)]]
        var commit = flow.commit(.stop(error: "E", cause: "wrong"), at: now)
        switch number(3) {
        case 0: commit.expectedVersion = 0
        case 1: commit.expectedVersion += 1 + number(3)
        default: commit.id = ExecutionID("arn:nobody")
        }
        return commit
    }

    private mutating func event(for flow: Flow) -> Event {
        let interpreter = flow.interpreter
        var events: [Event] = []
        for task in interpreter.pendingTasks {
            events += [
                .taskSucceeded(task, ["answer": .integer(Int64(number(9)))]), .taskStarted(task), .taskHeartbeat(task),
                .taskFailed(task, TaskFailure(error: .init(chance(2) ? "A" : "B"), cause: "because")),
            ]
        }
        // Ids of timers are small; what is not there changes nothing.
        events += (1...4).map { .timerFired(TimerID(rawValue: $0)) }
        if let run = parents.values.first(where: { $0.identity == interpreter.identity })?.order.id {
            events += [.mapRunSucceeded(run, [1, 2]), .mapRunFailed(run, TaskFailure(error: "X", cause: "y"))]
        }
        if chance(8) { events = [.stop(error: "Stopped", cause: nil)] }
        return events[number(events.count)]
    }

    private static let task: JSON = [
        "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work", "TimeoutSeconds": 60,
        "HeartbeatSeconds": 20, "Retry": [["ErrorEquals": ["A"], "MaxAttempts": 2]], "End": true,
    ]

    private static let definitions: [JSON] = [
        ["StartAt": "T", "TimeoutSeconds": 3600, "States": ["T": task]],
        [
            "StartAt": "P",
            "States": [
                "P": ["Type": "Pass", "Next": "W"],
                "W": ["Type": "Wait", "Seconds": 30, "Next": "M"],
                "M": [
                    "Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 2, "End": true,
                    "ItemProcessor": ["StartAt": "I", "States": ["I": task]],
                ],
            ],
        ],
        [
            "StartAt": "D", "QueryLanguage": "JSONata",
            "States": [
                "D": [
                    "Type": "Map", "Label": "d", "Items": "{% $states.input.list %}",
                    "ToleratedFailurePercentage": 12.5,
                    "ItemSelector": ["v": "{% $states.context.Map.Item.Value %}"], "End": true,
                    "ItemProcessor": [
                        "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "I",
                        "States": ["I": ["Type": "Wait", "Seconds": 5, "End": true]],
                    ],
                ]
            ],
        ],
        [
            "StartAt": "C",
            "States": [
                "C": [
                    "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                    "Parameters": ["QueueUrl": "q", "MessageBody": ["token.$": "$$.Task.Token"]], "Next": "F",
                ],
                "F": ["Type": "Fail", "Error": "E", "Cause": "c"],
            ],
        ],
    ]
}
