import FlowDiagnostics
import FlowJSON
import FlowMachine
import StatesLanguage
import Testing

@Suite("What stores keep")
struct StoredFormTests {
    private func read(_ value: JSON) throws -> JSON { try JSON(parsing: value.text) }

    @Test("every event of random runs is read back as it was")
    func events() throws {
        var types: Set<HistoryEventType> = []
        for seed in UInt64(1)...300 {
            var flow = RandomFlow(seed: seed)
            guard var random = RandomRun(flow.definition(), seed: seed) else { continue }
            try random.toItsEnd()
            for event in random.run.events {
                #expect(try HistoryEvent(stored: read(event.stored)) == event, "seed \(seed): \(event.stored.text)")
                types.insert(event.type)
            }
        }
        #expect(types.count > 45, "nearly every type of event happens: \(types.count)")
    }

    @Test(
        "tasks are read back as they were",
        arguments: [
            ["Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:a", "End": true],
            [
                "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 9,
                "HeartbeatSeconds": 3, "Credentials": ["RoleArn": "arn:aws:iam::1:role/x"],
                "Parameters": ["QueueUrl": "q", "MessageBody.$": "$$.Task.Token"], "End": true,
            ],
            [
                "Type": "Map", "End": true,
                "ItemProcessor": [
                    "StartAt": "T", "States": ["T": ["Type": "Task", "Resource": "ours", "End": true]],
                ],
            ],
        ] as [JSON]
    )
    func tasks(state: JSON) throws {
        var run = try VirtualRun(["StartAt": "S", "States": ["S": state]])
        run.send(.start(input: [1, 2.0, "x"]))
        #expect(!run.tasks.isEmpty)
        for task in run.tasks.values {
            #expect(try ScheduledTask(stored: read(task.stored)) == task)
        }
    }

    @Test(
        "orders of map runs are read back with all that they hold",
        arguments: [
            ["MaxConcurrency": 3, "ToleratedFailureCount": 2, "ToleratedFailurePercentage": 7.5],
            [
                "ItemSelector": ["v.$": "$$.Map.Item.Value", "n.$": "$.list[0]", "e.$": "$$.Execution.Name"],
                "ItemBatcher": ["MaxItemsPerBatch": 2, "MaxInputBytesPerBatch": 999, "BatchInput": ["b": 1]],
            ],
            [
                "ItemReader": [
                    "Resource": "arn:aws:states:::s3:getObject",
                    "ReaderConfig": [
                        "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"],
                        "CSVDelimiter": "PIPE", "MaxItemsPath": "$.most",
                    ],
                    "Parameters": ["Bucket": "b", "Key.$": "$.key"],
                ],
                "ResultWriter": [
                    "Resource": "arn:aws:states:::s3:putObject", "Parameters": ["Bucket": "b", "Prefix": "p"],
                    "WriterConfig": ["OutputType": "JSONL", "Transformation": "FLATTEN"],
                ],
            ],
        ] as [JSONObject]
    )
    func orders(fields: JSONObject) throws {
        var state: JSONObject = [
            "Type": "Map", "Label": "l", "End": true,
            "ItemProcessor": [
                "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], "StartAt": "P",
                "States": ["P": ["Type": "Pass", "End": true]],
            ],
        ]
        for (key, value) in fields { state[key] = value }
        if fields["ItemReader"] == nil { state["ItemsPath"] = "$.list" }
        var run = try VirtualRun(["StartAt": "S", "States": ["S": .object(state)]])
        run.send(.start(input: ["list": [1, 2], "most": 5, "key": "k"]))
        let order = try #require(run.mapRuns.values.first)
        let again = try MapRunOrder(stored: read(order.stored))
        #expect("\(again)" == "\(order)")
        #expect(again == order)
    }

    @Test(
        "what is no event is refused with the place",
        arguments: [
            ("{}", "event "), ("[1,0,5,\"Lost\",0]", "event[3]"), ("[1,0,5]", "event "),
            ("[-1,0,5,\"TaskStarted\",0]", "event[0]"), ("[1,0,5,\"TaskStarted\",-2]", "event[4]"),
            ("[1,0,5,\"TaskStarted\",0,null,[\"lost\"]]", "event[6]"),
        ]
    )
    func damaged(text: String, place: String) throws {
        let value = try JSON(parsing: text)
        let diagnostic = try #require(throws: Diagnostic.self) { try HistoryEvent(stored: value) }
        #expect(diagnostic.message.contains(place), "\(diagnostic.message)")
    }

    @Test(
        "limits are read back as they were",
        arguments: [
            .aws, ExecutionLimits(historyEvents: nil, payloadBytes: nil, variablesBytes: nil),
            ExecutionLimits(historyEvents: 5, transitionsPerEvent: 3, inlineConcurrency: 2),
        ] as [ExecutionLimits]
    )
    func limits(limits: ExecutionLimits) throws {
        #expect(try ExecutionLimits(stored: limits.stored.map { try read($0) }) == limits)
    }
}
