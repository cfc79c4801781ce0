import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@testable import FlowTesting

@Suite("Executions in virtual time")
struct VirtualRunTests {
    private static let call: JSON = [
        "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "TimeoutSeconds": 60,
        "HeartbeatSeconds": 20,
        "Retry": [["ErrorEquals": ["Busy"], "IntervalSeconds": 10, "BackoffRate": 2]],
        "Catch": [["ErrorEquals": ["States.Timeout"], "Next": "Late"]], "Next": "Done",
    ]
    private static let states: JSON = ["Call": call, "Done": ["Type": "Succeed"], "Late": ["Type": "Succeed"]]

    @Test("a machine that waits a year ends at once, a year later")
    func wait() throws {
        let states: JSON = [
            "Wait": ["Type": "Wait", "Seconds": 31_536_000, "Next": "Tell"],
            "Tell": ["Type": "Pass", "Parameters": ["at.$": "$$.State.EnteredTime"], "End": true],
        ]
        let result = try result(
            states,
            startAt: "Wait",
            [
                "context": ["startTime": "2026-01-31T06:00:00Z"],
                "expect": ["output": ["at": "2027-01-31T06:00:00.000Z"], "duration": "365d"],
            ]
        )
        #expect(result.mismatches == [])
    }

    @Test("calls are answered by their numbers, retries count on, and back-offs take virtual time")
    func ranges() throws {
        let result = try result(
            Self.states,
            startAt: "Call",
            [
                "mocks": ["Call": ["0-1": ["throw": "Busy"], "2": ["return": ["id": 7], "delay": 5]]],
                "expect": [
                    "output": ["id": 7], "path": ["Call", "Done"], "attempts": ["Call": 3], "duration": "35s",
                ],
            ]
        )
        #expect(result.mismatches == [])
    }

    @Test(
        "a late answer meets the timeout, a silent one the heartbeat",
        arguments: [
            (["return": 1, "delay": 61, "heartbeat": 19], ["Call", "Late"], "1m"),
            (["return": 1, "delay": 59, "heartbeat": 19], ["Call", "Done"], "59s"),
            (["return": 1, "delay": 30], ["Call", "Late"], "20s"),
        ] as [(JSON, [String], String)]
    )
    func timeouts(answer: JSON, path: [String], duration: String) throws {
        let result = try result(
            Self.states,
            startAt: "Call",
            [
                "mocks": ["Call": answer],
                "expect": ["path": .array(path.map { .string($0) }), "duration": .string(duration)],
            ]
        )
        #expect(result.mismatches == [])
    }

    @Test("branches and iterations run side by side")
    func sideBySide() throws {
        let task: JSON = ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true]
        let states: JSON = [
            "Both": [
                "Type": "Parallel", "Next": "Each",
                "Branches": [
                    ["StartAt": "Slow", "States": ["Slow": task]], ["StartAt": "Quick", "States": ["Quick": task]],
                ],
            ],
            "Each": [
                "Type": "Map", "MaxConcurrency": 2, "End": true,
                "ItemProcessor": ["StartAt": "One", "States": ["One": task]],
            ],
        ]
        let result = try result(
            states,
            startAt: "Both",
            [
                "mocks": [
                    "Slow": ["return": 1, "delay": 30], "Quick": ["return": 2, "delay": 10],
                    "One": [["return": "a", "delay": 10], ["return": "b", "delay": 5]],
                ],
                "expect": ["output": ["a", "b"], "path": ["Both", "Each"], "duration": "40s"],
            ]
        )
        #expect(result.mismatches == [])
        #expect(result.path == ["Both", "Slow", "Quick", "Each", "One", "One"])
    }

    @Test(
        "a distributed Map runs its children, and fails where more fail than it tolerates",
        arguments: [
            (2, ["output": [1, 1, ["n": 3]], "path": ["Each", "One", "One", "One"], "duration": 20]),
            (0, ["error": "States.ExceedToleratedFailureThreshold", "duration": 10]),
        ] as [(Int64, JSON)]
    )
    func distributed(tolerated: Int64, expected: JSON) throws {
        let states: JSON = [
            "Each": [
                "Type": "Map", "MaxConcurrency": 2, "End": true, "ToleratedFailureCount": .integer(tolerated),
                "ItemReader": ["Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": ["InputType": "JSON"]],
                "ItemSelector": ["n.$": "$$.Map.Item.Value"],
                "ItemProcessor": [
                    "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "One",
                    "States": [
                        "One": ["Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage", "End": true]
                    ],
                ],
            ]
        ]
        var wanted = expected.objectValue ?? [:]
        wanted["output"] = nil
        let result = try result(
            states,
            startAt: "Each",
            [
                "mocks": [
                    "Each": ["items": [1, 2, 3]],
                    "One": [
                        ["return": 1, "delay": 10], ["throw": "Bad", "delay": 10], ["return": ["n": 3], "delay": 10],
                    ],
                ],
                "expect": .object(wanted),
            ]
        )
        #expect(result.mismatches == [])
        if tolerated > 0 {
            #expect(result.output?[0] == 1)
            #expect(result.output?[1]?["Error"] == "Bad")
            #expect(result.output?[1]?["RedriveStatus"] == "REDRIVABLE_BY_MAP_RUN")
            #expect(result.output?[1]?["StartDate"] != nil && result.output?[1]?["StopDate"] != nil)
            #expect(result.output?[2] == ["n": 3])
        }
    }

    @Test("a machine's own timeout ends it")
    func machineTimeout() throws {
        let definition = try StateMachineDefinition(json: [
            "StartAt": "Wait", "TimeoutSeconds": 5,
            "States": ["Wait": ["Type": "Wait", "Seconds": 10, "End": true]],
        ])
        let reader = flowTests(["tests": [["name": "t", "expect": ["status": "TIMED_OUT", "duration": 5]]]])
        let test = try #require(reader.tests.first)
        #expect(try FlowTestResult(of: test, on: definition).mismatches == [])
    }

    @Test("an endless machine ends with AWS's error")
    func endless() throws {
        let states: JSON = [
            "Again": ["Type": "Wait", "Seconds": 1, "Next": "Enough"],
            "Enough": [
                "Type": "Choice", "Default": "Again",
                "Choices": [["Variable": "$.enough", "IsPresent": true, "Next": "Done"]],
            ],
            "Done": ["Type": "Succeed"],
        ]
        let result = try result(
            states,
            startAt: "Again",
            ["expect": ["error": "States.Runtime", "causeContains": "25000"]]
        )
        #expect(result.mismatches == [])
    }

    @Test("a call without a mock fails the test and says what it was given")
    func unanswered() throws {
        let result = try result(
            Self.states,
            startAt: "Call",
            ["input": ["n": 1], "mocks": ["Call": ["0": ["throw": "Busy"]]]]
        )
        #expect(
            result.mismatches == [
                FlowTestResult.Mismatch(
                    what: "mocks",
                    lines: ["the state \"Call\" has no mock for its call 1", "arguments: {\"n\":1}"]
                )
            ]
        )
    }

    @Test("what is not as expected is told")
    func mismatches() throws {
        let result = try result(
            Self.states,
            startAt: "Call",
            [
                "mocks": ["Call": ["return": ["a": [1, 2], "b": 1]]],
                "expect": [
                    "output": ["a": [1, 3], "c": 1], "path": ["Call", "Late"], "attempts": ["Call": 2],
                    "arguments": ["Call": ["x": 1]], "duration": 3,
                ],
            ]
        )
        #expect(
            result.mismatches.map { "\($0.what): \($0.lines.joined(separator: "; "))" } == [
                "output: $.a[1]: expected 3, was 2; $.c: is missing, expected 1; $.b: is not expected, was 1",
                "path: expected Call → Late; was      Call → Done", "attempts of Call: expected 2, was 1",
                "arguments of Call: $.x: is missing, expected 1", "duration: expected 3s, was 0s",
            ]
        )
    }
}
