import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("Limits, time and turns")
struct LimitsTests {
    private static let loop: JSON = [
        "StartAt": "A", "States": ["A": ["Type": "Pass", "Next": "B"], "B": ["Type": "Pass", "Next": "A"]],
    ]

    @Test("the last event of a full history is the failure", arguments: [100, 101, 102, 103, 25_000])
    func history(limit: Int) throws {
        var run = try VirtualRun(Self.loop, limits: ExecutionLimits(historyEvents: limit))
        run.run()
        let cause = "The execution reached the maximum number of history events (\(limit))."
        #expect(run.status == .failed(error: "States.Runtime", cause: cause))
        #expect(run.events.count == limit)
        #expect(run.events.map(\.id) == Array(1...limit))
        #expect(run.types.last == "ExecutionFailed")
    }

    @Test("a loop gives others their turn, and a turn more or less changes nothing")
    func turns() throws {
        var limits = ExecutionLimits(historyEvents: 5000, transitionsPerEvent: 7)
        var short = try VirtualRun(Self.loop, limits: limits)
        let outcome = short.interpreter.handle(.start(input: [:]), at: short.now)
        #expect(outcome.needsContinuation)
        #expect(outcome.events.count == 1 + 7 * 2)
        short = try VirtualRun(Self.loop, limits: limits)
        short.run()
        limits.transitionsPerEvent = 1000
        var long = try VirtualRun(Self.loop, limits: limits)
        long.run()
        #expect(short.events == long.events)
    }

    @Test("a machine over its time is timed out, whatever it does")
    func timeout() throws {
        var run = try VirtualRun([
            "StartAt": "W", "TimeoutSeconds": 5, "States": ["W": ["Type": "Wait", "Seconds": 60, "End": true]],
        ])
        let start = run.now
        run.run()
        #expect(run.status == .timedOut)
        #expect(run.now == start.adding(seconds: 5))
        #expect(run.types == ["ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"])
        #expect(run.events.last?.previousEventID == 0)
    }

    @Test(
        "a wait ends when it should",
        arguments: [
            (#""Seconds": 10"#, "{}", 10), (#""Seconds": 0"#, "{}", 0), (#""SecondsPath": "$.s""#, #"{"s":7}"#, 7),
            (#""Timestamp": "2025-11-21T09:47:30.123Z""#, "{}", 10),
            (#""Timestamp": "2001-01-01T00:00:00Z""#, "{}", 0),
            (#""TimestampPath": "$.t""#, #"{"t":"2025-11-21T09:47:30.123Z"}"#, 10),
        ] as [(String, String, Int64)]
    )
    func wait(field: String, input: String, seconds: Int64) throws {
        let machine = "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\(field),\"End\":true}}}"
        var run = try VirtualRun(try JSON(parsing: machine))
        run.now = try #require(Timestamp("2025-11-21T09:47:20.123Z"))
        let start = run.now
        run.run(try JSON(parsing: input))
        #expect(run.now == start.adding(seconds: seconds))
        #expect(run.types == ["ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded"])
    }

    @Test(
        "variables are bounded: those of one Assign, and all of an execution",
        arguments: [
            (each: 130_000, count: 2, iterations: 0, fits: true), (131_080, 2, 0, false), (262_142, 1, 0, true),
            (262_143, 1, 0, false), (262_000, 1, 38, true), (262_000, 1, 40, false),
        ] as [(each: Int, count: Int, iterations: Int, fits: Bool)]
    )
    func variables(each: Int, count: Int, iterations: Int, fits: Bool) throws {
        let text = JSON.string(String(repeating: "x", count: each))
        var assigned = JSONObject()
        for number in 1...count { assigned["v\(number)"] = text }
        let items = JSON.array((0..<iterations).map { .integer(Int64($0)) })
        var run = try VirtualRun([
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Result": items, "Assign": .object(assigned), "Next": "M"],
                "M": [
                    "Type": "Map", "End": true,
                    "ItemProcessor": [
                        "StartAt": "P",
                        "States": [
                            "P": ["Type": "Pass", "Assign": ["w.$": "$v1"], "Next": "W"],
                            "W": ["Type": "Wait", "Seconds": 1, "End": true],
                        ],
                    ],
                ],
            ],
        ])
        run.run()
        if fits {
            #expect(run.status == .succeeded(output: items))
        } else {
            guard case .failed("States.DataLimitExceeded", _) = run.status else {
                Issue.record("the execution ended otherwise: \(String(describing: run.status))")
                return
            }
        }
    }

    @Test("replaced variables and those of scopes that are over don't count")
    func replacedVariables() throws {
        let text = JSON.string(String(repeating: "x", count: 200_000))
        var run = try VirtualRun([
            "StartAt": "M",
            "States": [
                "M": [
                    "Type": "Map", "End": true, "MaxConcurrency": 1,
                    "ItemProcessor": [
                        "StartAt": "P",
                        "States": [
                            "P": ["Type": "Pass", "Assign": ["w": text], "Next": "Q"],
                            "Q": ["Type": "Pass", "Assign": ["w": text], "End": true],
                        ],
                    ],
                ]
            ],
        ])
        let items = JSON.array((0..<100).map { .integer($0) })
        run.run(items)
        #expect(run.status == .succeeded(output: items))
    }

    @Test("an execution starts once, and takes nothing after its end")
    func once() throws {
        var run = try VirtualRun(["StartAt": "S", "States": ["S": ["Type": "Succeed"]]])
        run.run()
        let count = run.events.count
        run.send(.start(input: 1))
        run.send(.stop(error: nil, cause: nil))
        run.send(.timerFired(TimerID(rawValue: 1)))
        #expect(run.events.count == count)
    }
}
