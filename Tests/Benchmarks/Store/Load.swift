import FlowJSON
import FlowMachine
import FlowStore
import StatesLanguage

/// Executions of one Task state: a commit at the start, another one at the end.
struct Load: Sendable {
    let machine = "arn:aws:states:us-east-1:123456789012:stateMachine:bench"
    private let program: Program

    init() throws {
        let definition: JSON = [
            "StartAt": "T",
            "States": [
                "T": [
                    "Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:work",
                    "TimeoutSeconds": 60, "End": true,
                ]
            ],
        ]
        program = try Program(StateMachineDefinition(json: definition))
    }

    /// Runs that many executions, so many at a time.
    func run(_ count: Int, by writers: Int, on store: any ExecutionStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in stride(from: writer, to: count, by: writers) { try await run(number, on: store) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func run(_ number: Int, on store: any ExecutionStore) async throws {
        let identity = ExecutionIdentity(
            id: "arn:aws:states:us-east-1:123456789012:execution:bench:execution-\(number)",
            name: "execution-\(number)",
            stateMachineID: machine,
            stateMachineName: "bench",
            roleARN: "arn:aws:iam::123456789012:role/bench"
        )
        var interpreter = Interpreter(program: program, execution: identity, randomSeed: UInt64(number))
        let now = Timestamp(milliseconds: 1_763_716_440_000 + Int64(number) / 10)
        let started = interpreter.handle(.start(input: ["order": .integer(Int64(number)), "customer": "Ada"]), at: now)
        var commit = ExecutionCommit(
            id: ExecutionID(identity.id),
            expectedVersion: 0,
            interpreter: interpreter,
            moment: now
        )
        commit.events = started.events
        for case .scheduleTask(let task) in started.effects { commit.scheduledTasks.append(task) }
        try await store.commit(commit)

        let task = TaskID(rawValue: 1)
        let ended = interpreter.handle(.taskSucceeded(task, ["total": 12.5]), at: now.adding(milliseconds: 5))
        commit = ExecutionCommit(
            id: commit.id,
            expectedVersion: 1,
            interpreter: interpreter,
            moment: now.adding(milliseconds: 5)
        )
        commit.events = ended.events
        commit.endedTasks = [task]
        try await store.commit(commit)
    }
}
